package request

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/mask"
)

//go:embed catalog.md
var catalogText string

// Preset is a request to begin with.
type Preset struct {
	Title string // "Tokens: for a code"
	Note  string
	Draft demos.Draft // its values may hold {{names}} of what is known
	More  []string    // the names of parameters that it takes besides
	part  Part        // where they go
}

// Catalog are the requests that can be made of the server, in the order of
// catalog.md.
var Catalog = sync.OnceValue(func() []Preset { return parseCatalog(catalogText) })

func parseCatalog(text string) (out []Preset) {
	for section := range strings.SplitSeq(text, "\n## ") {
		title, rest, ok := strings.Cut(section, "\n")
		note, block, has := strings.Cut(rest, "\n\n    ")
		if !ok || !has {
			continue
		}
		p := Preset{Title: strings.TrimSpace(title), Note: strings.Join(strings.Fields(note), " ")}
		lines := strings.Split(strings.TrimSpace(block), "\n")
		first := strings.Fields(lines[0])
		p.Draft.Method, p.Draft.Target = first[0], first[1]
		switch {
		case len(first) > 2:
			p.part = InJSON
		case asks(p.Draft.Method):
			p.part = InQuery
		default:
			p.part = InForm
		}
		for _, line := range lines[1:] {
			p.line(strings.TrimSpace(line))
		}
		out = append(out, p)
	}
	return out
}

func (p *Preset) line(line string) {
	if more, ok := strings.CutPrefix(line, "? "); ok {
		p.More = strings.Fields(more)
		return
	}
	name, value, ok := strings.Cut(line, "=")
	if header, text, is := strings.Cut(line, ": "); is && !strings.Contains(header, "=") {
		p.Draft.Headers = append(p.Draft.Headers, demos.DraftParam{Name: header, Value: text})
		return
	}
	if !ok {
		return
	}
	given := demos.DraftParam{Name: name, Value: value, Secret: mask.Secret(name)}
	if p.part == InQuery {
		p.Draft.Query = append(p.Draft.Query, given)
	} else {
		p.Draft.Form = append(p.Draft.Form, given) // JSON is made of it last
	}
}

// With is the request with what is known in the place of {{names}}. A value
// that was given to another client than the preset's brings that client along.
func (p *Preset) With(k *Known) *demos.Draft {
	d := p.Draft
	client := ""
	for _, q := range slices.Concat(d.Query, d.Form) {
		if q.Name == "client_id" {
			client = q.Value
		}
	}
	owner := k.owner(p.needs(), client)
	fill := func(list []demos.DraftParam) []demos.DraftParam {
		list = slices.Clone(list)
		for i := range list {
			list[i].Value = k.fill(list[i].Value, client)
			if owner != nil && list[i].Name == "client_id" {
				list[i].Value = owner.ClientID
			}
			if owner != nil && list[i].Name == "client_secret" {
				list[i].Value = owner.ClientSecret
			}
		}
		if owner != nil && owner.ClientSecret == "" {
			list = slices.DeleteFunc(list, func(q demos.DraftParam) bool { return q.Name == "client_secret" })
		}
		return list
	}
	d.Target = k.fill(d.Target, client)
	d.Query, d.Headers, d.Form = fill(d.Query), fill(d.Headers), fill(d.Form)
	for i, h := range d.Headers { // a bound token goes with a proof
		if token, ok := strings.CutPrefix(h.Value, "Bearer "); ok && k.bound(token) {
			d.Headers[i].Value = "DPoP " + token
			d.Headers = append(d.Headers, demos.DraftParam{Name: "DPoP", Value: Proof})
			break
		}
	}
	if p.part == InJSON {
		e := &Edit{}
		for _, m := range d.Form {
			e.Params = append(e.Params, &Param{DraftParam: m, Part: InJSON, Literal: literal(m.Name, m.Value)})
		}
		d.Form, d.Body = nil, e.json()
	}
	return &d
}

// needs are the names of what a preset wants to be known.
func (p *Preset) needs() (out []string) {
	texts := []string{p.Draft.Target}
	for _, q := range slices.Concat(p.Draft.Query, p.Draft.Form, p.Draft.Headers) {
		texts = append(texts, q.Value)
	}
	for _, text := range texts {
		for _, m := range name.FindAllStringSubmatch(text, -1) {
			out = append(out, m[1])
		}
	}
	return out
}

// Follow are the titles of the requests that take what an answer gives: after
// a code, the one that redeems it. What cannot be had elsewhere comes first.
func Follow(x *model.Exchange) (out []string) {
	var given Known
	given.Learn(x)
	for _, n := range []string{"oob_code", "mfa_token", "device_code", "request_uri", "code", "refresh_token", "access_token", "id_token", "authenticator_id"} {
		for _, p := range Catalog() {
			nowhere := strings.Contains(p.Draft.Target, "{{") && given.fill(p.Draft.Target, "") == strings.Split(p.Draft.Target, "{{")[0]
			if given.captured[n] != nil && slices.Contains(p.needs(), n) && !nowhere && !slices.Contains(out, p.Title) {
				out = append(out, p.Title)
			}
		}
	}
	return out
}

// Endpoint is a method and a path, and what for.
type Endpoint struct{ Method, Path, Says string }

// Endpoints are those of the catalog, each once.
func Endpoints() (out []Endpoint) {
	for _, p := range Catalog() {
		at := slices.IndexFunc(out, func(e Endpoint) bool { return e.Method == p.Draft.Method && e.Path == p.Draft.Target })
		if at < 0 {
			out = append(out, Endpoint{p.Draft.Method, p.Draft.Target, p.Title})
		} else if p.Draft.Target == "/oauth/token" {
			out[at].Says = "Tokens: every grant"
		}
	}
	return out
}

// fits reports whether a preset is a request to the very endpoint, with the
// very grant if that is named.
func (p *Preset) fits(e *Edit) bool {
	path, _, _ := strings.Cut(p.Draft.Target, "{{")
	if e.Target != p.Draft.Target && (path == p.Draft.Target || !strings.HasPrefix(e.Target, path)) {
		return false
	}
	grant := e.Value("grant_type")
	for _, given := range p.Draft.Form {
		if given.Name == "grant_type" && grant != "" {
			return given.Value == grant
		}
	}
	return true
}

// Group is what a preset's title begins with: "Tokens".
func (p *Preset) Group() string {
	group, _, _ := strings.Cut(p.Title, ":")
	return group
}
