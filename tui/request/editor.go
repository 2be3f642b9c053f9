package request

import (
	"strings"

	"github.com/charmbracelet/bubbles/textarea"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Editor is the rows that a request is changed by. Its screen draws it into a
// pane, gives it the keys that are its own, and sends the request when it says
// so.
type Editor struct {
	Edit  *Edit
	Known *Known // what values are completed from; nil until it was read
	// Presets lets another request be chosen to begin with.
	Presets bool
	// Next are the titles of requests that are likely to follow, offered first.
	Next []string
	// OnValue is asked when a value is about to be typed: what is known may be
	// old by then. Nil: nobody is.
	OnValue func(name string) tea.Cmd
	// OnSend sends the request when it is clicked to.
	OnSend func() tea.Cmd

	c      *screen.Context
	place  string // of its keys in the settings file
	at     int    // the row under the cursor
	scroll ui.Scroll
	follow bool // the cursor has moved: the rows go after it
	open   *entry
}

// entry is what is being typed.
type entry struct {
	what  what
	p     *Param
	part  Part // of a parameter that is being added
	field *ui.Field
	area  *textarea.Model // instead of the field, for texts of several lines
	was   string
	pick  int // which of the completions; -1: none
	wrong string
}

// what of a request is typed.
type what int

const (
	theValue what = iota
	theName
	thePath
	aNewName
	aPreset
)

// picked is sent once the user has picked something for an editor.
type picked struct {
	editor *Editor
	do     func() tea.Cmd
}

// NewEditor edits a request, at a place that keys are changed under.
func NewEditor(c *screen.Context, place string, e *Edit) *Editor {
	return &Editor{Edit: e, c: c, place: place}
}

// Capturing is true while something is typed.
func (ed *Editor) Capturing() bool { return ed.open != nil }

// Update takes what was picked.
func (ed *Editor) Update(msg tea.Msg) tea.Cmd {
	if m, ok := msg.(picked); ok && m.editor == ed {
		return m.do()
	}
	return nil
}

// choose lets the user pick one of several.
func (ed *Editor) choose(title string, items []screen.Item, pick func(int) tea.Cmd) tea.Cmd {
	return screen.Send(screen.Choose{Title: title, Items: items, Pick: func(i int) tea.Cmd {
		return screen.Send(picked{ed, func() tea.Cmd { return pick(i) }})
	}})
}

type kind int

const (
	rowSend kind = iota
	rowMethod
	rowPath
	rowHead // of a part; the cursor passes over it
	rowParam
	rowAdd
)

// row is one line of the editor.
type row struct {
	kind kind
	part Part
	p    *Param
}

// rows are the lines of the editor, from the top.
func (ed *Editor) rows() []row {
	e := ed.Edit
	out := []row{{kind: rowSend}, {kind: rowMethod}, {kind: rowPath}}
	section := func(part Part, open bool) {
		list := []row{}
		for _, p := range e.Params {
			if p.Part == part {
				list = append(list, row{rowParam, part, p})
			}
		}
		if adding := ed.open != nil && ed.open.what == aNewName && ed.open.part == part; len(list) == 0 && !open && !adding {
			return
		}
		out = append(append(out, row{kind: rowHead, part: part}), list...)
		if part != InText {
			out = append(out, row{kind: rowAdd, part: part})
		}
	}
	body := e.Kind()
	section(InQuery, body == "" && asks(e.Method))
	section(InHeader, true)
	if body == "" {
		section(InForm, !asks(e.Method))
	} else {
		section(body, true)
	}
	return out
}

// asks reports whether requests of a method have no body as a rule.
func asks(method string) bool {
	return method == "GET" || method == "HEAD" || method == "DELETE" || method == "OPTIONS"
}

// row is the one under the cursor.
func (ed *Editor) row() row {
	rows := ed.rows()
	ed.at = max(0, min(ed.at, len(rows)-1))
	if rows[ed.at].kind == rowHead {
		ed.at++
	}
	return rows[ed.at]
}

// Param is the parameter under the cursor; nil if it is on none.
func (ed *Editor) Param() *Param { return ed.row().p }

// goTo puts the cursor on a parameter.
func (ed *Editor) goTo(p *Param) {
	for i, r := range ed.rows() {
		if r.p == p {
			ed.at, ed.follow = i, true
		}
	}
}

// GoTo puts the cursor on the parameter of a name.
func (ed *Editor) GoTo(name string) {
	if p := ed.Edit.Param(name); p != nil {
		ed.goTo(p)
	}
}

// addTo begins a new parameter of a part.
func (ed *Editor) addTo(part Part) {
	ed.write(aNewName, nil, part, "")
	for i, r := range ed.rows() {
		if r.kind == rowAdd && r.part == part {
			ed.at, ed.follow = i, true
		}
	}
}

// move moves the cursor, past the heads of parts.
func (ed *Editor) move(by int) {
	rows := ed.rows()
	step := 1
	if by < 0 {
		step = -1
	}
	ed.at = max(0, min(ed.at+by, len(rows)-1))
	if rows[ed.at].kind == rowHead {
		ed.at += step
	}
	ed.follow = true
}

// On edits a request that may have become another since: an earlier step was
// done anew.
func (ed *Editor) On(e *Edit) {
	if ed.Edit != e {
		ed.Edit, ed.open = e, nil
	}
}

// Begin edits another request from now on.
func (ed *Editor) Begin(e *Edit) {
	ed.Edit, ed.at, ed.open, ed.scroll = e, 0, nil, ui.Scroll{}
}

// wide are texts that one line does not hold.
func wide(p *Param) bool {
	return p.Part == InText || strings.ContainsAny(p.Value, "\n\r\t") || len(p.Value) > 4000
}
