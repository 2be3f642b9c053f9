package snippet

import (
	"net/http"
	"net/url"
	"strings"
)

// curl is for a POSIX shell.
func curl(r *Request) (string, error) {
	words := []string{"curl --request " + word(r.Method)}
	if r.Method == http.MethodHead {
		words[0] = "curl --head" // with --request it would wait for a body
	}
	if r.dotted() {
		words[0] += " --path-as-is"
	}
	words = append(words, "--url "+inShell(r.Origin+r.Target))
	for _, h := range r.Headers {
		text := h.Name + ": " + h.Value
		if h.Value == "" {
			text = h.Name + ";" // with a colon, cURL takes it for one to leave out
		}
		words = append(words, "--header "+inShell(text))
	}
	if r.Body != "" && r.kind() == "" { // cURL would make one up
		words = append(words, "--header 'Content-Type:'")
	}
	before := ""
	switch {
	case r.Body == "":
	case !r.text():
		before = "printf %s " + inShell(encoded(r.Body)) + " | base64 -d |\n"
		words = append(words, "--data-binary @-")
	case r.Form == nil:
		words = append(words, "--data-raw "+inShell(r.Body))
	default:
		for _, p := range r.Form {
			words = append(words, formWord(p))
		}
	}
	return before + strings.Join(words, " \\\n  "), nil
}

// formWord is one parameter, encoded by cURL where it has to be. cURL encodes
// values, but no names.
func formWord(p Field) string {
	switch {
	case !plain(p.Name):
		return "--data-raw " + inShell(url.QueryEscape(p.Name)+"="+url.QueryEscape(p.Value))
	case plain(p.Value):
		return "--data " + inShell(p.Name+"="+p.Value)
	}
	return "--data-urlencode " + inShell(p.Name+"="+p.Value)
}

// plain reports whether a form holds s as it is. What a mask is made of counts
// as that.
func plain(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._~*…", r)
	}) < 0
}

func word(s string) string {
	if plain(s) && !strings.ContainsAny(s, "~*…") {
		return s
	}
	return inShell(s)
}
