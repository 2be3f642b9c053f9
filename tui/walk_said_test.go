package tui

import (
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// TestTheFaceDrawsNoPageWhereThereIsNone: with prompt=none the browser comes
// straight back, and that is what the step is about.
func TestTheFaceDrawsNoPageWhereThereIsNone(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("logout"))
	d.sees("its login page")
	d.press("enter", "enter", "enter", "enter")
	d.sees("Another app, without a page", "back, without a page")
	d.lacks("its login page")
}

// TestAStepWithoutParameters names the key that there is for it.
func TestAStepWithoutParameters(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("key-rotation"))
	d.sees("e edits a parameter first")
	d.press("enter", "enter")
	d.sees("Find its key", "its public keys", "E changes the request first")
	d.lacks("edits a parameter first")
	d.press("enter", "enter")
	d.sees("the next key signs")
}
