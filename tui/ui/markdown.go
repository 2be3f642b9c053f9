package ui

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Prose is how many cells wide text to be read is at most: the eye loses longer
// lines on its way back.
const Prose = 100

// Markdown renders prose in the theme's own inks: paragraphs, lists, quotes,
// code, emphasis. A renderer that brings its own highlighter costs 11 ms at
// start and 10 MB of program; this draws all that a lesson needs.
func (t *Theme) Markdown(source string, width int) []string {
	src := []byte(Clean(source))
	doc := goldmark.DefaultParser().Parse(text.NewReader(src))
	m := markdown{t: t, src: src}
	return m.blocks(doc, width)
}

type markdown struct {
	t   *Theme
	src []byte
}

// blocks renders the blocks inside n, one empty line between them.
func (m *markdown) blocks(n ast.Node, width int) []string {
	var out []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		lines := m.block(c, width)
		if len(lines) == 0 {
			continue
		}
		if len(out) > 0 && c.Kind() != ast.KindTextBlock && !tight(c) {
			out = append(out, "")
		}
		out = append(out, lines...)
	}
	return out
}

func tight(n ast.Node) bool {
	list, ok := n.Parent().(*ast.List)
	return ok && list.IsTight || n.Parent().Kind() == ast.KindListItem && n.Kind() == ast.KindList
}

func (m *markdown) block(n ast.Node, width int) []string {
	switch n := n.(type) {
	case *ast.Heading:
		return Wrap(width, 0, m.inlines(n, m.t.Strong)...)
	case *ast.List:
		return m.list(n, width)
	case *ast.Blockquote:
		return prefix(m.blocks(n, width-2), m.t.Accent.On("┃")+" ", m.t.Accent.On("┃")+" ")
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		var out []string
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			out = append(out, Wrap(width, 4, Span{"  " + strings.TrimRight(string(line.Value(m.src)), "\n"), m.t.Name})...)
		}
		return out
	case *ast.ThematicBreak:
		return []string{m.t.Border.On(strings.Repeat("─", max(width, 0)))}
	case *ast.HTMLBlock:
		return nil
	default:
		return Wrap(width, 0, m.inlines(n, m.t.Text)...)
	}
}

func (m *markdown) list(n *ast.List, width int) []string {
	var out []string
	i := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "• "
		if n.IsOrdered() {
			mark = fmt.Sprintf("%d. ", i)
			i++
		}
		if len(out) > 0 && !n.IsTight {
			out = append(out, "")
		}
		w := Width(mark)
		out = append(out, prefix(m.blocks(item, width-w), m.t.Accent.On(mark), Spaces(w))...)
	}
	return out
}

func prefix(lines []string, first, rest string) []string {
	for i, l := range lines {
		if i == 0 {
			lines[i] = first + l
		} else {
			lines[i] = rest + l
		}
	}
	return lines
}

func (m *markdown) inlines(n ast.Node, ink Ink) []Span {
	var out []Span
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			out = append(out, Span{string(c.Segment.Value(m.src)), ink})
			if c.HardLineBreak() {
				out = append(out, Span{"\n", ink})
			} else if c.SoftLineBreak() {
				out = append(out, Span{" ", ink})
			}
		case *ast.String:
			out = append(out, Span{string(c.Value), ink})
		case *ast.CodeSpan:
			out = append(out, m.inlines(c, m.t.Name)...)
		case *ast.Emphasis:
			out = append(out, m.inlines(c, m.t.Strong)...)
		case *ast.AutoLink:
			out = append(out, Span{string(c.URL(m.src)), m.t.Name})
		case *ast.RawHTML:
		default: // links and images by their words
			out = append(out, m.inlines(c, ink)...)
		}
	}
	return out
}
