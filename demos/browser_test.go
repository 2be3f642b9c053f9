package demos_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// served answers each path with a function of its own.
type served map[string]http.HandlerFunc

func (s served) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h, ok := s[r.Method+" "+r.URL.Path]; ok {
		h(w, r)
		return
	}
	w.WriteHeader(http.StatusNotFound)
}

func redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

func html(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, text)
	}
}

const loginForm = `<title>Log in</title><form method="post" action="%s">
	<input type="hidden" name="state" value="a&amp;b"><input name="username" value=""><input name="password" type="password">
	<input type="checkbox" name="remember"><input type="checkbox" name="terms" value="on" checked>
	<button name="action" value="default">Continue</button><button name="action" value="deny">Cancel</button></form>`

const logIn = `
## S
'''http
GET /authorize
'''
'''act
log in as user@example.com
'''
'''expect
302 to {{callback}}
capture code
'''
`

// The browser fills the form in as a user does: hidden fields stay, boxes that
// are not ticked are not sent, cookies go back where they came from.
func TestBrowserLogsIn(t *testing.T) {
	var sent string
	p := demos.NewPlayer(parse(t, logIn), inside(t, served{
		"GET /authorize": func(w http.ResponseWriter, r *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "everywhere", Value: "1", Path: "/"})
			http.SetCookie(w, &http.Cookie{Name: "pages", Value: "2", Path: "/u"})
			http.SetCookie(w, &http.Cookie{Name: "elsewhere", Value: "3", Path: "/other"})
			http.SetCookie(w, &http.Cookie{Name: "gone", Value: "4", Path: "/", MaxAge: -1})
			redirect("/u/login?state=1")(w, r)
		},
		"GET /u/login": html(`<form action="/search"><input name="q"><button>Go</button></form>` + fmt.Sprintf(loginForm, "")),
		"POST /u/login": func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			sent = r.URL.RawQuery + " " + r.Header.Get("Cookie") + " " + r.Header.Get("Origin") + " " + string(body)
			redirect("/authorize/resume")(w, r)
		},
		"GET /authorize/resume": redirect("https://yourapp.example/callback?code=C#x"),
	}), chance())
	o, err := p.Play(t.Context(), 0, nil)
	holds(t, "log in", o, err)
	want := "state=1 everywhere=1; pages=2 " + base + " state=a%26b&username=user%40example.com&password=opensesame&terms=on&action=default"
	if sent != want {
		t.Errorf("sent %s, want %s", sent, want)
	}
	if len(o.Exchanges) != 4 || o.Exchanges[3].Status != http.StatusFound {
		t.Errorf("got %d exchanges", len(o.Exchanges))
	}
}

// Pages that lead astray are errors that say what is wrong; nothing is sent to
// where they lead.
func TestBrowserIsNotLedAstray(t *testing.T) {
	form := fmt.Sprintf(loginForm, "/u/login")
	tests := []struct {
		name, want string
		authorize  http.HandlerFunc
		page       http.HandlerFunc
	}{
		{"a circle", "in a circle", redirect("/u/login"), redirect("/u/login")},
		{"a form that leads elsewhere", "leads away", redirect("/u/login"), html(fmt.Sprintf(loginForm, "https://evil.example/?code=secret"))},
		{"a form that leads to another port", "leads away", redirect("/u/login"), html(fmt.Sprintf(loginForm, "http://localhost:3000/"))},
		{"a page without a form", "it says: Sorry", redirect("/u/login"), html("<p>Sorry</p><script>alert()</script>")},
		{"a page without the fields", "form for what is to be entered", redirect("/u/login"), html(strings.ReplaceAll(form, "password", "pin"))},
		{"a page without the button", "form for what is to be entered", redirect("/u/login"), html(strings.ReplaceAll(form, "default", "go"))},
		{"something that is no page", "no page", redirect("/u/login"), func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") }},
		{"the app at once", "no page", redirect("https://yourapp.example/callback?code=C"), nil},
		{"a redirect to nowhere", "form for what is to be entered", redirect("https://[::bad/"), nil},
		{"controls in a page", `\x1b`, redirect("/u/login"), html("<p>\x1b[2J</p>")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			routes := served{"GET /authorize": tt.authorize}
			if tt.page != nil {
				routes["GET /u/login"] = tt.page
			}
			p := demos.NewPlayer(parse(t, logIn), inside(t, routes), chance())
			_, err := p.Play(t.Context(), 0, nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want it to say %q", err, tt.want)
			}
			if err != nil && (strings.ContainsRune(err.Error(), '\x1b') || strings.Contains(err.Error(), "secret")) {
				t.Errorf("the error shows what it must not: %q", err)
			}
		})
	}
}

// A server that breaks its word about recorded exchanges, or answers without
// end, does not break the player.
func TestStrangeServers(t *testing.T) {
	doc := parse(t, "## S\n'''http\nGET /x\n'''\n'''expect\n200\nbody is absent\n'''\n")
	missing := demos.NewPlayer(doc, inside(t, served{"GET /x": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Playgrant-Exchange", "../17")
	}}), chance())
	if _, err := missing.Play(t.Context(), 0, nil); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("an exchange that is not there: got %v", err)
	}
	endless := demos.NewPlayer(doc, inside(t, served{"GET /x": func(w http.ResponseWriter, _ *http.Request) {
		chunk := []byte(strings.Repeat("x", 1<<16))
		for range 64 {
			_, _ = w.Write(chunk)
		}
	}}), chance())
	o, err := endless.Play(t.Context(), 0, nil)
	holds(t, "endless", o, err)
	if size := len(o.Exchanges[0].Response); size > 2<<20 {
		t.Errorf("%d bytes were kept", size)
	}
}
