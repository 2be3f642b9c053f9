package plain_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/plain"
	"github.com/playgrant/playgrant/tui/screen"
)

// heard is what was said so far, to be waited for.
type heard struct {
	mu   sync.Mutex
	more *sync.Cond
	text bytes.Buffer
	read int
	end  bool
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.more.Broadcast()
	return h.text.Write(p)
}

// until waits until a text is said, after what was waited for before; false
// if the talk ends without it.
func (h *heard) until(text string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for {
		if i := strings.Index(h.text.String()[h.read:], text); i >= 0 {
			h.read += i + len(text)
			return true
		}
		if h.end {
			return false
		}
		h.more.Wait()
	}
}

func get(t *testing.T, w demos.Wire, path string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.Base+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := w.HTTP.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
}

// TestTrafficIsFollowed: what comes while one follows is said by itself, in
// its order, if it fits the filter; a line ends it.
func TestTrafficIsFollowed(t *testing.T) {
	w := aWire(t)
	h := &heard{}
	h.more = sync.NewCond(&h.mu)
	in, lines := io.Pipe()
	go func() {
		if err := plain.Run(t.Context(), plain.Config{
			Wire: w, Demos: demos.All(), Open: []screen.Route{{Kind: "traffic"}}, Rand: rand.NewChaCha8([32]byte{7}), Now: now, In: in, Out: h,
		}); err != nil {
			t.Error(err)
		}
		h.mu.Lock()
		h.end = true
		h.mu.Unlock()
		h.more.Broadcast()
	}()
	for _, c := range []struct{ path, typed, said string }{
		{"", "", "Your choice"},
		{"", "f", "Each exchange is said as it comes. Enter ends it.\n"},
		{"/.well-known/jwks.json", "", "No. 1: GET /.well-known/jwks.json from here, answered 200.\n"},
		{"/userinfo", "", "No. 2: GET /userinfo from here, answered 401"},
		{"", "\n", "No longer followed. The list has what came.\n\nTraffic: 2 of 2 exchanges"},
		{"", "/\nstatus:4xx", "Your choice"},
		{"", "f", "Each exchange that fits status:4xx is said as it comes."},
		{"/.well-known/jwks.json", "", ""},
		{"/userinfo", "", "\nNo. 4: GET /userinfo"},
		{"", "\nq", "Goodbye.\n"},
	} {
		if c.path != "" {
			get(t, w, c.path)
		}
		if c.typed != "" {
			if _, err := io.WriteString(lines, c.typed+"\n"); err != nil {
				t.Fatal(err)
			}
		}
		if !h.until(c.said) {
			t.Fatalf("after %q, %q: %q is not said:\n%s", c.path, c.typed, c.said, h.text.String())
		}
	}
	if strings.Contains(h.text.String(), "No. 3: GET /.well-known/jwks.json from here, answered 200.\nNo. 4") {
		t.Error("what does not fit the filter is said")
	}
}

type unreachable struct{}

func (unreachable) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("the wire is cut")
}

// TestWireLog: with v, what went over the wire is said before each question,
// once; with v again no longer.
func TestWireLog(t *testing.T) {
	w := aWire(t)
	said := talk(t, w, demo("client-credentials"), "v", "s", "h", "v", "4", "q")
	hears(t, said, "From now on what went over the wire is said before each question. v again ends it.",
		"On the wire: No. 1: POST /oauth/token from here, answered 200, client backend, grant client_credentials.\nYour choice", "What goes over the wire is no longer said.")
	if n := strings.Count(said, "On the wire"); n != 1 {
		t.Errorf("said %d times:\n%s", n, said)
	}
	hears(t, talk(t, demos.Wire{Base: base, HTTP: unreachable{}}, nil, "v", "q"), "The wire's log stays off: ")
}

// TestAnAppIsPointedHere: what an app is told can be heard with its secret
// masked, and saved whole.
func TestAnAppIsPointedHere(t *testing.T) {
	t.Chdir(t.TempDir())
	w := aWire(t)
	said := talk(t, w, []screen.Route{{Kind: "sandbox", Name: "clients/web-app"}}, "p", "Next.js", "s", "Go", "b", "b", "y", "1", "1", "b", "b", "b", "apis", "1", "p", "q")
	hears(t, said, "Point your app here: what its SDK has to be told. Also p.", "Point your app here: client web-app, at http://localhost:2884.",
		"Next.js: @auth0/nextjs-auth0.", "AUTH0_CLIENT_SECRET=web*****MASKED*****", "Saved in web-app-nextjs.txt, which only you can read.",
		"go-oidc", "Copy or save what?", "Saved in client_id.txt.", `There is no choice "p"`)
	if strings.Contains(said, "web-app-secret\n") {
		t.Error("the secret is said")
	}
	if text, err := os.ReadFile("web-app-nextjs.txt"); err != nil || !strings.Contains(string(text), "AUTH0_CLIENT_SECRET=web-app-secret\n") {
		t.Errorf("%v: %s", err, text)
	}
}
