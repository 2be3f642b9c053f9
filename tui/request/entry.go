package request

import (
	"net/url"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textarea"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/ui"
)

// write begins to type something.
func (ed *Editor) write(w what, p *Param, part Part, value string) {
	ed.open = &entry{what: w, p: p, part: part, was: value, pick: -1}
	if w == theValue && wide(p) {
		area := textarea.New()
		area.CharLimit, area.MaxHeight, area.MaxWidth, area.ShowLineNumbers, area.Prompt = 0, 0, 0, false, ""
		area.SetWidth(1 << 16) // it is wrapped where it is drawn
		area.SetValue(value)
		area.Focus()
		ed.open.area = &area
		return
	}
	ed.open.field = ui.NewField(value, w == theValue && p.Secret)
}

func (ed *Editor) entryKey(k tea.KeyMsg) {
	o := ed.open
	if o.area != nil {
		if k.Type == tea.KeyEsc {
			ed.Edit.Set(o.p, o.area.Value())
			ed.open = nil
			return
		}
		*o.area, _ = o.area.Update(k) // its command only blinks the cursor
		return
	}
	list := ed.completions()
	if o.what == aPreset {
		ed.presetKey(k, list)
		return
	}
	switch k.Type {
	case tea.KeyEsc:
		ed.open = nil
	case tea.KeyUp:
		o.pick = max(o.pick-1, -1)
	case tea.KeyDown:
		o.pick = min(o.pick+1, len(list)-1)
	case tea.KeyTab:
		if len(list) > 0 {
			ed.take(list[max(o.pick, 0)].Text)
		}
	case tea.KeyEnter:
		if o.pick >= 0 && o.pick < len(list) {
			ed.take(list[o.pick].Text)
		}
		ed.keep()
	default:
		o.field.Update(k)
		o.pick, o.wrong = -1, ""
	}
}

// presets are the requests that one can begin with, those likely to follow
// first.
func (ed *Editor) presets() (out []Value) {
	add := func(p *Preset, note string) {
		out = append(out, Value{Text: p.Title, Note: note + p.Draft.Method + " " + p.Draft.Target})
	}
	list := Catalog()
	for _, title := range ed.Next {
		for i := range list {
			if list[i].Title == title {
				add(&list[i], "next  ")
			}
		}
	}
	for i := range list {
		if !slices.Contains(ed.Next, list[i].Title) {
			add(&list[i], "")
		}
	}
	return out
}

// presetKey chooses a request to begin with.
func (ed *Editor) presetKey(k tea.KeyMsg, list []Value) {
	o := ed.open
	if by, ok := listMoves.By(k, 10); ok {
		o.pick = max(0, min(o.pick+by, len(list)-1))
		return
	}
	switch k.Type {
	case tea.KeyEsc:
		ed.open = nil
	case tea.KeyEnter:
		for _, p := range Catalog() {
			if o.pick < len(list) && p.Title == list[o.pick].Text {
				ed.Begin(New(p.With(ed.Known)))
				return
			}
		}
	default:
		o.field.Update(k)
		o.pick = 0
	}
}

// listMoves are the keys that move in a list while one types.
var listMoves = ui.Moves{
	Up: key.NewBinding(key.WithKeys("up")), Down: key.NewBinding(key.WithKeys("down", "tab")),
	PageUp: key.NewBinding(key.WithKeys("pgup")), PageDown: key.NewBinding(key.WithKeys("pgdown")),
	Top: key.NewBinding(key.WithKeys("home")), Bottom: key.NewBinding(key.WithKeys("end")),
}

// take puts a completion where one types.
func (ed *Editor) take(text string) {
	o := ed.open
	if o.what == thePath {
		if method, path, ok := strings.Cut(text, " "); ok {
			ed.Edit.Method, text = method, path
		}
	}
	o.field = ui.NewField(text, o.what == theValue && o.p.Secret)
	o.was, o.pick, o.wrong = text, -1, ""
}

// keep keeps what was typed. A new parameter goes on with its value.
func (ed *Editor) keep() {
	o, text := ed.open, ed.open.field.Value()
	if o.wrong = refuse(o.what, o.part, text); o.wrong != "" {
		return
	}
	ed.open = nil
	switch o.what {
	case theValue:
		ed.Edit.Set(o.p, text)
	case theName:
		ed.Edit.Rename(o.p, text)
	case thePath:
		ed.Edit.Go(text)
	case aNewName:
		p := ed.Edit.Add(o.part, text, "")
		ed.goTo(p)
		ed.write(theValue, p, o.part, "")
	}
}

// refuse says why something cannot be sent at all; empty if it can.
func refuse(w what, part Part, text string) string {
	switch {
	case w == thePath:
		if _, err := url.ParseRequestURI("/" + strings.TrimPrefix(strings.TrimSpace(text), "/")); err != nil || strings.ContainsAny(text, " #") {
			return "A path has no space and no #; write %20 and %23."
		}
	case w != theValue && text == "" && part != InJSON:
		return "It needs a name; esc leaves it."
	case part == InHeader && w != theValue && strings.ContainsFunc(text, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	}):
		return "The name of a header has letters, digits and - (RFC 9110 §5.6.2)."
	case part == InHeader && w == theValue && strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
		return "The value of a header is one line of text."
	}
	return ""
}

// completions are what can stand where one types: all, until something is
// typed, and then what has it in it.
func (ed *Editor) completions() (out []Value) {
	o := ed.open
	if o == nil || o.field == nil {
		return nil
	}
	var list []Value
	switch o.what {
	case thePath:
		for _, e := range Endpoints() {
			path := ed.Known.fill(e.Path, "")
			list = append(list, Value{Text: e.Method + " " + path, Note: e.Says})
		}
	case aPreset:
		list = ed.presets()
	case theName, aNewName:
		list = ed.Known.Names(ed.Edit, o.part)
	default:
		list = ed.Known.Values(ed.Edit, o.p)
	}
	typed := strings.ToLower(o.field.Value())
	typed = strings.TrimPrefix(typed, strings.ToLower(o.was)) // only what was typed since counts
	ranks := make([][]Value, 3)
	for _, v := range list {
		r := rank(v, typed)
		if o.what == aPreset {
			r -= r % 3 // they stay in their order
		}
		if r < len(ranks) && (o.what == aPreset || v.Text != o.field.Value()) {
			ranks[r] = append(ranks[r], v)
		}
	}
	return slices.Concat(ranks...)
}

// rank says how well a completion fits what was typed: 0 begins with it, 1 has
// it in it, 2 only in what is said of it, 3 not at all.
func rank(v Value, typed string) int {
	text := strings.ToLower(v.Text)
	switch {
	case strings.HasPrefix(text, typed):
		return 0
	case strings.Contains(text, typed):
		return 1
	case strings.Contains(strings.ToLower(v.Note), typed):
		return 2
	}
	return 3
}

// shown is a completion as it may be seen.
func (ed *Editor) shown(v Value) string {
	if o := ed.open; o.what == theValue {
		return ui.Line(mask.Value(o.p.Name, v.Text, o.p.Secret))
	}
	return ui.Line(v.Text)
}
