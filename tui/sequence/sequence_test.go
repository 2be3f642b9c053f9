package sequence_test

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/sequence"
	"github.com/playgrant/playgrant/tui/ui"
)

var update = flag.Bool("update", false, "write testdata anew")

func theme(ascii bool) *ui.Theme {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.Ascii)
	t := ui.NewTheme(r)
	t.ASCII = ascii
	return t
}

func push() sequence.Diagram {
	steps := []sequence.Step{
		{Name: "1. password", Arrows: []sequence.Arrow{
			{From: sequence.App, To: sequence.Server, Text: "POST /oauth/token, password"},
			{From: sequence.Server, To: sequence.App, Text: "403 mfa_required", Bad: true},
		}},
		{Name: "2. push", Now: true, Note: "the clock moves on by 1 h", Arrows: []sequence.Arrow{
			{From: sequence.App, To: sequence.Server, Text: "POST /mfa/challenge"},
			{From: sequence.Server, To: sequence.Phone, Text: "a push: is it you?"},
			{From: sequence.User, To: sequence.Phone, Text: "yes"},
		}},
		{Name: "3. ask", Now: true, Ahead: true, Arrows: []sequence.Arrow{{From: sequence.App, To: sequence.API, Text: "GET /漢字/🙂"}}},
	}
	d := sequence.Diagram{Steps: steps}
	for _, s := range steps {
		d.Cast = sequence.Join(d.Cast, s.Arrows...)
	}
	return d
}

func drawn(d sequence.Diagram, ascii bool, width int) string {
	heads, lines, _ := d.Lines(theme(ascii), width)
	all := append([]string{heads}, lines...)
	for i := range all {
		all[i] = strings.TrimRight(all[i], " ")
	}
	return strings.Join(all, "\n")
}

func TestLines(t *testing.T) {
	for _, row := range []struct {
		name  string
		ascii bool
		width int
	}{{"room", false, 90}, {"ascii", true, 50}} {
		t.Run(row.name, func(t *testing.T) {
			got, file := drawn(push(), row.ascii, row.width)+"\n", filepath.Join("testdata", row.name+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEachLineIsAsWideAsItWasAsked, whatever the width, whatever the letters.
func TestEachLineIsAsWideAsItWasAsked(t *testing.T) {
	for width := 2; width < 220; width++ {
		heads, lines, now := push().Lines(theme(width%2 == 0), width)
		for _, l := range append(lines, heads) {
			if got := ansi.StringWidth(l); got != width {
				t.Fatalf("%d cells, not %d: %q", got, width, l)
			}
		}
		if now[0] >= len(lines) || now[1] >= len(lines) || now[0] > now[1] {
			t.Fatalf("this step stands at %v of %d rows", now, len(lines))
		}
	}
}

func TestASCIIIsASCII(t *testing.T) {
	d := push()
	d.Steps = d.Steps[:2]
	for _, width := range []int{30, 60, 120} {
		if text := drawn(d, true, width); strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 }) {
			t.Error(text)
		}
	}
}

func TestOf(t *testing.T) {
	const html = "Content-Type: text/html\r\n\r\n<p>"
	for _, row := range []struct {
		name string
		x    model.Exchange
		want []sequence.Arrow
	}{
		{"to the login page", model.Exchange{Method: "GET", Path: "/authorize", Status: 302, Response: "HTTP/1.1 302 Found\r\nLocation: /u/login?state=x\r\n\r\n"}, []sequence.Arrow{
			{From: sequence.App, To: sequence.Browser, Text: "redirect to /authorize"},
			{From: sequence.Browser, To: sequence.Server, Text: "GET /authorize: 302 to /u/login"},
		}},
		{"an error page", model.Exchange{Method: "GET", Path: "/authorize", Status: 403, Response: "HTTP/1.1 403 Forbidden\r\n" + html}, []sequence.Arrow{
			{From: sequence.App, To: sequence.Browser, Text: "redirect to /authorize"},
			{From: sequence.Browser, To: sequence.Server, Text: "GET /authorize"},
			{From: sequence.Server, To: sequence.Browser, Text: "403, a page that says why", Bad: true},
		}},
		{"back to the app", model.Exchange{Method: "POST", Path: "/u/login", Status: 302, Request: "POST /u/login HTTP/1.1\r\n\r\nusername=u&password=p&state=s", Response: "HTTP/1.1 302 Found\r\nLocation: https://app.example/cb?state=1&code=2\r\n\r\n"}, []sequence.Arrow{
			{From: sequence.User, To: sequence.Browser, Text: "types username and password"},
			{From: sequence.Browser, To: sequence.Server, Text: "POST /u/login"},
			{From: sequence.Server, To: sequence.Browser, Text: "302 to app.example/cb"},
			{From: sequence.Browser, To: sequence.App, Text: "code and state"},
		}},
		{"refused", model.Exchange{Method: "POST", Path: "/oauth/token", GrantType: "refresh_token", Status: 403, Response: "HTTP/1.1 403 Forbidden\r\n\r\n{\"error\":\"invalid_grant\\u001b[31m\"}"}, []sequence.Arrow{
			{From: sequence.App, To: sequence.Server, Text: "POST /oauth/token, refresh_token"},
			{From: sequence.Server, To: sequence.App, Text: "403 invalid_grant␛[31m", Bad: true},
		}},
		{"a push", model.Exchange{Method: "POST", Path: "/mfa/challenge", Status: 200, Response: "HTTP/1.1 200 OK\r\n\r\n{\"challenge_type\":\"oob\",\"oob_code\":\"x\"}"}, []sequence.Arrow{
			{From: sequence.App, To: sequence.Server, Text: "POST /mfa/challenge"},
			{From: sequence.Server, To: sequence.App, Text: "200 oob_code"},
			{From: sequence.Server, To: sequence.Phone, Text: "a push: is it you?"},
		}},
		{"the API", model.Exchange{Method: "GET", Path: "/samples/expenses", Status: 401, Response: "HTTP/1.1 401 Unauthorized\r\n\r\n"}, []sequence.Arrow{
			{From: sequence.App, To: sequence.API, Text: "GET /samples/expenses"},
			{From: sequence.API, To: sequence.App, Text: "401 Unauthorized", Bad: true},
		}},
		{"nothing that can be read", model.Exchange{Method: "GET", Path: "/u/x", Status: 302, Response: "HTTP/1.1 302 Found\r\nLocation: ::%zz\r\n\r\n"}, []sequence.Arrow{
			{From: sequence.Browser, To: sequence.Server, Text: "GET /u/x: a page"},
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, sequence.Of(&row.x)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
