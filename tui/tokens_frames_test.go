package tui

import (
	"fmt"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

var tokenScenes = []struct {
	scene
	logIn int // begin a family with that leeway first; none if negative
}{
	{scene{"tokens-empty", []string{"t"}}, -1},
	{scene{"tokens-new", []string{"u"}}, 0},
	{scene{"tokens-actions", []string{"enter"}}, -1},
	{scene{"tokens-refreshed", []string{"esc", "r", "c", "m", "esc", "r"}}, -1},
	{scene{"tokens-replay", []string{"c", "h", "esc", "p"}}, -1},
	{scene{"tokens-reuse", []string{"down", "enter"}}, -1},
	{scene{"tokens-wire", []string{"tab", "tab"}}, -1},
	{scene{"tokens-two", []string{"tab", "u"}}, 10},
	{scene{"tokens-tabs", []string{"g", "2", "backspace"}}, -1},
	{scene{"tokens-leeway", []string{"4", "enter"}}, -1},
	{scene{"clock", []string{"c"}}, -1},
	{scene{"clock-before", []string{"down", "down", "down", "down", "down", "down", "enter"}}, -1},
	{scene{"tokens-closing", []string{"esc"}}, -1},
	{scene{"tokens-revoke", []string{"d"}}, -1},
	{scene{"tokens-revoked", []string{"enter"}}, -1},
	{scene{"tokens-race-lost", []string{"u", "g", "2", "backspace", "3", "enter"}}, 0},
	{scene{"tokens-expire", []string{"u", "g", "i"}}, 0},
	{scene{"tokens-expired", []string{"enter"}}, -1},
}

func play(t *testing.T, w demos.Wire, width, height int, each func(name string, d *driver)) {
	t.Helper()
	d := drive(t, w, lessons(t), width, height)
	for _, s := range tokenScenes {
		if s.logIn >= 0 {
			logIn(t, w, s.logIn)
		}
		d.press(s.keys...)
		each(s.name, d)
	}
}

// TestTokenFrames is TestFrames for the tokens and the clock.
func TestTokenFrames(t *testing.T) {
	if *record {
		t.Run("record", func(t *testing.T) {
			play(t, recorded(t, "tokens"), 80, 24, func(string, *driver) {})
		})
	}
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
		suffix := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(suffix, func(t *testing.T) {
			play(t, played(t, "tokens"), size[0], size[1], func(name string, d *driver) {
				expect(t, name+"."+suffix+".txt", trimmed(d.frame()))
			})
		})
	}
}
