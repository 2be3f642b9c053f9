package plain_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/storetest"
	"github.com/playgrant/playgrant/engine/wire"
	"github.com/playgrant/playgrant/tui/guard"
	"github.com/playgrant/playgrant/tui/plain"
	"github.com/playgrant/playgrant/tui/screen"
)

const base = "http://localhost:2884"

func aWire(t *testing.T) demos.Wire {
	t.Helper()
	e, err := engine.New(t.Context(), engine.Config{
		Store: storetest.New(), Rand: rand.NewChaCha8([32]byte{5}),
		Now: func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	s := wire.New(wire.Config{Handler: e.Handler()})
	t.Cleanup(func() { _ = s.Shutdown(t.Context()) })
	return demos.Wire{Base: base, HTTP: s.Transport()}
}

func now() time.Time { return time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC) }

// talk types lines and returns what was said. Nothing in it draws or steers.
func talk(t *testing.T, w demos.Wire, open []screen.Route, lines ...string) string {
	t.Helper()
	var out bytes.Buffer
	err := plain.Run(t.Context(), plain.Config{
		Wire: w, Demos: demos.All(), Open: open, Version: "1.2", Rand: rand.NewChaCha8([32]byte{7}), Now: now,
		In: strings.NewReader(strings.Join(lines, "\n") + "\n"), Out: &out,
	})
	if err != nil {
		t.Fatal(err)
	}
	said := out.String()
	for _, r := range said {
		if r < 0x20 && r != '\n' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x2190 && r <= 0x2bff || r == 0x2022 || r == 0xfffd {
			i := strings.IndexRune(said, r)
			t.Fatalf("%q is drawn or steers: …%q", r, said[max(i-60, 0):min(i+20, len(said))])
		}
	}
	return said
}

func hears(t *testing.T, said string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		i := strings.Index(said, text)
		if i < 0 {
			t.Fatalf("%q is not said, in this order:\n%s", text, said)
		}
		said = said[i+len(text):]
	}
}

func demo(name string) []screen.Route { return []screen.Route{{Kind: "walk", Name: name}} }

func TestWalk(t *testing.T) {
	w := aWire(t)
	said := talk(t, w, nil, "1", "s", "n", "s", "n", "4", "s", "b", "q")
	hears(t, said,
		"Playgrant 1.2, in plain mode.", "1. Start here: Get a refresh token.", "not begun",
		"Step 1 of 5: Ask for authorization.", "What is sent:", "GET /authorize", "scope: openid profile email",
		"Request:", "GET /authorize?audience=", "Response:", "HTTP/1.1 302 Found", "Checks: ", " held, 0 failed.", "It went as the demo expects.",
		"Step 2 of 5: Log in.", "Done: entered email and password",
		"Step 3 of 5: Exchange the code.", "client_secret: web*****MASKED*****",
		"Break it: ", "Failed: ", "Expected: ", "To mend: ", "Source: ", "The demo itself goes on",
		"\"access_token\": \"", "It went as the demo expects.", "at step 4 of 5", "Goodbye.")
	again := talk(t, w, demo("get-a-refresh-token"), "s", "n", "s", "n", "b")
	hears(t, again, "Step 4 of 5", "Step 5 of 5", "The end of this demo.", "done.")
}

func TestChangeAParameter(t *testing.T) {
	said := talk(t, aWire(t), demo("get-a-refresh-token"), "e", "redirect_uri", "https://evil.example/callback", "s", "u", "s", "q")
	hears(t, said, "What would you like to change?", "The new value of redirect_uri", "Now redirect_uri: https://evil.example/callback, changed.",
		"HTTP/1.1 403", "Failed: ", "It did not go as the demo expects.", "Send it as you changed it.", "the demo's own again", "HTTP/1.1 302", "It went as the demo expects.")
}

var secret = regexp.MustCompile(`eyJ[\w-]{30,}\.|web-app-secret|trusted-app-secret|backend-secret`)

// TestEachDemoIsWalked goes through each demo to its end, every variant broken
// on the way, and hears no secret.
func TestEachDemoIsWalked(t *testing.T) {
	for _, d := range demos.All() {
		t.Run(d.Name, func(t *testing.T) {
			var lines []string
			for i, s := range d.Steps {
				first := 2 // after sending it
				if hasRequest(&d.Steps[i]) {
					first = 3
				}
				for v := range s.Variants {
					lines = append(lines, string(rune('0'+first+v)))
				}
				lines = append(lines, "s", "n")
			}
			said := talk(t, aWire(t), demo(d.Name), append(lines, "q")...)
			hears(t, said, "The end of this demo.")
			if strings.Contains(said, "could not be done") {
				t.Errorf("something could not be done:\n%s", said)
			}
			if m := secret.FindString(said); m != "" {
				t.Errorf("a secret is said: %s", m)
			}
		})
	}
}

