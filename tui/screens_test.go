package tui

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/tui/picture"
)

// TestScreens holds the README's pictures against the interface. After a
// change that is meant: go test ./tui -run Screens -update.
func TestScreens(t *testing.T) {
	for _, s := range []struct {
		name, title   string
		width, height int
		keys          []string
	}{
		{"home", "The list of demos", 104, 26, nil},
		{"walkthrough", "A code is exchanged for tokens", 116, 34, []string{"enter", "enter", "enter", "enter", "enter", "enter"}},
		{"why", "A request that is refused, and why", 116, 34, []string{"enter", "enter", "enter", "enter", "enter", "enter", "b", "enter"}},
		{"small", "The first step in 80 columns", 80, 24, []string{"enter"}},
	} {
		t.Run(s.name, func(t *testing.T) {
			d := drive(t, played(t, "wire"), lessons(t), s.width, s.height, func(c *Config) { c.renderer = renderer(termenv.TrueColor, true) })
			d.press(s.keys...)
			got := picture.SVG(d.app.View(), "Playgrant: "+s.title)
			file := filepath.Join("..", ".github", "screens", s.name+".svg")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(want, got) {
				t.Error("the committed picture shows another program: go test ./tui -run Screens -update makes it anew")
			}
		})
	}
}
