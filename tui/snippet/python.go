package snippet

import "strings"

func python(r *Request) (string, error) {
	var s source
	s.line("import http.client")
	if len(r.Form) > 0 {
		s.line("from urllib.parse import urlencode")
	}
	if !r.text() {
		s.line("import base64")
	}
	s.line()
	body := ""
	switch {
	case len(r.Form) > 0:
		body = "body"
		pythonForm(&s, r)
	case r.Body == "":
	case !r.text():
		body = "base64.b64decode(" + inPython(encoded(r.Body)) + ")"
	default:
		body = inPython(r.Body) + ".encode()"
	}
	scheme, host, _ := strings.Cut(r.Origin, "://")
	class := "HTTPConnection"
	if scheme == "https" {
		class = "HTTPSConnection"
	}
	s.line("connection = http.client.", class, "(", inPython(host), ")")
	call := "connection.request(" + inPython(r.Method) + ", " + inPython(r.Target)
	if body != "" {
		call += ", body=" + body
	}
	if len(r.Headers) == 0 {
		s.line(call, ")")
	} else {
		s.line(call, ", headers={")
		for _, h := range r.Headers {
			s.line("    ", inPython(h.Name), ": ", inPython(h.Value), ",")
		}
		s.line("})")
	}
	s.line("response = connection.getresponse()")
	s.line("print(response.status, response.read().decode())")
	return s.String(), nil
}

func pythonForm(s *source, r *Request) {
	if r.unique() {
		s.line("body = urlencode({")
		for _, p := range r.Form {
			s.line("    ", inPython(p.Name), ": ", inPython(p.Value), ",")
		}
		s.line("})")
		return
	}
	s.line("body = urlencode([")
	for _, p := range r.Form {
		s.line("    (", inPython(p.Name), ", ", inPython(p.Value), "),")
	}
	s.line("])")
}
