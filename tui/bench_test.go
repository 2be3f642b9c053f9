package tui

import (
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/muesli/termenv"
)

// BenchmarkView draws the biggest screen after a key that changes it, so that
// nothing of it is remembered from before.
func BenchmarkView(b *testing.B) {
	d := drive(b, played(b, "wire"), lessons(b), 200, 60, func(c *Config) { c.renderer = renderer(termenv.TrueColor, true) })
	for range 6 {
		d.press("enter")
	}
	d.press("tab", "tab")
	b.ReportAllocs()
	for b.Loop() {
		d.send(tea.KeyMsg{Type: tea.KeyPgDown})
		d.send(tea.KeyMsg{Type: tea.KeyPgUp})
		_ = d.app.View()
	}
}

// BenchmarkStill draws it again with nothing changed.
func BenchmarkStill(b *testing.B) {
	d := drive(b, played(b, "wire"), lessons(b), 200, 60, func(c *Config) { c.renderer = renderer(termenv.TrueColor, true) })
	for range 6 {
		d.press("enter")
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = d.app.View()
	}
}
