package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/vuln/scan"
)

const recorded = "../../vulndb/advisories.yaml"

const good = `
updated: 2026-10-08
advisories:
  - id: GO-2026-0001
    module: example.com/m
    affected: [{introduced: "0", fixed: 1.2.0}, {introduced: 1.3.0}]
    packages: {example.com/m/p: [F]}
reviewed:
  searched: [example.com/m, stdlib]
  seen: [example.com/n]
`

func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list.yaml")
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// found gives the ids that govulncheck finds in dir for module@version.
func found(t *testing.T, dir, query string) string {
	t.Helper()
	var out bytes.Buffer
	cmd := scan.Command(t.Context(), "-db", "file://"+filepath.ToSlash(dir), "-mode", "query", "-format", "json", query)
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("govulncheck %s: %v", query, err)
	}
	var ids []string
	for decoder := json.NewDecoder(&out); ; {
		var message struct {
			OSV struct {
				ID string `json:"id"`
			} `json:"osv"`
		}
		if err := decoder.Decode(&message); errors.Is(err, io.EOF) {
			return strings.Join(ids, " ")
		} else if err != nil {
			t.Fatal(err)
		}
		if message.OSV.ID != "" {
			ids = append(ids, message.OSV.ID)
		}
	}
}

func TestGovulncheckReadsTheDatabase(t *testing.T) {
	dir := t.TempDir()
	if err := run(write(t, good), dir, strings.NewReader("example.com/m\n"), io.Discard); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"example.com/m@v1.1.9": "GO-2026-0001",
		"example.com/m@v1.2.0": "",
		"example.com/m@v1.2.9": "",
		"example.com/m@v1.3.0": "GO-2026-0001",
		"example.com/n@v1.1.9": "",
	} {
		if got := found(t, dir, query); got != want {
			t.Errorf("%s: found %q, want %q", query, got, want)
		}
	}
}

func TestEveryRecordedAdvisoryIsFound(t *testing.T) {
	l, err := read(recorded)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := l.write(dir); err != nil {
		t.Fatal(err)
	}
	for _, a := range l.Advisories {
		for _, v := range a.Affected {
			first := "v" + v.Introduced
			if v.Introduced == "0" {
				first = "v0.0.1"
			}
			if got := found(t, dir, a.Module+"@"+first); !strings.Contains(got, a.ID) {
				t.Errorf("%s@%s: found %q, want %s among them", a.Module, first, got, a.ID)
			}
		}
	}
}

func TestRunRefuses(t *testing.T) {
	tests := map[string]struct{ old, new, modules, want string }{
		"a module nobody reviewed":  {"", "", "example.com/m example.com/new", "nobody has reviewed example.com/new"},
		"an unreviewed stdlib":      {", stdlib", "", "example.com/m", "nobody has reviewed stdlib"},
		"no modules":                {"", "", "", "no module of the build"},
		"no day":                    {"2026-10-08", "soon", "example.com/m", "updated"},
		"an id of another database": {"GO-2026-0001", "CVE-2026-1", "example.com/m", "an id looks like"},
		"a version that is none":    {"1.2.0", "latest", "example.com/m", "is not a version"},
		"a fix before the flaw":     {"{introduced: 1.3.0}", "{introduced: 1.3.0, fixed: 1.2.5}", "example.com/m", "does not come after"},
		"ranges out of order":       {"{introduced: 1.3.0}", "{introduced: 1.1.0}", "example.com/m", "not in order"},
		"a package of another":      {"example.com/m/p", "example.com/mp", "example.com/m", "is not of module"},
		"no packages":               {"{example.com/m/p: [F]}", "{}", "example.com/m", "packages are all needed"},
		"a field that is misspelt":  {"affected:", "afected:", "example.com/m", "afected"},
		"an empty file":             {good, "", "example.com/m", "updated"},
		"a file that is not a list": {good, "[", "example.com/m", "yaml"},
		"no advisories":             {good, "updated: 2026-10-08", "example.com/m", "no advisories"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			path := write(t, strings.Replace(good, tt.old, tt.new, 1))
			err := run(path, t.TempDir(), strings.NewReader(tt.modules), io.Discard)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("run: %v, want an error with %q", err, tt.want)
			}
		})
	}
	t.Run("a missing file", func(t *testing.T) {
		err := run(filepath.Join(t.TempDir(), "none"), t.TempDir(), strings.NewReader("m"), io.Discard)
		if !errors.Is(err, os.ErrNotExist) {
			t.Errorf("run: %v, want %v", err, os.ErrNotExist)
		}
	})
}
