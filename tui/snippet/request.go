package snippet

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Field is a header, or a parameter of a form.
type Field struct{ Name, Value string }

// Request is what a program is to send.
type Request struct {
	Method  string
	Origin  string // "http://localhost:2884", without a slash at the end
	Target  string // path and query, percent-encoded
	Headers []Field
	// Form is what Body holds, if it is a form that each language's own
	// encoder writes the same way; nil: Body goes out as it is.
	Form []Field
	Body string
	// Redirects is true where the answer may be one. It is shown, not followed.
	Redirects bool
}

// own are the headers that each client writes by itself, and knows better.
var own = map[string]bool{
	"host": true, "content-length": true, "connection": true, "accept-encoding": true, "transfer-encoding": true,
	"expect": true, "upgrade": true, "keep-alive": true, "te": true, "trailer": true,
}

// Parse reads a raw HTTP/1.1 request, which is to be sent to origin.
func Parse(raw, origin string) (Request, error) {
	head, body, _ := strings.Cut(raw, "\r\n\r\n")
	if strings.Contains(raw, "\n[cut here") {
		return Request{}, errors.New("only the beginning of that request is kept, so it cannot be written as code")
	}
	lines := strings.Split(head, "\r\n")
	method, rest, _ := strings.Cut(lines[0], " ")
	end := strings.LastIndexByte(rest, ' ')
	if end < 0 || !token(method) || !strings.HasPrefix(rest, "/") {
		return Request{}, errors.New("its first line is not METHOD /PATH HTTP/1.1, so it cannot be written as code")
	}
	r := Request{Method: method, Origin: origin, Target: target(rest[:end]), Body: body}
	r.Redirects = !answersItself(r.Target)
	for _, line := range lines[1:] {
		name, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if !ok || own[strings.ToLower(name)] || strings.EqualFold(name, "User-Agent") && value == "Playgrant" {
			continue
		}
		if !token(name) || !printable(value) {
			return Request{}, fmt.Errorf("the header %q has letters that not every client sends: take them out or percent-encode them", name)
		}
		r.header(name, value)
	}
	if kind, _, _ := strings.Cut(r.kind(), ";"); strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded") {
		r.Form = form(body)
	}
	return r, nil
}

// header adds a header. Several of one name are one with a comma (RFC 9110
// §5.3), cookies one with a semicolon (RFC 6265 §5.4).
func (r *Request) header(name, value string) {
	for i, h := range r.Headers {
		if strings.EqualFold(h.Name, name) {
			between := ", "
			if strings.EqualFold(name, "Cookie") {
				between = "; "
			}
			r.Headers[i].Value += between + value
			return
		}
	}
	r.Headers = append(r.Headers, Field{name, value})
}

// kind is the Content-Type.
func (r *Request) kind() string { return r.get("Content-Type") }

func (r *Request) get(name string) string {
	for _, h := range r.Headers {
		if strings.EqualFold(h.Name, name) {
			return h.Value
		}
	}
	return ""
}

// text reports whether the body can stand in a program as text.
func (r *Request) text() bool { return utf8.ValidString(r.Body) && !strings.Contains(r.Body, "\x00") }

// Map is the request with f applied to each value: to mask what is secret.
func (r Request) Map(f func(string) string) Request {
	fields := func(list []Field) []Field {
		var out []Field
		for _, x := range list {
			out = append(out, Field{x.Name, f(x.Value)})
		}
		return out
	}
	r.Target, r.Body = f(r.Target), f(r.Body)
	r.Headers, r.Form = fields(r.Headers), fields(r.Form)
	return r
}

// unique reports whether no parameter comes twice, so that a map can hold them.
func (r *Request) unique() bool {
	seen := map[string]bool{}
	for _, p := range r.Form {
		if seen[p.Name] {
			return false
		}
		seen[p.Name] = true
	}
	return true
}

// form takes a form apart; nil if an encoder would write another.
func form(body string) []Field {
	var out []Field
	for p := range strings.SplitSeq(body, "&") {
		name, value, ok := strings.Cut(p, "=")
		name, err := url.QueryUnescape(name)
		value, err2 := url.QueryUnescape(value)
		if !ok || name == "" || err != nil || err2 != nil || !utf8.ValidString(name+value) || strings.Contains(name+value, "\x00") {
			return nil
		}
		out = append(out, Field{name, value})
	}
	return out
}

// target percent-encodes what may not stand in an address (RFC 3986 §3.3 and
// §3.4): clients differ in what they make of it.
func target(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c > 0x20 && c < 0x7f && !strings.ContainsRune("\"#<>[\\]^`{|}", rune(c)) {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

// checkTarget refuses addresses that a strict client does not take, or takes
// for another.
func (r *Request) checkTarget(client string) error {
	if r.dotted() {
		return fmt.Errorf("%s takes the dots out of the path; choose another language", client)
	}
	if _, err := url.PathUnescape(r.Target); err != nil {
		return fmt.Errorf("%s does not take a %% that no two hexadecimal digits follow; choose another language", client)
	}
	return nil
}

// dotted reports whether the path has parts that clients resolve.
func (r *Request) dotted() bool {
	path, _, _ := strings.Cut(r.Target, "?")
	for part := range strings.SplitSeq(path, "/") {
		if part == "." || part == ".." {
			return true
		}
	}
	return false
}

// answersItself reports whether the endpoint never redirects.
func answersItself(target string) bool {
	for _, prefix := range []string{"/oauth/", "/userinfo", "/mfa/", "/passwordless/start", "/dbconnections/", "/.well-known/"} {
		if strings.HasPrefix(target, prefix) {
			return true
		}
	}
	return false
}

// token reports whether s is one (RFC 9110 §5.6.2), as methods and header
// names are.
func token(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c <= 0x20 || c >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, rune(c)) {
			return false
		}
	}
	return s != ""
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}
