package glossary

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/ui"
)

// View draws the card for a screen of that size.
func (k *Card) View(t *ui.Theme, width, height int) []string {
	w := min(width-4, 100)
	rows := max(min(height-4, 22)-2, 4)
	inner, _ := ui.PaneInner(w, rows+2)
	side := min(inner/3, 24)
	list := k.names(t, side, rows-2)
	text := k.meaning(t, inner-side-3, rows-2)
	lines := []string{t.Title.On("› ") + k.field.View(t, inner-2), ""}
	for i := range rows - 2 {
		lines = append(lines, list[i]+" "+t.Border.On("│")+" "+text[i])
	}
	return t.Pane(ui.Pane{Title: "Words", Focus: true, Foot: k.foot(inner)}, lines, w, rows+2)
}

func (k *Card) foot(width int) string {
	parts := []string{"type to find", "↑ ↓ choose", "esc closes"}
	if t, ok := k.term(); ok {
		if len(t.See) > 0 {
			parts = append([]string{"tab see also"}, parts...)
		}
		if k.c.Demo(t.Demo) != nil {
			parts = append([]string{"enter walks the demo"}, parts...)
		}
	}
	for len(parts) > 2 && ui.Width(strings.Join(parts, " · ")) > width-4 {
		parts = append(parts[:len(parts)-2], parts[len(parts)-1])
	}
	return strings.Join(parts, " · ")
}

// names are the terms, those of the place under a heading of their own.
func (k *Card) names(t *ui.Theme, width, rows int) []string {
	var lines []string
	at := 0
	grouped := k.field.Value() == "" && len(k.here) > 0
	for i, term := range k.found {
		switch {
		case grouped && i == 0:
			lines = append(lines, t.Muted.On("here"))
		case grouped && i == len(k.here):
			lines = append(lines, "", t.Muted.On("all"))
		}
		mark, ink := "  ", t.Text
		if i == k.at {
			mark, ink, at = t.Title.On("▸ "), t.Title, len(lines)
		}
		lines = append(lines, t.Zone(mark+ink.On(ui.Cut(term.Name, width-2)), func() tea.Cmd { k.move(i - k.at); return nil }))
	}
	first := at
	if k.at == 0 {
		first = 0 // with its heading
	}
	k.list.Show(first, at, rows)
	return block(k.list.Window(lines, rows), width, rows)
}

// meaning is what the term under the cursor means.
func (k *Card) meaning(t *ui.Theme, width, rows int) []string {
	term, ok := k.term()
	if !ok {
		return block(ui.Para("No term is called that. Fewer letters find more.", width, t.Muted), width, rows)
	}
	lines := ui.Para(term.Name, width, t.Title)
	lines = append(append(lines, ""), ui.Para(term.Text, width, t.Text)...)
	lines = append(lines, "")
	labelled := func(label, text string, ink ui.Ink) {
		if text != "" {
			lines = append(lines, ui.Wrap(width, 8, ui.Span{Text: ui.Fit(label, 8), Ink: t.Muted}, ui.Span{Text: text, Ink: ink})...)
		}
	}
	labelled("see", strings.Join(term.See, ", "), t.Text)
	if d := k.c.Demo(term.Demo); d != nil {
		labelled("demo", ui.Line(d.Title), t.Text)
	}
	var spelled []string
	for _, name := range term.Also {
		if strings.ContainsAny(name, "_/=") {
			spelled = append(spelled, name)
		}
	}
	labelled("on wire", strings.Join(spelled, ", "), t.Name)
	labelled("source", term.Source, t.Muted)
	seen := k.text.Window(lines, rows)
	if below := len(lines) - rows - k.text.Off; below > 0 {
		seen = append(append([]string(nil), seen[:rows-1]...), t.Muted.On("▾ pgdn"))
	}
	return block(seen, width, rows)
}

func block(lines []string, width, rows int) []string {
	out := make([]string, rows)
	for i := range out {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		out[i] = ui.Fit(line, width)
	}
	return out
}
