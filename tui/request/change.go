package request

import (
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/tui/mask"
)

// Media types of bodies.
const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
)

// Set gives a parameter a value, and puts it back if it was left out.
func (e *Edit) Set(p *Param, value string) {
	if value != p.Value {
		p.From = ""
	}
	p.Value, p.Left, e.Sent = value, false, false
	if p.Part == InJSON && p.Added {
		p.Literal = literal(p.Name, value)
	}
}

// Rename gives a parameter another name.
func (e *Edit) Rename(p *Param, name string) {
	p.Name, p.Left, e.Sent = name, false, false
	p.Secret = p.Secret || mask.Secret(name)
}

// Leave leaves a parameter out, or puts it back. One that was added goes.
func (e *Edit) Leave(p *Param) {
	e.Sent = false
	if p.Added {
		e.Params = slices.DeleteFunc(e.Params, func(q *Param) bool { return q == p })
		return
	}
	p.Left = !p.Left
}

// Duplicate sends a parameter twice. A body as a text has no second.
func (e *Edit) Duplicate(p *Param) *Param {
	if p.Part == InText {
		return nil
	}
	twin := &Param{DraftParam: p.DraftParam, Part: p.Part, Added: true, Literal: p.Literal}
	e.Params = slices.Insert(e.Params, slices.Index(e.Params, p)+1, twin)
	e.Sent = false
	return twin
}

// Add adds a parameter behind the others of its part. The first of a body
// brings the Content-Type that says what it is.
func (e *Edit) Add(in Part, name, value string) *Param {
	p := &Param{DraftParam: demos.DraftParam{Name: name, Value: value, Secret: mask.Secret(name)}, Part: in, Added: true}
	if in == InJSON {
		p.Literal = literal(name, value)
	}
	at := e.end(in)
	e.Params = slices.Insert(e.Params, at, p)
	e.Sent = false
	if in.Body() && e.header("Content-Type") == nil {
		e.Add(InHeader, "Content-Type", typeOf(in))
	}
	return p
}

// Mend sets, adds or leaves out the parameter that a mend names.
func (e *Edit) Mend(m check.Mend) {
	switch p := e.Param(m.Param); {
	case p != nil && m.Drop:
		if !p.Left {
			e.Leave(p)
		}
	case p != nil:
		e.Set(p, m.Value)
	case !m.Drop:
		kind := e.Kind()
		if kind == "" || kind == InText {
			kind = InQuery
		}
		e.Add(kind, m.Param, m.Value)
	}
}

// end is where a further parameter of a part goes: behind the others, or where
// they would stand. The query comes first, the headers last.
func (e *Edit) end(in Part) int {
	for i, p := range slices.Backward(e.Params) {
		if p.Part == in {
			return i + 1
		}
	}
	if i := slices.IndexFunc(e.Params, func(p *Param) bool { return p.Part == InHeader || in == InQuery }); i >= 0 && in != InHeader {
		return i
	}
	return len(e.Params)
}

func typeOf(in Part) string {
	switch in {
	case InForm:
		return formType
	case InJSON:
		return jsonType
	}
	return "text/plain"
}

// Go aims the request at another path; what follows a question mark becomes
// parameters of the query.
func (e *Edit) Go(target string) {
	target, query, has := strings.Cut(strings.TrimSpace(target), "?")
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	e.Target, e.Sent = target, false
	if !has {
		return
	}
	for _, p := range Pairs(query) {
		e.Add(InQuery, p.Name, p.Value)
	}
}

// Pairs are the parameters of a query or a form, in their order.
func Pairs(raw string) []demos.DraftParam {
	var out []demos.DraftParam
	for pair := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if pair != "" {
			out = append(out, demos.DraftParam{Name: unescape(name), Value: unescape(value)})
		}
	}
	return out
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// As makes the body one of another kind, with the same in it as far as that
// can say it, and with the Content-Type that fits. Empty: there is no body.
func (e *Edit) As(kind Part) {
	was := e.Kind()
	if kind == was || e.Base == nil {
		return
	}
	text := e.Text()
	members := e.members()
	e.Params = slices.DeleteFunc(e.Params, func(p *Param) bool { return p.Part.Body() && (p.Added || kind != "") })
	e.Sent = false
	if kind == "" {
		for _, p := range slices.Clone(e.Params) {
			if p.Part.Body() || p.Part == InHeader && strings.EqualFold(p.Name, "Content-Type") {
				p.Left = false
				e.Leave(p)
			}
		}
		return
	}
	switch {
	case kind == InText:
		e.Add(InText, "body", text)
		return // the Content-Type stays: the text may well be of that kind
	case len(members) == 0:
		members = []*Param{{DraftParam: demos.DraftParam{Name: "grant_type"}}}
	}
	for _, m := range members {
		p := e.Add(kind, m.Name, m.Value)
		p.Secret, p.Literal = m.Secret, m.Literal
	}
	if h := e.header("Content-Type"); h != nil {
		e.Set(h, typeOf(kind))
	}
}

// members are what the body says, by name.
func (e *Edit) members() (out []*Param) {
	kind := e.Kind()
	if kind == InForm || kind == InJSON {
		for _, p := range e.Params {
			if p.Part == kind && !p.Left {
				out = append(out, p)
			}
		}
		return out
	}
	text := e.Text()
	if list, ok := jsonMembers(text); ok {
		return list
	}
	if strings.Contains(text, "=") {
		for _, p := range Pairs(text) {
			out = append(out, &Param{DraftParam: p})
		}
	}
	return out
}

// Text is the body as it goes out.
func (e *Edit) Text() string {
	d := e.Draft()
	if d == nil {
		return ""
	}
	if len(d.Form) > 0 {
		return encode(d.Form)
	}
	return d.Body
}
