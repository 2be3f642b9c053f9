package picture

import (
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/tui/ui"
)

// ink is how a cell is drawn.
type ink struct {
	colour string // empty: the foreground
	bold   bool
}

func (i ink) attributes(property string) string {
	var out string
	if i.colour != "" {
		out = fmt.Sprintf(` %s="%s"`, property, i.colour)
	}
	if i.bold && property == "fill" {
		out += ` font-weight="700"`
	}
	return out
}

type cell struct {
	r      rune
	column int
	ink    ink
}

// cells reads a line with its SGR sequences; others do not occur in a frame.
func cells(line string) []cell {
	var out []cell
	var now ink
	column := 0
	for len(line) > 0 {
		if rest, ok := strings.CutPrefix(line, "\x1b["); ok {
			codes, after, _ := strings.Cut(rest, "m")
			now = now.with(codes)
			line = after
			continue
		}
		var r rune
		for _, r = range line {
			break
		}
		out = append(out, cell{r, column, now})
		column += ui.Width(string(r))
		line = line[len(string(r)):]
	}
	return out
}

// with reads the codes that the theme uses: bold, a 24-bit foreground, reset.
func (i ink) with(codes string) ink {
	parts := strings.Split(codes, ";")
	for n := 0; n < len(parts); n++ {
		switch parts[n] {
		case "", "0":
			i = ink{}
		case "1":
			i.bold = true
		case "38":
			if n+4 < len(parts) {
				var r, g, b int
				_, _ = fmt.Sscan(strings.Join(parts[n+2:n+5], " "), &r, &g, &b) // what is no number is black
				i.colour = fmt.Sprintf("#%02x%02x%02x", r, g, b)
				n += 4
			}
		}
	}
	return i
}

// strokes are the lines that are drawn, by the arms that reach from the middle
// of the cell: left, right, up, down.
var strokes = map[rune]string{
	'─': "lr", '━': "LR", '┄': "..", '│': "ud", '┃': "UD", '╭': "rd", '╮': "ld", '╰': "ru", '╯': "lu", '┤': "lud", '├': "rud",
}

func isLine(r rune) bool { return strokes[r] != "" }

// drawPath draws a run of lines and corners.
func drawPath(b *strings.Builder, run []cell, top float64) {
	var thin, thick, dots strings.Builder
	for _, c := range run {
		left := margin + float64(c.column)*cellWidth
		x, y := left+cellWidth/2, top+cellHeight/2
		switch c.r {
		case '╭', '╮', '╰', '╯':
			corner(&thin, c.r, left, top)
			continue
		case '┄':
			fmt.Fprintf(&dots, "M%.1f %.1fh%.1f", left, y, cellWidth)
			continue
		}
		for _, arm := range strokes[c.r] {
			path := &thin
			if arm < 'a' {
				path, arm = &thick, arm+'a'-'A'
			}
			switch arm {
			case 'l':
				fmt.Fprintf(path, "M%.1f %.1fH%.1f", left, y, x)
			case 'r':
				fmt.Fprintf(path, "M%.1f %.1fH%.1f", x, y, left+cellWidth)
			case 'u':
				fmt.Fprintf(path, "M%.1f %.1fV%.1f", x, top, y)
			case 'd':
				fmt.Fprintf(path, "M%.1f %.1fV%.1f", x, y, top+cellHeight)
			}
		}
	}
	for _, p := range []struct{ data, more string }{
		{thin.String(), ""}, {thick.String(), ` stroke-width="2.4"`}, {dots.String(), ` stroke-dasharray="2 2.2"`},
	} {
		if p.data != "" {
			stroke := run[0].ink.attributes("stroke")
			if stroke == "" {
				stroke = ` stroke="` + foreground + `"`
			}
			fmt.Fprintf(b, `<path fill="none"%s%s d="%s"/>`+"\n", stroke, p.more, p.data)
		}
	}
}

// corner draws a rounded corner from the middle of one edge to another.
func corner(path *strings.Builder, r rune, left, top float64) {
	x, y := left+cellWidth/2, top+cellHeight/2
	horizontal, vertical := left, top
	if r == '╭' || r == '╰' {
		horizontal = left + cellWidth
	}
	if r == '╭' || r == '╮' {
		vertical = top + cellHeight
	}
	fmt.Fprintf(path, "M%.1f %.1fQ%.1f %.1f %.1f %.1f", horizontal, y, x, y, x, vertical)
}
