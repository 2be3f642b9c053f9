package ui

import (
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Look is how the interface is coloured.
type Look string

// The looks. Auto and high contrast follow the terminal's background.
const (
	LookAuto     Look = "auto"
	LookDark     Look = "dark"
	LookLight    Look = "light"
	LookContrast Look = "high-contrast"
)

// Looks are all of them, as the command line names them.
var Looks = []string{string(LookAuto), string(LookDark), string(LookLight), string(LookContrast)}

// Ground is the terminal's own background, as far as it is known.
type Ground struct{ Dark, Known bool }

// palette has a colour for each meaning: a hex triplet, or the number of one
// of the terminal's own sixteen.
type palette struct {
	text, ground                      string // only where the look paints its own
	accent, muted, border             string
	success, failure, warning         string
	name, quoted, number, maskedValue string
	under                             string // what lies under a box; empty: as borders
}

var (
	dark = palette{
		text: "#d4d4dc", ground: "#16161e",
		accent: "#a5a0ff", muted: "#9197ac", border: "#6e738b",
		success: "#7ed0a0", failure: "#ff8591", warning: "#e6c17a",
		name: "#9cc4f0", quoted: "#b5d6a7", number: "#e8bd93", maskedValue: "#c3a6d8",
	}
	light = palette{
		text: "#1f2328", ground: "#ffffff",
		accent: "#4f46c8", muted: "#59636e", border: "#858c97",
		success: "#157347", failure: "#c0202e", warning: "#8a5a00",
		name: "#0b5cad", quoted: "#2b6a30", number: "#97480c", maskedValue: "#7a3e9d",
	}
	contrastDark = palette{
		text: "#ffffff", ground: "#000000",
		accent: "#7fe9ff", muted: "#d0d0d0", border: "#ffffff",
		success: "#7dff9b", failure: "#ff9a9a", warning: "#ffe14d",
		name: "#9ad8ff", quoted: "#c9ffb3", number: "#ffd0a0", maskedValue: "#f0b8ff",
		under: "#8a8a8a",
	}
	contrastLight = palette{
		text: "#000000", ground: "#ffffff",
		accent: "#1a1aa6", muted: "#3a3a3a", border: "#000000",
		success: "#00561f", failure: "#960014", warning: "#6b3d00",
		name: "#003a8c", quoted: "#1d4d00", number: "#6e2f00", maskedValue: "#5c0a7d",
		under: "#6b6b6b",
	}
	// Where there are sixteen colours, they are the terminal's own: the nearest
	// to a hex triplet may be its background.
	sixteenDark = palette{
		text: "15", ground: "0", accent: "12", muted: "7", border: "8",
		success: "10", failure: "9", warning: "11", name: "14", quoted: "10", number: "11", maskedValue: "13",
	}
	sixteenLight = palette{
		text: "0", ground: "15", accent: "4", muted: "8", border: "7",
		success: "2", failure: "1", warning: "5", name: "4", quoted: "2", number: "1", maskedValue: "5",
	}
)

// paletteFor chooses the colours of a look before a background. paints is true
// where the look cannot count on the background and brings its own.
func paletteFor(look Look, g Ground, few bool) (p palette, isDark, paints bool) {
	isDark = g.Dark || !g.Known
	switch look {
	case LookDark, LookLight:
		isDark = look == LookDark
		paints = !g.Known || g.Dark != isDark
	case LookContrast:
		paints = !g.Known
	}
	switch {
	case few && isDark:
		p = sixteenDark
	case few:
		p = sixteenLight
	case look == LookContrast && isDark:
		p = contrastDark
	case look == LookContrast:
		p = contrastLight
	case isDark:
		p = dark
	default:
		p = light
	}
	if few && look == LookContrast {
		p.muted, p.border, p.under = p.text, p.text, "8"
	}
	if p.under == "" {
		p.under = p.border
	}
	return p, isDark, paints
}

// NewLook makes the theme of a look, for a renderer, which knows how many
// colours the terminal has, and before a background.
func NewLook(r *lipgloss.Renderer, look Look, g Ground) *Theme {
	profile := r.ColorProfile()
	p, isDark, paints := paletteFor(look, g, profile == termenv.ANSI)
	fg := func(c string) lipgloss.Style { return r.NewStyle().Foreground(lipgloss.Color(c)) }
	text := r.NewStyle() // the terminal's own, but for high contrast: that may be a grey
	if look == LookContrast {
		text = fg(p.text)
	}
	t := &Theme{
		Text:     NewInk(text),
		Strong:   NewInk(text.Bold(true)),
		Muted:    NewInk(fg(p.muted)),
		Accent:   NewInk(fg(p.accent)),
		Title:    NewInk(fg(p.accent).Bold(true)),
		Success:  NewInk(fg(p.success)),
		Failure:  NewInk(fg(p.failure)),
		Warning:  NewInk(fg(p.warning)),
		Border:   NewInk(fg(p.border)),
		Under:    NewInk(fg(p.under)),
		Focus:    NewInk(fg(p.accent)),
		Name:     NewInk(fg(p.name)),
		String:   NewInk(fg(p.quoted)),
		Number:   NewInk(fg(p.number)),
		Secret:   NewInk(fg(p.maskedValue)),
		Found:    NewInk(fg(p.warning).Underline(true)),
		FoundNow: NewInk(fg(p.warning).Reverse(true).Bold(true)),
		Paper:    NewInk(fg("#000000").Background(lipgloss.Color("#ffffff"))),
		Plain:    profile == termenv.Ascii,
		Dark:     isDark,
		heavy:    profile == termenv.Ascii || look == LookContrast,
	}
	if paints && !t.Plain {
		t.base = NewInk(fg(p.text).Background(lipgloss.Color(p.ground))).open
	}
	return t
}

// Paint lays a frame on the look's own ground; most looks leave the terminal's.
func (t *Theme) Paint(frame string) string {
	if t.base == "" {
		return frame
	}
	const end = "\x1b[0m"
	frame = strings.ReplaceAll(frame, end, end+t.base)
	return t.base + strings.ReplaceAll(frame, "\n", end+"\n"+t.base) + end
}
