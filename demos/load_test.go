package demos_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

func TestFind(t *testing.T) {
	if d, err := demos.Find("mfa-challenge"); err != nil || d.Name != "mfa-challenge" {
		t.Errorf("got %v, %v", d, err)
	}
	for _, name := range []string{"mfa-chalenge", "mfa-chall", "MFA-CHALLENGE\x1b"} {
		_, err := demos.Find(name)
		if err == nil || !strings.Contains(err.Error(), "Did you mean mfa-challenge?") || strings.ContainsRune(err.Error(), '\x1b') {
			t.Errorf("%q: got %v", name, err)
		}
	}
}

// The demos come by chapter and order, and callers cannot disturb the list.
func TestAll(t *testing.T) {
	list := demos.All()
	if len(list) < 2 || list[0].Name != "get-a-refresh-token" || list[1].Name != "mfa-challenge" {
		t.Fatalf("got %d demos", len(list))
	}
	list[0] = nil
	if demos.All()[0] == nil {
		t.Error("the list was disturbed")
	}
	for _, d := range demos.All() {
		if d.Name != strings.ToLower(d.Name) {
			t.Errorf("%s is no demo", d.Name)
		}
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := write("My Demo.md", "---\ntitle: T\nchapter: C\n---\n## S\n```act\ncontinue\n```\n")
	if d, err := demos.Load(good); err != nil || d.Name != "My Demo" {
		t.Errorf("got %v, %v", d, err)
	}
	var bad *demos.ParseError
	if _, err := demos.Load(write("bad.md", "nothing")); !errors.As(err, &bad) || bad.File != filepath.Join(dir, "bad.md") {
		t.Errorf("a document that is none: got %v", err)
	}
	if _, err := demos.Load(write("large.md", strings.Repeat("x\n", demos.MaxDocument))); !errors.As(err, &bad) || !strings.Contains(err.Error(), "larger") {
		t.Errorf("a document that is too large: got %v", err)
	}
	if _, err := demos.Load(filepath.Join(dir, "none.md")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: got %v", err)
	}
	if _, err := demos.Load(dir); err == nil {
		t.Error("a directory was read as a demo")
	}
}
