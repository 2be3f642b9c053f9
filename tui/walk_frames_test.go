package tui

import (
	"fmt"
	"testing"
)

// walkScenes go through the walkthrough's tabs of one demo.
var walkScenes = []scene{
	{"walk-picture-unsent", []string{"enter", "shift+tab", "shift+tab"}},
	{"walk-code-unsent", []string{"tab"}},
	{"walk-code-node", []string{"L", "L", "L", "L"}},
	{"walk-code-login", []string{"enter", "enter", "shift+tab"}},
	{"walk-code-exchange", []string{"enter", "enter", "shift+tab"}},
	{"walk-code-java", []string{"H"}},
	{"walk-code-end", []string{"G"}},
	{"walk-picture-exchange", []string{"shift+tab"}},
	{"walk-picture-sent", []string{"enter", "tab", "tab", "tab"}},
	{"walk-picture-top", []string{"g"}},
	{"walk-why-broken", []string{"b", "enter"}},
	{"walk-picture-broken", []string{"tab", "tab"}},
	{"walk-why-fault", []string{"shift+tab", "shift+tab", "p"}},
	{"walk-tokens", []string{"tab", "tab", "tab", "tab"}},
	{"walk-tokens-refresh", []string{"enter", "enter", "tab", "tab"}},
	{"walk-tokens-down", []string{"down"}},
	{"walk-find-empty", []string{"/"}},
	{"walk-find", []string{"server"}},
	{"walk-find-next", []string{"enter", "enter"}},
	{"walk-find-none", []string{"xyz"}},
	{"walk-why-held", []string{"esc", "shift+tab", "down", "down", "down", "down", "down"}},
}

// TestWalkFrames is TestFrames for the walkthrough's tabs.
func TestWalkFrames(t *testing.T) {
	if *record {
		t.Run("record", func(t *testing.T) {
			d := drive(t, recorded(t, "walk"), lessons(t), 80, 24)
			for _, s := range walkScenes {
				d.press(s.keys...)
			}
		})
	}
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}, {200, 60}} {
		suffix := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(suffix, func(t *testing.T) {
			d := drive(t, played(t, "walk"), lessons(t), size[0], size[1])
			for _, s := range walkScenes {
				d.press(s.keys...)
				expect(t, s.name+"."+suffix+".txt", trimmed(d.frame()))
			}
		})
	}
}
