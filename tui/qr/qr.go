// Package qr draws QR codes with half blocks, two modules to a cell, and shows
// the one of an authenticator's enrolment on a card with its secret beside it.
package qr

import (
	"strings"

	"rsc.io/qr"

	"github.com/playgrant/playgrant/tui/ui"
)

// The empty margin around a code, in modules. ISO/IEC 18004 asks for four;
// phones read a code with two where there is no room for more.
const (
	quiet      = 4
	quietLeast = 2
)

// Lines draws the QR code of a text in at most width by height cells; nil if
// there is no room for it, or the text is too long for any. It is dark on
// light whatever the terminal's colours are: not every reader takes the
// inverse.
func Lines(t *ui.Theme, text string, width, height int) []string {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return nil
	}
	for _, margin := range []int{quiet, quietLeast} {
		if size := code.Size + 2*margin; size <= width && (size+1)/2 <= height {
			return draw(t, code, margin)
		}
	}
	return nil
}

// draw gives each cell an upper and a lower module. With colours, dark ones
// are ink on paper. Without, what is drawn is whichever of the two the
// terminal's foreground is like.
func draw(t *ui.Theme, code *qr.Code, margin int) []string {
	dark := func(x, y int) bool { return code.Black(x-margin, y-margin) }
	inked := func(x, y int) bool { return dark(x, y) }
	if t.Plain && t.Dark {
		inked = func(x, y int) bool { return !dark(x, y) }
	}
	size := code.Size + 2*margin
	var out []string
	for y := 0; y < size; y += 2 {
		var row strings.Builder
		for x := range size {
			// The row below an odd last one is the terminal's own.
			upper, lower := inked(x, y), y+1 < size && inked(x, y+1)
			row.WriteRune(halves[upper][lower])
		}
		out = append(out, t.Paper.On(row.String()))
	}
	return out
}

// halves are the cells by whether their upper and lower half are inked.
var halves = map[bool]map[bool]rune{
	true:  {true: '█', false: '▀'},
	false: {true: '▄', false: ' '},
}
