package request

import (
	"net/url"
	"strings"

	"github.com/playgrant/playgrant/demos"
)

// Text writes a draft as the request that it becomes at a server, whose base
// is "http://localhost:2884". Headers that the client adds by itself are not
// in it.
func Text(d *demos.Draft, base string) string {
	target := d.Target
	if len(d.Query) > 0 {
		target += "?" + strings.ReplaceAll(encode(d.Query), "+", "%20")
	}
	_, host, _ := strings.Cut(base, "://")
	var headers strings.Builder
	typed := false
	for _, h := range d.Headers {
		if strings.EqualFold(h.Name, "Host") {
			host = h.Value
			continue
		}
		headers.WriteString(h.Name + ": " + h.Value + "\r\n")
		typed = typed || strings.EqualFold(h.Name, "Content-Type")
	}
	if kind := d.Kind(); kind != "" && !typed {
		headers.WriteString("Content-Type: " + kind + "\r\n")
	}
	body := d.Body
	if len(d.Form) > 0 {
		body = encode(d.Form)
	}
	return d.Method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers.String() + "\r\n" + body
}

// Awaited reports whether a value is known only once the step is done, such as
// a code that is still to be read: it stands as {{otp}} until then.
func Awaited(value string) bool { return strings.HasPrefix(value, "{{") }

func encode(list []demos.DraftParam) string {
	parts := make([]string, len(list))
	for i, p := range list {
		value := url.QueryEscape(p.Value)
		if Awaited(p.Value) {
			value = p.Value
		}
		parts[i] = url.QueryEscape(p.Name) + "=" + value
	}
	return strings.Join(parts, "&")
}
