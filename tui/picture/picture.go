// Package picture turns a frame of the interface into an SVG that looks the
// same everywhere: text is placed cell by cell, and lines and corners are
// drawn, so that no font can tear them apart. The README's pictures are made
// with it.
package picture

import (
	"fmt"
	"html"
	"strings"

	"github.com/playgrant/playgrant/tui/ui"
)

// The measures of a cell and of the window around the frame, in pixels.
const (
	cellWidth  = 8.4
	cellHeight = 18.0
	margin     = 18.0
	titleBar   = 34.0
	fontSize   = 14
)

// The colours of the window, and of text that has none of its own.
const (
	background = "#16161e"
	bar        = "#1f2030"
	rim        = "#33354a"
	foreground = "#d4d4dc"
)

// SVG draws a frame: lines with SGR colours, as the interface makes them.
func SVG(frame, title string) []byte {
	lines := strings.Split(frame, "\n")
	columns := 0
	for _, l := range lines {
		columns = max(columns, ui.Width(l))
	}
	width := float64(columns)*cellWidth + 2*margin
	height := float64(len(lines))*cellHeight + titleBar + margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img" aria-label="%s">`+"\n",
		width, height, width, height, html.EscapeString(title))
	fmt.Fprintf(&b, `<rect x=".5" y=".5" width="%.0f" height="%.0f" rx="10" fill="%s" stroke="%s"/>`+"\n", width-1, height-1, background, rim)
	fmt.Fprintf(&b, `<path d="M.5 %.0fV10.5a10 10 0 0 1 10-10H%.1fa10 10 0 0 1 10 10V%.0fz" fill="%s"/>`+"\n", titleBar-8, width-10.5, titleBar-8, bar)
	for i, c := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="13" r="5" fill="%s"/>`+"\n", 20+18*i, c)
	}
	fmt.Fprintf(&b, `<g font-family="ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="%d" fill="%s" xml:space="preserve">`+"\n", fontSize, foreground)
	for y, l := range lines {
		drawLine(&b, cells(l), float64(y)*cellHeight+titleBar)
	}
	b.WriteString("</g>\n</svg>\n")
	return []byte(b.String())
}

// drawLine writes the runs of one line whose upper edge is at top.
func drawLine(b *strings.Builder, line []cell, top float64) {
	for i := 0; i < len(line); {
		j := i + 1
		for j < len(line) && joins(line[j-1], line[j]) {
			j++
		}
		run := line[i:j]
		i = j
		switch {
		case isLine(run[0].r):
			drawPath(b, run, top)
		case run[0].r != ' ':
			drawText(b, run, top)
		}
	}
}

// joins reports whether b is drawn in one run with a, which stands before it.
// A symbol stands alone: the font that has it may be another.
func joins(a, b cell) bool {
	if a.ink != b.ink || isLine(a.r) != isLine(b.r) {
		return false
	}
	return isLine(a.r) || (a.r == ' ') == (b.r == ' ') && a.r < 0x2100 && b.r < 0x2100
}

func drawText(b *strings.Builder, run []cell, top float64) {
	var text strings.Builder
	for _, c := range run {
		text.WriteRune(c.r)
	}
	last := run[len(run)-1]
	cellsWide := last.column + ui.Width(string(last.r)) - run[0].column
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" textLength="%.1f"%s>%s</text>`+"\n",
		margin+float64(run[0].column)*cellWidth, top+13, float64(cellsWide)*cellWidth, run[0].ink.attributes("fill"), html.EscapeString(text.String()))
}