func hasRequest(s *demos.Step) bool {
	for _, a := range s.Actions {
		if a.Request != nil {
			return true
		}
	}
	return false
}

func TestPlaces(t *testing.T) {
	w := aWire(t)
	said := talk(t, w, nil, "t", "x", "b", "m", "b", "q")
	hears(t, said, "no refresh tokens yet", "Nothing went over the wire yet", "No message has come yet")
	_ = talk(t, w, demo("rotation"), "s", "n", "s", "n", "s", "n", "s", "q")
	said = talk(t, w, nil, "t", "1", "b", "b", "x", "1", "b", "b", "c", "2", "b", "w", "leeway", "no such", "b", "q")
	hears(t, said, "Tokens: 1 refresh-token family", "spa for user@example.com", "It rotates", "Token ",
		"Traffic: ", "POST /oauth/token from here, answered", "Request:", "Response:",
		"23 November 2026, 10:0", "23 November 2026, 11:0", "leeway: For some seconds", "Source: Auth0", "No term is called")
	if m := secret.FindString(said); m != "" {
		t.Errorf("a secret is said: %s", m)
	}
	_ = talk(t, w, demo("get-a-refresh-token"), "s", "n", "s", "n", "s", "q")
	hears(t, talk(t, w, nil, "t", "q"), "Tokens: 2 refresh-token families")
}

func TestOddLines(t *testing.T) {
	said := talk(t, aWire(t), []screen.Route{{Kind: "words", Name: "leeway"}, {Kind: "nowhere"}}, "99", "-1", "fo\x1b[2Jo", "", "h", "b", strings.Repeat("x", 10_000))
	hears(t, said, "leeway: ", "The plain mode has no nowhere", `There is no choice "99"`, `There is no choice "-1"`, "There is no choice", "press enter", "Goodbye.")
	long := talk(t, aWire(t), nil, strings.Repeat("x", 100_000), "h", "q") // a paste does not end it
	hears(t, long, "There is no choice", "Type the number of a choice", "Goodbye.")
	if strings.Contains(long, strings.Repeat("x", 100)) {
		t.Error("all that was pasted is said again")
	}
}

type deaf struct{}

func (deaf) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("\x1b[2Jcut") }

func TestWithoutTheSandbox(t *testing.T) {
	said := talk(t, demos.Wire{Base: base, HTTP: deaf{}}, nil, "t", "x", "b", "m", "c", "b", "1", "s", "b", "q")
	hears(t, said, "its progress could not be read", "The tokens could not be read", "The traffic could not be read", "could not be done", "Goodbye.")
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }

// TestEnds ends when nobody listens or speaks any more.
func TestEnds(t *testing.T) {
	cfg := plain.Config{Wire: aWire(t), Demos: demos.All(), Rand: rand.NewChaCha8([32]byte{7}), In: strings.NewReader("1\ns\n"), Out: full{}}
	if err := plain.Run(t.Context(), cfg); err == nil {
		t.Error("what cannot be written gives no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	in, _ := io.Pipe()
	cfg.In, cfg.Out = in, io.Discard
	if err := plain.Run(ctx, cfg); err != nil {
		t.Error(err)
	}
}

type handless struct{}

func (handless) RoundTrip(*http.Request) (*http.Response, error) { panic("no hands") }

func TestPanic(t *testing.T) {
	dir := t.TempDir()
	err := plain.Run(t.Context(), plain.Config{Wire: demos.Wire{Base: base, HTTP: handless{}}, Demos: demos.All(), Now: now, DataDir: dir, In: strings.NewReader(""), Out: io.Discard})
	e, ok := errors.AsType[*guard.Error](err)
	if !ok || !strings.HasPrefix(e.File, dir) || !strings.Contains(e.Error(), "no hands") {
		t.Errorf("%v", err)
	}
}

func TestOpenOnAStep(t *testing.T) {
	w := aWire(t)
	_ = talk(t, w, demo("rotation"), "s", "n", "s", "q")
	hears(t, talk(t, w, demo("rotation/1/why"), "q"), "Step 1 of ")
	hears(t, talk(t, w, demo("rotation/4"), "q"), "Step 4 comes after step 3, which is next.", "Step 3 of ")
}

func TestTokensAreExplained(t *testing.T) {
	said := talk(t, aWire(t), demo("client-credentials"), "s", "t", "q")
	hears(t, said, "Hear what the tokens say.", "The access_token, eyJ", "Header:", "alg: RS256.", "Claims:", "aud: https://expenses.example/api.", "exp: ", "which is 2")
	if m := secret.FindString(said); m != "" {
		t.Errorf("a secret is said: %s", m)
	}
}
