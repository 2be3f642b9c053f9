package hosted

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/playgrant/playgrant/engine/step"
)

//go:embed pages
var files embed.FS

var (
	style  = file("style.css")
	script = file("submit.js")
	// messenger hands the answer of a WebMessage to the app's page.
	messenger = file("messenger.js")
	// asker asks a passkey.
	asker = file("asker.js")
	pages = sync.OnceValue(parse) // once one is asked for
)

func file(name string) string {
	raw, err := files.ReadFile("pages/" + name)
	if err != nil {
		panic(err) // it is embedded
	}
	return strings.TrimSpace(string(raw))
}

// parse reads the pages, each with the layout around it.
func parse() map[string]*template.Template {
	// Stylesheet and script are ours, and go in as they are: the policy
	// names them by their hash.
	shared := template.FuncMap{
		"style":     func() template.CSS { return template.CSS(style) },
		"script":    func() template.JS { return template.JS(script) },
		"messenger": func() template.JS { return template.JS(messenger) },
		"asker":     func() template.JS { return template.JS(asker) },
	}
	names, err := files.ReadDir("pages")
	if err != nil {
		panic(err)
	}
	set := map[string]*template.Template{}
	for _, entry := range names {
		name, isPage := strings.CutSuffix(entry.Name(), ".html")
		if !isPage || name == "layout" {
			continue
		}
		set[name] = template.Must(template.New("layout.html").Funcs(shared).
			ParseFS(files, "pages/layout.html", "pages/parts.tmpl", path.Join("pages", entry.Name())))
	}
	return set
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// policy allows the stylesheet and nothing else. There is no form-action:
// browsers hold it against every redirect after a form too, and where an app's
// callback sends them on to is not ours to know.
var (
	framed = "default-src 'none'; style-src " + hash(style) + "; base-uri 'none'; frame-ancestors "
	policy = framed + "'none'"
)

// render makes the answer.
func render(status int, name string, data any) *step.Answer {
	var page bytes.Buffer
	if err := pages()[name].Execute(&page, data); err != nil {
		return step.HTML(http.StatusInternalServerError, []byte("Playgrant could not make this page."))
	}
	a := step.HTML(status, page.Bytes())
	a.Header = http.Header{
		"Content-Security-Policy": {policy},
		"Cache-Control":           {"no-store"},
		"Referrer-Policy":         {"same-origin"},
		"X-Content-Type-Options":  {"nosniff"},
		"X-Frame-Options":         {"DENY"},
	}
	return a
}
