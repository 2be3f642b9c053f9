package tui

import (
	"fmt"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// TestMoreWaysInFrames holds what is particular to the demos of other ways in
// and out: a page that is no login, a code that is read from the phone, a
// session's end.
func TestMoreWaysInFrames(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
		suffix := fmt.Sprintf(".%dx%d.txt", size[0], size[1])
		for _, way := range []struct {
			demo  string
			steps int // done before the frame of the next one, and of what came of it
		}{{"device-code", 2}, {"passwordless", 1}, {"logout", 3}, {"push-the-request", 0}, {"token-exchange", 1}, {"dpop", 2}} {
			d := drive(t, realEngine(t), demos.All(), size[0], size[1], begin(way.demo))
			for range way.steps {
				d.press("enter", "enter")
			}
			expect(t, "way-"+way.demo+suffix, steady(trimmed(d.frame())))
			d.press("enter")
			d.sees("✓ as expected")
			expect(t, "way-"+way.demo+"-done"+suffix, steady(trimmed(d.frame())))
			d.press("b")
			expect(t, "way-"+way.demo+"-break"+suffix, steady(trimmed(d.frame())))
		}
	}
}
