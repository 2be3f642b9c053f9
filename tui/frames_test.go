package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/muesli/termenv"
)

// scene is a frame worth keeping, and the keys that lead to it from the one
// before.
type scene struct {
	name string
	keys []string
}

var scenes = []scene{
	{"home", nil},
	{"home-help", []string{"?"}},
	{"authorize", []string{"esc", "enter"}},
	{"authorize-parameter", []string{"down", "down"}},
	{"authorize-sent", []string{"enter"}},
	{"authorize-why", []string{"tab"}},
	{"login", []string{"enter"}},
	{"login-sent", []string{"enter"}},
	{"login-request", []string{"shift+tab", "["}},
	{"exchange", []string{"enter"}},
	{"exchange-request", []string{"tab"}},
	{"exchange-sent", []string{"enter"}},
	{"exchange-tokens", []string{"tab", "tab"}},
	{"break-menu", []string{"b"}},
	{"break-done", []string{"enter"}},
	{"break-step", []string{"shift+tab", "shift+tab", "shift+tab"}},
	{"refresh", []string{"esc", "enter"}},
	{"refresh-editing", []string{"e"}},
	{"refresh-changed", []string{"ctrl+u", "urn:example", "enter"}},
	{"refresh-refused", []string{"enter"}},
	{"refresh-undone", []string{"enter"}},
	{"refresh-sent", []string{"enter"}},
	{"refresh-step", []string{"shift+tab", "shift+tab"}},
	{"call-sent", []string{"enter", "enter"}},
	{"palette", []string{"ctrl+p", "clock"}},
	{"closing", []string{"esc", "enter"}},
	{"home-done", []string{"esc"}},
	{"mfa-password-sent", []string{"enter", "enter"}},
	{"mfa-password-step", []string{"shift+tab", "shift+tab"}},
	{"mfa-challenge", []string{"enter", "enter", "enter"}},
	{"mfa-code-sent", []string{"enter", "enter", "enter"}},
	{"quit", []string{"esc", "q"}},
}

// TestFrames holds each scene against the frame that was looked at and found
// good. After a change that is meant: go test ./tui -run Frames -update, and
// look at what git shows.
func TestFrames(t *testing.T) {
	if *record {
		t.Run("record", func(t *testing.T) {
			d := drive(t, recorded(t, "wire"), lessons(t), 80, 24)
			for _, s := range scenes {
				d.press(s.keys...)
			}
		})
	}
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
		suffix := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(suffix, func(t *testing.T) {
			d := drive(t, played(t, "wire"), lessons(t), size[0], size[1])
			for _, s := range scenes {
				d.press(s.keys...)
				expect(t, s.name+"."+suffix+".txt", trimmed(d.frame()))
			}
		})
	}
}

// TestColouredFrame holds one frame with its colours.
func TestColouredFrame(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 100, 30, func(c *Config) { c.renderer = renderer(termenv.TrueColor, true) })
	d.press("enter", "enter", "enter", "enter", "enter", "enter")
	expect(t, "exchange-sent.100x30.ansi", d.app.View()+"\n")
}

func expect(t *testing.T, name, frame string) {
	t.Helper()
	expectFile(t, filepath.Join("testdata", "frames", name), frame)
}

func expectFile(t *testing.T, file, frame string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(frame), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), frame); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// trimmed takes away the spaces that fill lines up, for the sake of diffs.
func trimmed(frame string) string {
	lines := strings.Split(frame, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}
