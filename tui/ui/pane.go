package ui

import "strings"

// Pane is a framed part of the screen. Its frame says what it is, which of its
// tabs is open, and how much lies beyond its edges.
type Pane struct {
	Title  string
	Tabs   []string // instead of a title
	Active int      // the open tab
	Focus  bool
	Foot   string // at the right of the lower edge
}

// PaneInner is the room for text in a pane of the given size: the frame and a
// space on either side are taken off.
func PaneInner(width, height int) (int, int) { return max(width-4, 0), max(height-2, 0) }

// Pane draws a pane of exactly width by height cells around lines, which must
// be no wider than [PaneInner] says.
func (t *Theme) Pane(p Pane, lines []string, width, height int) []string {
	edge := t.Border
	if p.Focus {
		edge = t.Focus
	}
	inner, rows := PaneInner(width, height)
	out := make([]string, 0, height)
	out = append(out, t.top(p, edge, width))
	left, right := edge.On("│")+" ", " "+edge.On("│")
	for i := range rows {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		out = append(out, left+Fit(line, inner)+right)
	}
	foot := ""
	if p.Foot != "" {
		foot = edge.On(" ") + t.Muted.On(Cut(p.Foot, inner)) + edge.On(" ─")
	}
	return append(out, edge.On("╰"+strings.Repeat("─", max(width-2-Width(foot), 0)))+foot+edge.On("╯"))
}

func (t *Theme) top(p Pane, edge Ink, width int) string {
	var head string
	if len(p.Tabs) == 0 {
		ink := t.Strong
		if p.Focus {
			ink = t.Title
		}
		if p.Title != "" {
			head = edge.On("─ ") + ink.On(Cut(p.Title, width-6)) + " "
		}
	} else {
		head = t.tabs(p, edge, " ")
		if Width(head) > width-2 {
			head = t.tabs(p, edge, "")
		}
		head = Cut(head, width-2)
	}
	return edge.On("╭") + head + edge.On(strings.Repeat("─", max(width-2-Width(head), 0))+"╮")
}

// tabs are the names of a pane's tabs; the open one stands between ┤ and ├.
func (t *Theme) tabs(p Pane, edge Ink, pad string) string {
	var b strings.Builder
	for i, name := range p.Tabs {
		if i == p.Active {
			ink := t.Strong
			if p.Focus {
				ink = t.Title
			}
			b.WriteString(edge.On("─┤ ") + ink.On(name) + edge.On(" ├"))
			continue
		}
		b.WriteString(edge.On("─") + pad + t.Muted.On(name) + pad)
	}
	return b.String()
}

// Beside joins columns of lines that are each of one width.
func Beside(columns ...[]string) []string {
	if len(columns) == 1 {
		return columns[0]
	}
	out := make([]string, len(columns[0]))
	for i := range out {
		for _, c := range columns {
			out[i] += c[i]
		}
	}
	return out
}
