package tui

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/enginetest"
)

// listening collects what is secret in all that goes over the wire.
type listening struct {
	http.RoundTripper
	secrets map[string]bool
}

var secretIn = regexp.MustCompile(`"(?:access_token|id_token|refresh_token|mfa_token|code_verifier)":\s*"([^"]{8,})"|[?&]code=([^&"]{8,})|^playgrant_\w+=([^;]{8,})`)

func (l *listening) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := l.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if strings.HasPrefix(r.URL.Path, "/sandbox") {
		return resp, nil
	}
	texts := append([]string{string(body), resp.Header.Get("Location")}, resp.Header.Values("Set-Cookie")...)
	for _, text := range texts {
		for _, m := range secretIn.FindAllStringSubmatch(text, -1) {
			l.secrets[m[1]+m[2]+m[3]] = true
		}
	}
	return resp, nil
}

// TestSecretsStayHidden looks at each place of each step of each demo and its
// variants, pretty and raw, and finds no secret whole.
func TestSecretsStayHidden(t *testing.T) {
	for i, demo := range demos.All() {
		if enginetest.Race && i%6 != 0 {
			continue
		}
		t.Run(demo.Name, func(t *testing.T) {
			t.Parallel()
			wire := realEngine(t)
			l := &listening{wire.HTTP, map[string]bool{"web-app-secret": true, "trusted-app-secret": true, "backend-secret": true}}
			wire.HTTP = l
			frames := map[string]bool{}
			d := drive(t, wire, demos.All(), 200, 60, begin(demo.Name))
			d.each = func(frame string) { frames[frame] = true }
			look := func() {
				for range 5 {
					d.press("tab", "r", "[", "[", "r", "]", "]")
				}
			}
			for _, s := range demo.Steps {
				d.press("down", "down", "e")
				if d.app.top().Capturing() {
					d.press("esc")
				}
				look()
				for i := range s.Variants {
					d.press("b")
					for range i {
						d.press("down")
					}
					d.press("enter")
					look()
					d.press("esc")
				}
				d.press("enter")
				look()
				d.press("enter")
			}
			d.sees("The end of this demo")
			fewest := 3 // of the clients, which are known before
			for _, s := range demo.Steps {
				switch s.Kind {
				case demos.KindToken:
					fewest = max(fewest, 4)
				case demos.KindLogin, demos.KindExchange, demos.KindRefresh, demos.KindMFA:
					fewest = 10
				}
			}
			if len(l.secrets) < fewest {
				t.Errorf("only %d secrets went over the wire", len(l.secrets))
			}
			for frame := range frames {
				for secret := range l.secrets {
					if i := strings.Index(frame, secret); i >= 0 {
						t.Fatalf("%q is on screen: …%s…", secret, frame[max(0, i-60):i+20])
					}
				}
			}
		})
	}
}
