package snippet

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
)

// node is for the fetch of Node.js 18 and later.
func node(r *Request) (string, error) {
	if err := r.checkTarget("fetch"); err != nil {
		return "", err
	}
	if r.Body != "" && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		return "", errors.New("fetch sends no body with " + r.Method + "; choose another language")
	}
	var s source
	s.line("const response = await fetch(", inJavaScript(r.Origin+r.Target), ", {")
	s.line("  method: ", inJavaScript(r.Method), ",")
	if r.Redirects {
		s.line(`  redirect: "manual",`)
	}
	if len(r.Headers) > 0 {
		s.line("  headers: {")
		for _, h := range r.Headers {
			s.line("    ", nodeName(h.Name), ": ", inJavaScript(h.Value), ",")
		}
		s.line("  },")
	}
	switch {
	case len(r.Form) > 0:
		nodeForm(&s, r)
	case r.Body == "":
	case !r.text():
		s.line("  body: Buffer.from(", inJavaScript(encoded(r.Body)), `, "base64"),`)
	case r.kind() == "": // fetch gives text a type, and bytes none
		s.line("  body: Buffer.from(", inJavaScript(r.Body), "),")
	default:
		s.line("  body: ", inJavaScript(r.Body), ",")
	}
	s.line("});")
	s.line("console.log(response.status, await response.text());")
	return s.String(), nil
}

// nodeForm writes an object where one keeps names, order and number.
func nodeForm(s *source, r *Request) {
	word := func(p Field) bool { return identifier.MatchString(p.Name) && p.Name != "__proto__" }
	if r.unique() && !slices.ContainsFunc(r.Form, func(p Field) bool { return !word(p) }) {
		s.line("  body: new URLSearchParams({")
		for _, p := range r.Form {
			s.line("    ", p.Name, ": ", inJavaScript(p.Value), ",")
		}
		s.line("  }),")
		return
	}
	s.line("  body: new URLSearchParams([")
	for _, p := range r.Form {
		s.line("    [", inJavaScript(p.Name), ", ", inJavaScript(p.Value), "],")
	}
	s.line("  ]),")
}

var identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func nodeName(name string) string {
	if identifier.MatchString(name) && name != "__proto__" {
		return name
	}
	return inJavaScript(name)
}
