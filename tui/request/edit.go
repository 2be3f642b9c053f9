// Package request is the editor of one request: the model of what is changed
// of it, the rows that one changes it by, and what completes them. The
// walkthrough, the composer and Traffic edit with it alike.
package request

import (
	"slices"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/mask"
)

// Part is where in a request a parameter stands.
type Part string

// The parts of a request. A body is in one of the last three.
const (
	InQuery  Part = "query"
	InHeader Part = "header"
	InForm   Part = "form"
	InJSON   Part = "JSON"
	InText   Part = "body" // the body as a text: there is one of it at most
)

// Param is one parameter, header or member of a request, as it will be sent.
type Param struct {
	demos.DraftParam
	Part    Part
	Was     string // the value that the request began with
	Left    bool   // left out
	Added   bool   // the request began without it
	Literal bool   // a JSON value that is not a string
	wasName string
	nth     int // among those of the same name and part in what it began with
}

// Changed reports whether it differs from what the request began with.
func (p *Param) Changed() bool {
	return p.Left || p.Added || p.Value != p.Was || p.Name != p.wasName
}

// Renamed is the name that it began with, if it has another now.
func (p *Param) Renamed() (was string, is bool) {
	return p.wasName, !p.Added && p.Name != p.wasName
}

// Masked is the value as it may be seen.
func (p *Param) Masked() string {
	if p.Part != InText {
		return mask.Value(p.Name, p.Value, p.Secret)
	}
	var m mask.Masker
	m.LearnMessage("\r\n\r\n" + p.Value)
	return m.Text(p.Value)
}

// Body reports whether the part is the body, or of it.
func (p Part) Body() bool { return p == InForm || p == InJSON || p == InText }

// Edit is a request with what was changed of it.
type Edit struct {
	Base   *demos.Draft // what it began with; nil: there is no request
	Method string
	Target string // path without query
	Params []*Param
	Sent   bool // as it stands
}

// New takes a draft apart.
func New(d *demos.Draft) *Edit {
	e := &Edit{Base: d}
	if d == nil {
		return e
	}
	e.Method, e.Target = d.Method, d.Target
	add := func(in Part, list []demos.DraftParam) {
		for _, p := range list {
			p.Secret = p.Secret || mask.Secret(p.Name) || in == InHeader && strings.EqualFold(p.Name, "Authorization")
			e.Params = append(e.Params, &Param{DraftParam: p, Part: in})
		}
	}
	add(InQuery, d.Query)
	add(InForm, d.Form)
	if members, ok := jsonMembers(d.Body); ok && len(d.Form) == 0 {
		e.Params = append(e.Params, members...)
	} else if d.Body != "" && len(d.Form) == 0 {
		add(InText, []demos.DraftParam{{Name: "body", Value: d.Body}})
	}
	add(InHeader, d.Headers)
	if kind := d.Kind(); kind != "" && !d.Exact && e.header("Content-Type") == nil {
		add(InHeader, []demos.DraftParam{{Name: "Content-Type", Value: kind}})
	}
	seen := map[[2]string]int{}
	for _, p := range e.Params {
		p.Was, p.wasName = p.Value, p.Name
		key := [2]string{string(p.Part), p.Name}
		p.nth = seen[key]
		seen[key]++
	}
	return e
}

// Changed reports whether anything differs from what the request began with.
func (e *Edit) Changed() bool {
	return e.Base != nil && (e.Method != e.Base.Method || e.Target != e.Base.Target || slices.ContainsFunc(e.Params, (*Param).Changed))
}

// Undo returns to what the request began with.
func (e *Edit) Undo() { *e = *New(e.Base) }

// Draft is the request as it will be sent: what it began with if nothing was
// changed.
func (e *Edit) Draft() *demos.Draft {
	if e.Base == nil || !e.Changed() {
		return e.Base
	}
	d := &demos.Draft{
		Method: e.Method, Target: e.Target, Exact: true,
		Query: e.list(InQuery), Headers: e.list(InHeader), Form: e.list(InForm),
	}
	switch e.Kind() {
	case InJSON:
		if d.Body = e.Base.Body; slices.ContainsFunc(e.Params, func(p *Param) bool { return p.Part == InJSON && p.Changed() }) {
			d.Body = e.json()
		}
	case InText:
		for _, p := range e.list(InText) {
			d.Body = p.Value
		}
	}
	return d
}

func (e *Edit) list(in Part) []demos.DraftParam {
	var out []demos.DraftParam
	for _, p := range e.Params {
		if p.Part == in && !p.Left {
			out = append(out, p.DraftParam)
		}
	}
	return out
}

// Kind is what the body is made of; empty: there is none.
func (e *Edit) Kind() Part {
	for _, p := range e.Params {
		if p.Part.Body() {
			return p.Part
		}
	}
	return ""
}

// header is the header of a name; nil if there is none.
func (e *Edit) header(name string) *Param {
	for _, p := range e.Params {
		if p.Part == InHeader && strings.EqualFold(p.Name, name) {
			return p
		}
	}
	return nil
}

// Param is the parameter of a name, wherever it stands; nil if there is none.
func (e *Edit) Param(name string) *Param {
	for _, p := range e.Params {
		if p.Name == name && p.Part != InHeader {
			return p
		}
	}
	return nil
}

// Value is that of the parameter of a name; empty if it is not sent.
func (e *Edit) Value(name string) string {
	if p := e.Param(name); p != nil && !p.Left {
		return p.Value
	}
	return ""
}

// Listed are the parameters worth a row where there is little room: all but
// the Content-Type, unless it was changed.
func (e *Edit) Listed() []*Param {
	var out []*Param
	for _, p := range e.Params {
		if p.Part != InHeader || !strings.EqualFold(p.Name, "Content-Type") || p.Changed() {
			out = append(out, p)
		}
	}
	return out
}
