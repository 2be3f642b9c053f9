package tui

import (
	"testing"

	"github.com/playgrant/playgrant/demos"
)

func TestWords(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 80, 24)
	d.press("w")
	expect(t, "words-home.80x24.txt", trimmed(d.frame()))
	d.press("leeway")
	d.sees("▸ leeway", "two tabs refresh at once", "Auth0, Configure Refresh Token")
	d.press("tab")
	d.sees("▸ rotation")
	d.press("shift+tab")
	d.sees("▸ leeway")
	d.press("nothing like it")
	d.sees("No term is called that")
	d.press("enter", "esc")
	d.sees("Learn OAuth")

	d.press("enter", "down", "w")
	d.sees("▸ scope", "here", "What an app may do")
	d.press("esc", "enter", "enter", "enter", "enter", "b", "w")
	d.sees("Words", "here")
	d.press("esc")
	d.sees("Break it")
}

// TestWordsEverywhere opens the glossary on each screen, on terms of its own.
func TestWordsEverywhere(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 100, 30, begin("get-a-refresh-token"))
	for key, term := range map[string]string{
		"t": "▸ refresh-token family", "x": "exchange", "f": "▸ ", "s": "▸ client", "m": "▸ authenticator app",
	} {
		d.press(key, "w")
		d.sees("Words", "here", term)
		d.press("esc", "esc")
	}
	d.press("ctrl+p", "what the terms mean", "enter", "reuse detection")
	d.sees("▸ reuse detection", "enter walks the demo")
	d.press("enter")
	d.sees("playgrant ▸ Catch a stolen refresh token")
}
