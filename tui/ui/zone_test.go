package ui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// TestZones finds what was drawn where it was drawn: behind wide characters
// and colours, in a pane beside another, cut off, and under a box.
func TestZones(t *testing.T) {
	r := lipgloss.NewRenderer(nil)
	r.SetColorProfile(termenv.TrueColor)
	th := NewTheme(r)
	var hit string
	on := func(name string) Click { return func() tea.Cmd { hit = name; return nil } }
	draw := func() []string {
		left := th.Pane(Pane{Tabs: []string{"one", "two"}, Tab: func(i int) tea.Cmd { return on("tab " + string(rune('0'+i)))() }, Click: on("left")},
			[]string{"日本 " + th.Zone(th.Title.On("word"), on("word")), th.Zone(strings.Repeat("x", 40), on("long"))}, 20, 4)
		right := th.Pane(Pane{Title: "R", Click: on("right")}, nil, 20, 4)
		return Beside(left, right)
	}
	bare := draw()
	var z Zones
	th.Marks(&z)
	lines := draw()
	z.Collect(lines)
	for i := range bare {
		if lines[i] != bare[i] {
			t.Errorf("line %d has become %q, without zones it is %q", i, lines[i], bare[i])
		}
	}
	for _, c := range []struct {
		x, y        int
		click, pane string
	}{
		{7, 1, "word", "left"}, {10, 1, "word", "left"}, {11, 1, "", "left"}, {6, 1, "", "left"},
		{2, 2, "long", "left"}, {17, 2, "long", "left"}, {18, 2, "", "left"},
		{5, 0, "tab 0", "left"}, {12, 0, "tab 1", "left"},
		{20, 1, "", "right"}, {39, 3, "", "right"}, {40, 1, "", ""}, {0, 4, "", ""}, {-1, -1, "", ""},
	} {
		click, pane := z.At(c.x, c.y)
		for _, w := range []struct {
			do   Click
			want string
		}{{click, c.click}, {pane, c.pane}} {
			hit = ""
			if w.do != nil {
				w.do()
			}
			if hit != w.want {
				t.Errorf("at %d,%d: %q, want %q", c.x, c.y, hit, w.want)
			}
		}
	}
	if z.Wheel(1, 1) != 1 || z.Wheel(50, 1) != 0 {
		t.Errorf("the wheel moves %d and %d rows", z.Wheel(1, 1), z.Wheel(50, 1))
	}
}

// FuzzCollect: whatever stands in a line, marks are taken out and nothing else
// is, and nothing panics.
func FuzzCollect(f *testing.F) {
	f.Add("a\x1b[1zb\x1b[0zc", 1)
	f.Add("\x1b[99999999999z\x1b[z\x1b[0z", 0)
	f.Fuzz(func(t *testing.T, line string, n int) {
		z := Zones{marked: make([]mark, max(0, min(n, 9)))}
		lines := []string{line}
		z.Collect(lines)
		if !strings.Contains(line, "\x1b") && lines[0] != line {
			t.Errorf("%q became %q", line, lines[0])
		}
		z.At(0, 0)
	})
}
