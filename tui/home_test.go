package tui

import (
	"strconv"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// TestHomeSaysWhatIsOutOfSight counts the demos that are seen and those that
// home says are not, on a screen that has no room for all.
func TestHomeSaysWhatIsOutOfSight(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {60, 16}, {120, 36}} {
		d := drive(t, realEngine(t), demos.All(), size[0], size[1])
		d.sees("more demos below")
		d.lacks("above")
		for range len(demos.All()) - 1 {
			d.press("down")
		}
		d.sees("▸ ", "above")
		d.lacks("more demos below")
		d.press("up", "up", "up", "up", "up", "up", "up", "up", "up", "up")
		seen := strings.Count(d.frame(), " min ")
		if !strings.Contains(d.frame(), "▸ ") || seen == 0 {
			t.Errorf("%dx%d: the cursor is out of sight:\n%s", size[0], size[1], d.frame())
		}
	}
	d := drive(t, realEngine(t), demos.All(), 80, 24)
	if rows := strings.Count(d.frame(), " min "); !strings.Contains(d.frame(), "▾ "+strconv.Itoa(len(demos.All())-rows)+" more demos below") {
		t.Errorf("%d of %d demos are seen, and the rest is not counted:\n%s", rows, len(demos.All()), d.frame())
	}
}

// lacks wants none of the texts to be on the screen.
func (d *driver) lacks(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if strings.Contains(d.frame(), text) {
			d.t.Errorf("%q should not be here:\n%s", text, d.frame())
		}
	}
}
