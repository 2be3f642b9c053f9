package ui_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/tui/ui"
)

// A pane is as wide as it is asked to be, whatever stands in its edges.
func TestPaneKeepsItsWidth(t *testing.T) {
	for length := range 90 {
		text := strings.Repeat("x", length)
		for i, line := range plain().Pane(ui.Pane{Title: text, Foot: text}, []string{text}, 60, 3) {
			if got := ui.Width(line); got != 60 {
				t.Errorf("with %d cells of text line %d is %d cells wide, not 60: %q", length, i, got, line)
			}
		}
	}
}
