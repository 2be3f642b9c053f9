package resume_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/resume"
	"github.com/playgrant/playgrant/tui/screen"
)

func TestReadsWhatItWrote(t *testing.T) {
	dir := t.TempDir()
	if _, ok, err := resume.Read(dir, demos.All()); ok || err != nil {
		t.Fatalf("before anything was kept: %v, %v", ok, err)
	}
	for _, open := range [][]screen.Route{nil, {{Kind: "walk", Name: "rotation/2/why"}, {Kind: "sandbox", Name: "apis/https://expenses.example/api"}}, {{Kind: "traffic", Name: "no/7"}}, {{Kind: "compose"}}} {
		if err := resume.Write(dir, resume.Place{Open: open, Strip: true}); err != nil {
			t.Fatal(err)
		}
		got, ok, err := resume.Read(dir, demos.All())
		if err != nil || !ok || !got.Strip || !slices.Equal(got.Open, open) {
			t.Errorf("%+v comes back as %+v, %v, %v", open, got, ok, err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Errorf("%d files are left: %v", len(files), err)
	}
	if info, err := files[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	if err := resume.Write(filepath.Join(dir, "gone"), resume.Place{}); err == nil {
		t.Error("a folder that is not there gives no error")
	}
}

func TestDamaged(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "damaged",
		"{":                           "damaged",
		"[]":                          "damaged",
		`{"version": 9}`:              "another version (9)",
		`{"open": ["traffic"]}`:       "another version (0)",
		`{"version": 1, "open": [7]}`: "damaged",
		`{"version": 1, "open": ["demo/no-such-demo"]}`: "names no place",
		strings.Repeat(" ", 100_000):                    "too large",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "interface.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		p, ok, err := resume.Read(dir, demos.All())
		if ok || len(p.Open) > 0 || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %+v, %v, %v; want %q", text, p, ok, err, want)
		}
	}
}
