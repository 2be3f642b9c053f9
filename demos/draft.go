package demos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Draft is a request that can be changed before it is sent. Its values may
// hold {{variables}}, which are filled in as it goes out; a value that the
// step itself is about to give stands there as one.
type Draft struct {
	Method  string       `json:"method"`
	Target  string       `json:"target"` // path without query
	Query   []DraftParam `json:"query,omitempty"`
	Headers []DraftParam `json:"headers,omitempty"`
	Form    []DraftParam `json:"form,omitempty"`
	Body    string       `json:"body,omitempty"`
	// Exact sends it as it stands: no Content-Type is added to the headers, and
	// a {{variable}} of the body that is not known goes out as it is.
	Exact bool `json:"exact,omitempty"`
}

// DraftParam is one parameter of a draft.
type DraftParam struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	From   string `json:"from,omitempty"` // where the value came from: "step 2"; empty: the document
	Secret bool   `json:"secret,omitempty"`
}

// draft fills a template with what is known. One that would become too long
// keeps its variables as they stand, and cannot be sent.
func (v values) draft(r *RequestTemplate) *Draft {
	if growth(v.text, r.templates()...) > maxGrowth {
		v = nil
	}
	return &Draft{
		Method: r.Method,
		Target: expand(r.Target, func(name string) (string, bool) {
			text, ok := v.text(name)
			return url.PathEscape(text), ok
		}),
		Query: v.params(r.Query), Headers: v.params(r.Headers), Form: v.params(r.Form),
		Body: expand(r.Body, v.jsonText),
	}
}

func (v values) params(list []Param) []DraftParam {
	out := make([]DraftParam, len(list))
	for i, p := range list {
		out[i] = DraftParam{
			Name: p.Name, Value: expand(p.Value, v.text), From: v.from(p.Value),
			Secret: isSecret(p.Name) || v.secret(p.Value),
		}
	}
	return out
}

// request makes the HTTP request of a draft.
func (d *Draft) request(ctx context.Context, base string, v values) (*http.Request, error) {
	if !strings.HasPrefix(d.Target, "/") {
		return nil, errors.New("the path of a request begins with /")
	}
	if growth(v.text, d.templates()...) > maxGrowth {
		return nil, errTooLong
	}
	query, err := encode(d.Query, v, "%20")
	if err != nil {
		return nil, err
	}
	address := base + d.Target
	if query != "" {
		address += "?" + query
	}
	body, kind, err := d.content(v)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, d.Method, address, body)
	if err != nil {
		return nil, fmt.Errorf("the request cannot be sent: %w", err)
	}
	for _, h := range d.Headers {
		value, err := v.fill(h.Value)
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(h.Name, "Host") {
			req.Host = value
			continue
		}
		req.Header.Add(h.Name, value)
	}
	if d.Exact {
		return req, nil
	}
	if kind != "" && req.Header.Get("Content-Type") == "" {
		req.Header.Set("Content-Type", kind)
	}
	return req, nil
}

func (d *Draft) content(v values) (body io.Reader, kind string, err error) {
	if len(d.Form) > 0 {
		form, err := encode(d.Form, v, "+")
		return strings.NewReader(form), formType, err
	}
	if d.Body == "" {
		return nil, "", nil
	}
	if _, err := v.fill(d.Body); err != nil && !d.Exact {
		return nil, "", err
	}
	if d.Exact && !d.json() {
		return strings.NewReader(expand(d.Body, v.formText)), "", nil
	}
	return strings.NewReader(expand(d.Body, v.jsonText)), "application/json", nil
}

// templates are all the texts that can hold variables, the body last.
func (d *Draft) templates() (out []string) {
	for _, list := range [][]DraftParam{d.Query, d.Headers, d.Form} {
		for _, p := range list {
			out = append(out, p.Value)
		}
	}
	return append(out, d.Body)
}

// themselves gives each variable of a draft its own name for a value, for where
// there are none: two braces are text then.
func (d *Draft) themselves() (v values) {
	texts := d.templates()
	for _, text := range texts[:len(texts)-1] { // the body is left alone: what it does not know stays as it is
		for _, m := range variable.FindAllStringSubmatch(text, -1) {
			v = append(v, Value{Name: m[1], Text: m[0]})
		}
	}
	return v
}

// json reports whether the body is to be JSON, so that values are written into
// it as JSON has them.
func (d *Draft) json() bool {
	for _, h := range d.Headers {
		if strings.EqualFold(h.Name, "Content-Type") {
			return strings.HasPrefix(strings.ToLower(h.Value), "application/json")
		}
	}
	return strings.HasPrefix(strings.TrimSpace(d.Body), "{")
}

// encode writes parameters as a query or a form, in their order.
func encode(params []DraftParam, v values, space string) (string, error) {
	pairs := make([]string, len(params))
	for i, p := range params {
		value, err := v.fill(p.Value)
		if err != nil {
			return "", err
		}
		pairs[i] = escape(p.Name, space) + "=" + escape(value, space)
	}
	return strings.Join(pairs, "&"), nil
}

func escape(s, space string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", space)
}

// Kind is the media type of the body that a draft is sent with; empty: it has
// none.
func (d *Draft) Kind() string {
	for _, h := range d.Headers {
		if strings.EqualFold(h.Name, "Content-Type") {
			return h.Value
		}
	}
	switch {
	case d.Exact:
		return ""
	case len(d.Form) > 0:
		return formType
	case d.Body != "":
		return "application/json"
	}
	return ""
}
