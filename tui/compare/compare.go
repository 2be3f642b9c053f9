// Package compare tells two exchanges apart: the one that worked from the one
// that did not, parameter by parameter.
package compare

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/ui"
)

// Row is something that two exchanges do not have alike.
type Row struct {
	Part string // of the exchange: "query", "form", "answer" …; empty: of it as a whole
	Name string
	A, B string // as they may be seen; empty: it has none
	// Masked is true where both look alike only because they are masked.
	Masked bool
}

// Result is how two exchanges differ.
type Result struct {
	Differ []Row
	Same   []string // the names of what both sent alike
}

// value is one thing that an exchange has.
type value struct {
	part, name   string
	whole, shown string
}

// changing are headers of answers that differ each time and say nothing.
var changing = []string{"date", "playgrant-exchange", "content-length"}

// Of compares two exchanges. Secrets and tokens are told apart whole and shown
// masked.
func Of(a, b *model.Exchange) Result {
	var r Result
	left, right := values(a), values(b)
	for _, v := range left {
		i := slices.IndexFunc(right, func(w value) bool { return w.part == v.part && w.name == v.name })
		switch {
		case i < 0:
			r.Differ = append(r.Differ, Row{Part: v.part, Name: v.name, A: orNothing(v.shown)})
			continue
		case right[i].whole != v.whole:
			r.Differ = append(r.Differ, Row{v.part, v.name, orNothing(v.shown), orNothing(right[i].shown), v.shown == right[i].shown})
		case v.part != "" && v.part != "answer":
			r.Same = append(r.Same, v.name)
		}
		right = slices.Delete(right, i, i+1)
	}
	for _, v := range right {
		r.Differ = append(r.Differ, Row{Part: v.part, Name: v.name, B: orNothing(v.shown)})
	}
	slices.SortStableFunc(r.Differ, func(x, y Row) int { return rank(x.Part) - rank(y.Part) })
	return r
}

func orNothing(s string) string {
	if s == "" {
		return "(empty)"
	}
	return s
}

// rank has what was sent before what came of it.
func rank(part string) int {
	switch part {
	case "":
		return 0
	case string(request.InHeader):
		return 2
	case "outcome":
		return 3
	case "answer":
		return 4
	}
	return 1
}

// values are what an exchange has, in the order in which it is told.
func values(x *model.Exchange) []value {
	out := []value{{"", "request", x.Method + " " + x.Path, ui.Line(x.Method + " " + x.Path)}}
	var hide mask.Masker
	hide.LearnMessage(x.Request)
	hide.LearnMessage(x.Response)
	add := func(part, name, whole, shown string) {
		for n, base := 2, name; slices.ContainsFunc(out, func(v value) bool { return v.part == part && v.name == name }); n++ {
			name = fmt.Sprintf("%s (%d)", base, n)
		}
		out = append(out, value{part, name, whole, hide.Text(shown)})
	}
	if d, err := request.FromRaw(x.Request, ""); err == nil {
		for _, p := range request.New(d).Params {
			name := p.Name
			if p.Part == request.InHeader {
				name = strings.ToLower(name)
			}
			add(string(p.Part), name, p.Value, p.Masked())
		}
	}
	m := ui.ParseMessage(x.Response)
	status := strings.TrimPrefix(strings.TrimPrefix(m.Start, "HTTP/1.1 "), "HTTP/1.0 ")
	add("outcome", "status", status, status)
	if why := x.Line().Why; why != "" {
		add("outcome", "what did not hold", why, why)
	}
	for _, h := range m.Headers {
		if name, v, ok := strings.Cut(h, ":"); ok && !slices.Contains(changing, strings.ToLower(name)) {
			add("answer", strings.ToLower(name), strings.TrimSpace(v), strings.TrimSpace(v))
		}
	}
	var members map[string]json.RawMessage
	if json.Unmarshal([]byte(m.Body), &members) != nil {
		return out
	}
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		text := string(members[name])
		var s string
		if json.Unmarshal(members[name], &s) == nil && text != "null" {
			text = s
		}
		add("answer", name, text, mask.Value(name, text, false))
	}
	return out
}

// Verdict says in a sentence how the two ended.
func Verdict(a, b *model.Exchange) string {
	ok := func(x *model.Exchange) bool { return x.Line().Refused == "" && x.Status < 400 }
	no := func(x *model.Exchange) string { return "no. " + ui.Line(x.ID) }
	switch {
	case ok(a) && ok(b):
		return "Both were served."
	case ok(a):
		return "Of the two " + no(a) + " was served and " + no(b) + " refused."
	case ok(b):
		return "Of the two " + no(b) + " was served and " + no(a) + " refused."
	}
	return "Both were refused."
}
