package ui

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// luminance and contrast are those of WCAG 2.2.
func luminance(hex string) float64 {
	n, _ := strconv.ParseUint(hex[1:], 16, 32)
	part := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestEveryInkCanBeRead holds the colours of text against the backgrounds that
// terminals have: 4.5 to 1, and 7 to 1 with high contrast, its frames too. The
// frames of the other looks have the 3 to 1 that WCAG 2.2 wants of what is no
// text (1.4.11); what lies dimmed under a box is drawn in the same ink.
func TestEveryInkCanBeRead(t *testing.T) {
	for _, c := range []struct {
		name    string
		palette palette
		grounds []string
		least   float64
	}{
		{"dark", dark, []string{"#000000", "#16161e", "#1e1e1e", "#282a36", "#002b36"}, 4.5},
		{"light", light, []string{"#ffffff", "#fafafa", "#fdf6e3"}, 4.5},
		{"high contrast, dark", contrastDark, []string{"#000000", "#16161e", "#282a36", "#002b36"}, 7},
		{"high contrast, light", contrastLight, []string{"#ffffff", "#fdf6e3"}, 7},
	} {
		p := c.palette
		inks := []string{p.text, p.accent, p.muted, p.success, p.failure, p.warning, p.name, p.quoted, p.number, p.maskedValue}
		if c.least == 7 {
			inks = append(inks, p.border)
		}
		for _, ground := range c.grounds {
			for _, ink := range []string{p.border, cmp.Or(p.under, p.border)} {
				if got := contrast(ink, ground); got < 3 {
					t.Errorf("%s: the frames' %s on %s has %.2f to 1, wants 3", c.name, ink, ground, got)
				}
			}
			for _, ink := range inks {
				if got := contrast(ink, ground); got < c.least {
					t.Errorf("%s: %s on %s has %.2f to 1, wants %.1f", c.name, ink, ground, got, c.least)
				}
			}
		}
	}
}

func TestLooks(t *testing.T) {
	r := lipgloss.NewRenderer(nil)
	r.SetColorProfile(termenv.TrueColor)
	ground := map[string]Ground{"dark": {true, true}, "light": {false, true}, "unknown": {}}
	for _, c := range []struct {
		look   Look
		ground string
		dark   bool
		paints bool
	}{
		{LookAuto, "dark", true, false},
		{LookAuto, "light", false, false},
		{LookAuto, "unknown", true, false},
		{LookDark, "dark", true, false},
		{LookDark, "light", true, true},
		{LookDark, "unknown", true, true},
		{LookLight, "light", false, false},
		{LookLight, "dark", false, true},
		{LookContrast, "dark", true, false},
		{LookContrast, "light", false, false},
		{LookContrast, "unknown", true, true},
	} {
		th := NewLook(r, c.look, ground[c.ground])
		painted := th.Paint("a" + th.Accent.On("b") + "c\nd")
		if th.Dark != c.dark || strings.Contains(painted, "48;2") != c.paints {
			t.Errorf("%s on %s: dark %v, %q", c.look, c.ground, th.Dark, painted)
		}
		if c.paints {
			for line := range strings.Lines(painted) {
				line = strings.TrimSuffix(line, "\n")
				if !strings.HasPrefix(line, th.base) || !strings.HasSuffix(line, "\x1b[0m") {
					t.Errorf("%s on %s: a line without its ground: %q", c.look, c.ground, line)
				}
			}
			if !strings.Contains(painted, "\x1b[0m"+th.base+"c") {
				t.Errorf("%s on %s: the ground ends with the first ink: %q", c.look, c.ground, painted)
			}
		}
	}
	r.SetColorProfile(termenv.Ascii)
	th := NewLook(r, LookContrast, Ground{})
	if got := th.Paint(th.Failure.On("✗") + th.Title.On("x")); got != "✗x" {
		t.Errorf("without colours there are some: %q", got)
	}
	r.SetColorProfile(termenv.ANSI)
	th = NewLook(r, LookAuto, Ground{Dark: true, Known: true})
	if got := th.Border.On("│"); got != "\x1b[90m│\x1b[0m" {
		t.Errorf("of sixteen colours, the border is %q", got)
	}
}

// TestFocusIsSeenWithoutColour: the pane that has the keys has another frame.
func TestFocusIsSeenWithoutColour(t *testing.T) {
	r := lipgloss.NewRenderer(nil)
	r.SetColorProfile(termenv.Ascii)
	th := NewTheme(r)
	with, without := th.Pane(Pane{Title: "T", Focus: true}, nil, 12, 3), th.Pane(Pane{Title: "T"}, nil, 12, 3)
	for i := range with {
		if with[i] == without[i] {
			t.Errorf("both are %q", with[i])
		}
	}
}
