package ui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// Pane is a framed part of the screen. Its frame says what it is, which of its
// tabs is open, and how much lies beyond its edges.
type Pane struct {
	Title  string
	Tabs   []string // instead of a title
	Active int      // the open tab
	Focus  bool
	Foot   string   // at the right of the lower edge
	Beside []string // a mark of one cell to the left of each line; empty: none

	Click Click               // brings the keys here
	Tab   func(i int) tea.Cmd // opens a tab
	Text  bool                // a text, not a list: the wheel moves it by more
}

// PaneInner is the room for text in a pane of the given size: the frame and a
// space on either side are taken off.
func PaneInner(width, height int) (int, int) { return max(width-4, 0), max(height-2, 0) }

// Pane draws a pane of exactly width by height cells around lines, which must
// be no wider than [PaneInner] says.
func (t *Theme) Pane(p Pane, lines []string, width, height int) []string {
	edge, f := t.Border, thin
	if p.Focus {
		edge = t.Focus
	}
	if p.Focus && t.heavy {
		f = heavy
	}
	inner, rows := PaneInner(width, height)
	out := make([]string, 0, height)
	out = append(out, t.top(p, edge, f, width))
	side, right := edge.On(f.side), " "+edge.On(f.side)
	for i := range rows {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		beside := " "
		if i < len(p.Beside) && p.Beside[i] != "" {
			beside = p.Beside[i]
		}
		out = append(out, side+beside+Fit(line, inner)+right)
	}
	foot := ""
	if p.Foot != "" {
		for end := strings.LastIndex(p.Foot, " · "); end > 0 && Width(p.Foot) > inner; end = strings.LastIndex(p.Foot, " · ") {
			p.Foot = p.Foot[:end] // half a word tells nothing
		}
		foot = edge.On(" ") + t.Muted.On(Cut(p.Foot, max(inner-1, 0))) + edge.On(" "+f.line)
	}
	out = append(out, edge.On(f.lower[0]+strings.Repeat(f.line, max(width-2-Width(foot), 0)))+foot+edge.On(f.lower[1]))
	return t.paneZone(p, out)
}

// frame is what a pane's edges are drawn with.
type frame struct {
	line, side   string
	upper, lower [2]string // corners
	tab          [2]string // around the open tab
}

// The pane that has the keys is told by its colour and its title's weight, and
// where there is no colour to tell it, by heavy lines.
var (
	thin  = frame{"─", "│", [2]string{"╭", "╮"}, [2]string{"╰", "╯"}, [2]string{"┤", "├"}}
	heavy = frame{"━", "┃", [2]string{"┏", "┓"}, [2]string{"┗", "┛"}, [2]string{"┫", "┣"}}
)

func (t *Theme) top(p Pane, edge Ink, f frame, width int) string {
	var head string
	if len(p.Tabs) == 0 {
		ink := t.Text
		if p.Focus {
			ink = t.Title
		}
		if p.Title != "" {
			head = edge.On(f.line+" ") + ink.On(Cut(p.Title, width-6)) + " "
		}
	} else {
		head = t.tabs(p, edge, f, f.line+" ", " ")
		if Width(head) > width-2 { // the line between two names is the first to go
			head = t.tabs(p, edge, f, " ", " ")
		}
		if Width(head) > width-2 {
			head = t.tabs(p, edge, f, "│", "") // closer, they need a line again
		}
		head = Cut(head, width-2)
	}
	return edge.On(f.upper[0]) + head + edge.On(strings.Repeat(f.line, max(width-2-Width(head), 0))+f.upper[1])
}

// tabs are the names of a pane's tabs, each between before and after; the open
// one stands between ┤ and ├.
func (t *Theme) tabs(p Pane, edge Ink, f frame, before, after string) string {
	var b strings.Builder
	for i, name := range p.Tabs {
		if i == p.Active {
			ink := t.Strong
			if p.Focus {
				ink = t.Title
			}
			b.WriteString(edge.On(f.line+f.tab[0]+" ") + t.Zone(ink.On(name), p.tab(i)) + edge.On(" "+f.tab[1]))
			continue
		}
		if after == "" && (i == 0 || i == p.Active+1) {
			b.WriteString(" " + t.Zone(t.Muted.On(name), p.tab(i)))
			continue
		}
		b.WriteString(edge.On(before) + t.Zone(t.Muted.On(name)+after, p.tab(i)))
	}
	return b.String()
}

func (p Pane) tab(i int) Click {
	if p.Tab == nil {
		return nil
	}
	return func() tea.Cmd { return p.Tab(i) }
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
