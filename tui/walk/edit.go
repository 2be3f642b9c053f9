package walk

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/mask"
)

// part is where in a request a parameter stands.
type part string

const (
	inQuery  part = "query"
	inHeader part = "header"
	inForm   part = "form"
	inJSON   part = "JSON"
	inBody   part = "body"
)

// param is one parameter of the shown request, as it will be sent.
type param struct {
	demos.DraftParam
	part    part
	was     string // the demo's value
	literal bool   // a JSON value that is not a string
	left    bool   // left out
}

func (p param) changed() bool { return p.left || p.Value != p.was }

// edit is a step's request with what was changed of it.
type edit struct {
	base   *demos.Draft
	params []param
	sent   bool // as it stands
}

// newEdit takes a draft apart.
func newEdit(d *demos.Draft) *edit {
	e := &edit{base: d}
	if d == nil {
		return e
	}
	add := func(in part, list []demos.DraftParam) {
		for _, p := range list {
			p.Secret = p.Secret || mask.Secret(p.Name)
			e.params = append(e.params, param{DraftParam: p, part: in, was: p.Value})
		}
	}
	add(inQuery, d.Query)
	add(inForm, d.Form)
	if members, ok := jsonMembers(d.Body); ok {
		e.params = append(e.params, members...)
	} else if d.Body != "" {
		add(inBody, []demos.DraftParam{{Name: "body", Value: d.Body}})
	}
	for _, h := range d.Headers {
		if !strings.EqualFold(h.Name, "Content-Type") {
			h.Secret = h.Secret || strings.EqualFold(h.Name, "Authorization")
			e.params = append(e.params, param{DraftParam: h, part: inHeader, was: h.Value})
		}
	}
	return e
}

// jsonMembers are the members of a JSON object, in the order of writing.
func jsonMembers(body string) ([]param, bool) {
	dec := json.NewDecoder(strings.NewReader(body))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	var out []param
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, false
		}
		var raw json.RawMessage
		if dec.Decode(&raw) != nil {
			return nil, false
		}
		p := param{part: inJSON}
		p.Name, _ = name.(string)
		if json.Unmarshal(raw, &p.Value) != nil {
			p.Value, p.literal = string(raw), true
		}
		p.was, p.Secret = p.Value, mask.Secret(p.Name)
		out = append(out, p)
	}
	return out, true
}

// carry brings what was changed over to the request as it is now: a step
// before may have been done anew, and given it other values.
func (e *edit) carry(old *edit) *edit {
	if old == nil || len(old.params) != len(e.params) {
		return e
	}
	e.sent = old.sent
	for i, p := range old.params {
		if now := &e.params[i]; p.changed() && p.Name == now.Name && p.part == now.part {
			now.Value, now.left = p.Value, p.left
		}
	}
	return e
}

// changed reports whether anything differs from the demo's request.
func (e *edit) changed() bool { return slices.ContainsFunc(e.params, param.changed) }

// draft is the request as it will be sent.
func (e *edit) draft() *demos.Draft {
	if e.base == nil || !e.changed() {
		return e.base
	}
	d := *e.base
	d.Query, d.Form, d.Headers = e.list(inQuery), e.list(inForm), nil
	for _, h := range e.base.Headers {
		if strings.EqualFold(h.Name, "Content-Type") {
			d.Headers = append(d.Headers, h)
		}
	}
	d.Headers = append(d.Headers, e.list(inHeader)...)
	for _, p := range e.params {
		if p.part == inBody && p.changed() {
			d.Body = p.Value
			if p.left {
				d.Body = ""
			}
		}
	}
	if slices.ContainsFunc(e.params, func(p param) bool { return p.part == inJSON && p.changed() }) {
		d.Body = e.json()
	}
	return &d
}

func (e *edit) list(in part) []demos.DraftParam {
	var out []demos.DraftParam
	for _, p := range e.params {
		if p.part == in && !p.left {
			out = append(out, p.DraftParam)
		}
	}
	return out
}

// json writes the members anew, in their order. What is no JSON any more goes
// out as it was typed: the server's answer is the lesson.
func (e *edit) json() string {
	var members []string
	for _, p := range e.params {
		if p.part != inJSON || p.left {
			continue
		}
		name, _ := json.Marshal(p.Name)
		value := p.Value
		if !p.literal {
			quoted, _ := json.Marshal(p.Value)
			value = string(quoted)
		}
		members = append(members, string(name)+": "+value)
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// editing is the shown step's request with its changes; nil on the closing
// card.
func (w *Walk) editing() *edit {
	if w.closing() {
		return nil
	}
	e := w.edits[w.shown]
	base := w.known.drafts[w.shown]
	if e == nil || e.base != base {
		e = newEdit(base).carry(e)
		w.edits[w.shown] = e
	}
	return e
}

// params are the shown step's parameters.
func (w *Walk) params() []param {
	if e := w.editing(); e != nil {
		return e.params
	}
	return nil
}

// current is the parameter under the cursor; nil if there are none.
func (w *Walk) current() *param {
	e := w.editing()
	if e == nil || len(e.params) == 0 {
		return nil
	}
	w.cursor = max(0, min(w.cursor, len(e.params)-1))
	return &e.params[w.cursor]
}
