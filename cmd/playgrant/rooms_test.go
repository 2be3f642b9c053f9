package main

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/playgrant/playgrant/"

// longest is how many lines a file may have; most have a quarter of that.
const longest = 500

// rooms says for each what of this module it may import, in its code and
// besides in its tests, and which libraries it must not. A path stands for
// all below it.
var rooms = map[string]struct {
	may, inTests, never []string
}{
	"engine":  {may: []string{"engine"}, never: []string{badger, charm}},
	"persist": {may: []string{"persist", "engine/store"}, inTests: []string{"engine"}, never: []string{charm}},
	"demos":   {may: []string{"demos", "engine/model", "engine/check", "engine/near"}, inTests: []string{"engine"}, never: []string{badger, charm}},
	"tui":     {may: []string{"tui", "demos", "engine/model", "engine/check", "engine/near", "engine/sift"}, inTests: []string{"engine"}, never: []string{badger}},
	"cmd":     {may: []string{"cmd", "tui", "demos", "engine", "persist"}, never: []string{badger}},
}

const (
	badger = "github.com/dgraph-io/"
	charm  = "github.com/charmbracelet/"
)

func TestTheArrowsBetweenTheRoomsPointOneWay(t *testing.T) {
	root := os.DirFS("../..")
	for room, r := range rooms {
		eachGoFile(t, root, room, func(file string, source []byte) {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, source, parser.ImportsOnly)
			if err != nil {
				t.Error(err)
				return
			}
			may := r.may
			if strings.HasSuffix(file, "_test.go") {
				may = slices.Concat(may, r.inTests)
			}
			for _, spec := range parsed.Imports {
				imported, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					t.Error(err)
				}
				if inside, ok := strings.CutPrefix(imported, module); ok && !under(inside, may) {
					t.Errorf("%s imports %s; %s may import %v", file, inside, room, may)
				}
				for _, library := range r.never {
					if strings.HasPrefix(imported, library) {
						t.Errorf("%s imports %s, which %s must not know", file, imported, room)
					}
				}
			}
		})
	}
}

func TestEachFileIsShortEnoughToRead(t *testing.T) {
	root := os.DirFS("../..")
	for room := range rooms {
		eachGoFile(t, root, room, func(file string, source []byte) {
			if n := bytes.Count(source, []byte("\n")); n > longest {
				t.Errorf("%s has %d lines; %d are the most", file, n, longest)
			}
		})
	}
}

func TestTheTopLevelHoldsTheRoomsAndNothingElse(t *testing.T) {
	known := []string{"go.mod", "go.sum", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"}
	for room := range rooms {
		known = append(known, room)
	}
	for _, name := range topLevel(t) {
		if !strings.HasPrefix(name, ".") && !slices.Contains(known, name) {
			t.Errorf("%s stands at the top level; only %v do", name, known)
		}
	}
}

// topLevel lists what the repository keeps, or, where there is none, what is
// there: a binary that someone built is no part of it.
func topLevel(t *testing.T) []string {
	t.Helper()
	var names []string
	if out, err := exec.Command("git", "-C", "../..", "ls-files").Output(); err == nil && len(out) > 0 {
		for file := range strings.Lines(string(out)) {
			name, _, _ := strings.Cut(strings.TrimSpace(file), "/")
			names = append(names, name)
		}
		slices.Sort(names)
		return slices.Compact(names)
	}
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func under(inside string, may []string) bool {
	return slices.ContainsFunc(may, func(p string) bool { return inside == p || strings.HasPrefix(inside, p+"/") })
}

func eachGoFile(t *testing.T, root fs.FS, room string, do func(file string, source []byte)) {
	t.Helper()
	seen := 0
	err := fs.WalkDir(root, room, func(file string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".go" {
			return err
		}
		seen++
		source, err := fs.ReadFile(root, file)
		if err == nil {
			do(file, source)
		}
		return err
	})
	if err != nil || seen == 0 {
		t.Errorf("%s: %d Go files read, %v", room, seen, err)
	}
}
