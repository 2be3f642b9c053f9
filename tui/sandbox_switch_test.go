package tui

import (
	"strings"
	"testing"
)

// cursorRow is the row under the cursor of a form.
func (d *driver) cursorRow() string {
	for line := range strings.SplitSeq(d.frame(), "\n") {
		if strings.Contains(line, "▸") && strings.ContainsAny(line[:4], "│┃") {
			return strings.Trim(line, " │┃")
		}
	}
	return ""
}

// TestEverySwitchSwitches: each switch of each form is on after it was off,
// and off after it was on, or it is said why not; undo brings back what was.
func TestEverySwitchSwitches(t *testing.T) {
	for _, form := range []struct {
		name string
		keys []string
		most string // what has to be among the switches
	}{
		{"web-app", []string{"s", "down", "down", "down", "down", "down", "down", "enter"}, "read:reports"},
		{"backend", []string{"s", "enter"}, "write:expenses"},
		{"API", []string{"s", "2", "enter"}, "offline access"},
		{"user", []string{"s", "3", "enter"}, "read:expenses"},
	} {
		t.Run(form.name, func(t *testing.T) {
			d := drive(t, realEngine(t), lessons(t), 80, 24)
			d.press(form.keys...)
			seen, last := "", ""
			for range 120 {
				row := d.cursorRow()
				if off := strings.Contains(row, "[ ] "); off || strings.Contains(row, "[✓] ") {
					seen += row + "\n"
					d.press("enter")
					got := d.cursorRow()
					refused := strings.Contains(d.frame(), "✗")
					if switched := strings.Contains(got, "[✓]") == off; switched == refused {
						t.Errorf("%q is %q after it was switched:\n%s", row, got, d.frame())
					}
					if !refused {
						d.press("u")
						if back := d.cursorRow(); back != row {
							t.Errorf("%q is %q after it was undone:\n%s", row, back, d.frame())
						}
					}
				}
				d.press("down")
				if d.cursorRow() == row && row == last {
					break
				}
				last = row
			}
			if !strings.Contains(seen, form.most) {
				t.Errorf("%s is not among the switches:\n%s", form.most, seen)
			}
		})
	}
}
