package tui

import (
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// TestADemoIsFoundByWhatItTeaches, its name first, and enter opens it.
func TestADemoIsFoundByWhatItTeaches(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24)
	d.press("/")
	d.sees("a word of what it teaches", "Get a refresh token", "esc all demos")
	d.press("l", "o", "g", "o", "u", "t") // l is a letter now, and no listener goes on
	d.sees("▸ Log out, and what that ends", "listener off")
	d.lacks("Rotate a refresh token")
	d.press("ctrl+u")
	for _, r := range "thief whole family" {
		d.press(string(r))
	}
	d.sees("▸ Catch a stolen refresh token", "1 of 31 demos", "enter start")
	d.press("enter")
	d.sees("playgrant ▸ Catch a stolen refresh token")
	d.press("esc")
	d.sees("▸ Catch a stolen refresh token", "Rotate a refresh token", "/ find", "more demos below")
}

func TestNoDemoIsFound(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24)
	d.press("down", "/", "z", "z", "z")
	d.sees("No demo is about that.", "0 of 31 demos", "esc all demos")
	d.press("enter", "up", "down") // nothing to open, and nothing to move on
	d.sees("No demo is about that.")
	d.press("backspace", "backspace", "backspace")
	d.sees("Get a refresh token", "a word of what it teaches")
	d.press("z", "z", "z", "esc")
	d.sees("▸ ", "Get a refresh token", "Meet an MFA challenge")
	d.press("q")
	d.sees("Quit Playgrant?")
}
