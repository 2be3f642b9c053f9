package tui

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/ui"
)

// TestProseIsNoWiderThanTheEyeFollows: a zoomed step on a wide screen.
func TestProseIsNoWiderThanTheEyeFollows(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 200, 60, begin("get-a-refresh-token"))
	d.press("z")
	found := false
	for line := range strings.SplitSeq(d.frame(), "\n") {
		line = strings.Trim(line, "│┃║ ")
		if strings.Contains(line, "The app never sees") {
			found = true
		}
		if !strings.ContainsAny(line, "━─") && strings.Count(line, " ") > 8 && !strings.Contains(line, "  ") && ui.Width(line) > ui.Prose {
			t.Errorf("%d cells: %q", ui.Width(line), line)
		}
	}
	if !found {
		t.Errorf("the prose is not here:\n%s", d.frame())
	}
}

// TestAStepNamesTheKeyOfWords where it fits: a learner knows none of them.
func TestAStepNamesTheKeyOfWords(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("get-a-refresh-token"))
	d.sees("w words")
	d.press("enter")
	d.sees("w words")
}
