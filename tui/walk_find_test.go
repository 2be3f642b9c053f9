package tui

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// TestFindInAPane takes every letter for text, goes round, goes on in another
// pane, and ends with esc where one is.
func TestFindInAPane(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("get-a-refresh-token"))
	d.press("enter", "tab", "/")
	d.sees("┫ Why ┣", "type what to find", "esc end the search")
	d.press("qnt?")
	d.sees("/ qnt?▏", "not in this pane")
	d.press("backspace", "backspace", "backspace", "backspace", "THE ")
	d.sees("/ THE ▏", "1 of ")
	d.press("enter")
	d.sees("2 of ")
	d.press("ctrl+p", "ctrl+p")
	frame := d.frame()
	if !strings.Contains(frame, "┃▸") || !strings.Contains(frame, "┃›") {
		t.Errorf("what was found is not marked:\n%s", frame)
	}
	d.press("shift+tab", "shift+tab")
	d.sees("┫ Request ┣", "/ THE ▏", "not in this pane")
	d.press("esc")
	d.sees("┫ Request ┣", "enter next: log in")
	if strings.Contains(d.frame(), "┃›") {
		t.Errorf("the marks stay:\n%s", d.frame())
	}
	d.press("/")
	d.sees("type what to find")
	d.press("esc", "q")
	d.sees("What you will learn")
}
