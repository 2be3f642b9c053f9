package demos

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page is what a user sees of a hosted page.
type page struct {
	title string
	text  string // without markup, white space collapsed
	forms []pageForm
}

// pageForm is one form of a page.
type pageForm struct {
	action string
	method string
	fields []Param // hidden ones and those to fill, as they stand
	press  []Param // the buttons
}

// readPage reads an HTML answer; nil for any other.
func readPage(a *answer) *page {
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		return nil
	}
	root, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		return nil
	}
	p := &page{}
	var words []string
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode && n.Parent.DataAtom == atom.Title:
			p.title = collapse(n.Data)
		case n.Type == html.TextNode && n.Parent.DataAtom != atom.Style && n.Parent.DataAtom != atom.Script:
			words = append(words, n.Data)
		case n.Type == html.ElementNode && n.DataAtom == atom.Form:
			p.forms = append(p.forms, readForm(n))
		}
	}
	p.text = collapse(strings.Join(words, " "))
	return p
}

func collapse(s string) string { return strings.Join(strings.Fields(s), " ") }

func readForm(n *html.Node) pageForm {
	f := pageForm{action: attr(n, "action"), method: http.MethodPost}
	if strings.EqualFold(attr(n, "method"), "get") || attr(n, "method") == "" {
		f.method = http.MethodGet
	}
	for e := range n.Descendants() {
		field := Param{attr(e, "name"), attr(e, "value")}
		switch {
		case e.Type != html.ElementNode || field.Name == "":
		case e.DataAtom == atom.Button, e.DataAtom == atom.Input && attr(e, "type") == "submit":
			f.press = append(f.press, field)
		case e.DataAtom == atom.Input && attr(e, "type") == "checkbox" && !has(e, "checked"):
		case e.DataAtom == atom.Input:
			f.fields = append(f.fields, field)
		}
	}
	return f
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// form finds the form that has the button and the fields to fill.
func (p *page) form(button string, fill map[string]string) (*pageForm, error) {
	for i := range p.forms {
		f := &p.forms[i]
		fits := f.has(f.press, "action", button)
		for name := range fill {
			fits = fits && f.has(f.fields, name, "")
		}
		if fits {
			return f, nil
		}
	}
	what := "button for “" + button + "”"
	if len(fill) > 0 {
		what = "form for what is to be entered"
	}
	return nil, fmt.Errorf("the open page has no %s; it says: %s", what, clip(p.text))
}

func (f *pageForm) has(list []Param, name, value string) bool {
	for _, p := range list {
		if p.Name == name && (value == "" || p.Value == value) {
			return true
		}
	}
	return false
}

// encode writes what a browser would send.
func (f *pageForm) encode(button string, fill map[string]string) string {
	var out []string
	add := func(name, value string) {
		out = append(out, url.QueryEscape(name)+"="+url.QueryEscape(value))
	}
	for _, p := range f.fields {
		if value, ok := fill[p.Name]; ok {
			p.Value = value
		}
		add(p.Name, p.Value)
	}
	add("action", button)
	return strings.Join(out, "&")
}
