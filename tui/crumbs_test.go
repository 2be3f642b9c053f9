package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
)

func TestCrumbs(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 160, 36, begin("get-a-refresh-token"))
	d.sees("playgrant ▸ Get a refresh token ▸ Ask for authorization")
	d.send(tea.WindowSizeMsg{Width: 60, Height: 20})
	d.sees("playgrant ▸ Get a refresh token  ")
	d.send(tea.WindowSizeMsg{Width: 160, Height: 36})
	d.press("s", "3", "enter")
	d.sees("playgrant ▸ Get a refresh token ▸ Sandbox ▸ Users ▸ user@example.com")
	if n := strings.Count(strings.SplitN(d.frame(), "\n", 2)[0], "user@example.com"); n != 1 {
		t.Errorf("the header names the user %d times", n)
	}
	d.send(tea.WindowSizeMsg{Width: 84, Height: 30})
	d.sees("playgrant ▸ Get a refresh token ▸ … ▸ Users ▸ user@example.com")
	d.send(tea.WindowSizeMsg{Width: 60, Height: 20})
	d.sees("playgrant ▸ … ▸ user@ex")
	d.look()
	d.send(tea.WindowSizeMsg{Width: 160, Height: 36})
	d.press("esc", "esc", "esc")
	d.sees("Learn OAuth")
	if first, _, _ := strings.Cut(d.frame(), "\n"); strings.Contains(first, "▸") {
		t.Errorf("home has a trail: %s", first)
	}
}

// TestWhereOneIsComesFirst: the header says where one is, whole, before it
// spells out what the circle of the listener says too.
func TestWhereOneIsComesFirst(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("reuse-detection"))
	d.sees("○ listener off")
	d.press("enter", "enter")
	d.sees("playgrant ▸ Catch a stolen refresh token  ", "○ off", "user@example.com")
}

func TestHelpFinds(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("get-a-refresh-token"))
	d.press("?")
	d.sees("Here: Get a refresh token", "▸ enter")
	d.press("break")
	d.sees("▸ b", "break it")
	d.press("enter")
	d.sees("A callback that is not registered")
	d.press("esc", "?", "what the terms", "enter")
	d.sees("Words")
	d.press("esc", "?", "no such thing")
	d.sees("No key does that here")
	d.press("enter", "esc", "?", "?")
	d.sees("enter send")
	d.press("?", "t")
	if frame := d.frame(); !strings.Contains(frame, "▸ t ") {
		t.Errorf("a key is not found by its name first:\n%s", frame)
	}
}

func TestPaletteHasAll(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 100, 30, begin("get-a-refresh-token"))
	d.press("enter", "enter", ":", "go to step 1", "enter")
	d.sees("▸ Ask for authorization")
	d.press(":", "nobody registered", "enter")
	d.sees("An app that nobody registered", "refused")
	d.press("esc", ":", "keys of this place", "enter")
	d.sees("Help")
	d.press("esc", ":", "a:b")
	d.sees("› a:b")
	d.press("esc", ":", "leeway", "enter")
	d.sees("Words", "▸ leeway")
	d.press("esc", ":", "sandbox users", "enter")
	d.sees("playgrant ▸ Get a refresh token ▸ Sandbox ▸ Users")
}
