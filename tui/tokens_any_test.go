package tui

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
)

// TestTokensAtAnySize is TestAnySize for the tokens and the clock; drive looks
// at each frame, and the keys of each place are held against each other.
func TestTokensAtAnySize(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	play(t, played(t, "tokens"), 80, 24, func(name string, d *driver) {
		for range 8 {
			d.send(tea.WindowSizeMsg{Width: 60 + chance.IntN(161), Height: 16 + chance.IntN(55)})
			d.look()
		}
		d.send(tea.WindowSizeMsg{Width: 60, Height: 16})
		d.look()
		if d.app.top().Capturing() {
			return
		}
		bar, more := d.app.top().Keys()
		taken := map[string]bool{}
		for _, k := range append(append(bar, more...), globalKeys()...) {
			for _, key := range k.Keys() {
				if taken[key] {
					t.Errorf("%s: %q does two things", name, key)
				}
				taken[key] = true
			}
		}
	})
}

// instead answers some paths by itself.
type instead struct {
	http.RoundTripper
	answer func(path string) (status int, body any, mine bool)
}

func (i instead) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body, mine := i.answer(r.URL.Path)
	if !mine {
		return i.RoundTripper.RoundTrip(r)
	}
	text, err := json.Marshal(body)
	return &http.Response{StatusCode: status, Status: http.StatusText(status), Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(text))), Request: r}, err
}

func TestAnExchangeThatIsNoLongerKept(t *testing.T) {
	w := realEngine(t)
	logIn(t, w, 0)
	w.HTTP = instead{w.HTTP, func(path string) (int, any, bool) {
		return http.StatusNotFound, nil, strings.HasPrefix(path, "/sandbox/exchanges/")
	}}
	d := drive(t, w, lessons(t), 120, 36)
	d.press("t")
	for _, keys := range [][]string{{"r"}, {"2", "enter"}, {"d", "enter"}} {
		d.press(keys...)
		d.sees("✗ not done  Token 1 cannot be sent", "no longer kept", "Log in again", "● 1  living")
	}
	d.press("y")
	d.sees("Not copied")
}

func TestAClientThatIsGone(t *testing.T) {
	w := realEngine(t)
	logIn(t, w, 0)
	w.HTTP = instead{w.HTTP, func(path string) (int, any, bool) {
		return http.StatusOK, model.Sandbox{}, path == "/sandbox"
	}}
	d := drive(t, w, lessons(t), 120, 36)
	d.press("t", "r")
	d.sees("✗ not done  The client trusted-app is not there any more")
}

// TestHostileNames holds the screen against names that could steer a terminal;
// drive looks at each frame for what they would do to it.
func TestHostileNames(t *testing.T) {
	const evil = "\x1b[2J\x1b]0;x\x07\r\n\u202eevil"
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	end := now.Add(time.Hour)
	family := model.FamilyView{
		ID: "fam_" + evil, ClientID: evil, User: evil, Audience: evil, Scope: evil, State: model.StateActive, Cause: evil,
		Rotating: true, CreatedAt: now, ExpiresAt: &end, SessionID: evil,
		Tokens: []model.TokenView{{ID: evil, State: evil, CreatedAt: now, Cause: evil}, {ID: evil + ".2", Parent: evil, State: model.StateActive, CreatedAt: now}},
	}
	dead := family
	dead.ID, dead.State = "b", evil
	w := demos.Wire{Base: base, HTTP: instead{realEngine(t).HTTP, func(path string) (int, any, bool) {
		switch path {
		case "/sandbox/families":
			return http.StatusOK, []model.FamilyView{family, dead}, true
		case "/sandbox/sessions":
			return http.StatusOK, []model.SessionView{{ID: evil, User: evil, State: evil}}, true
		}
		return 0, nil, false
	}}}
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
		d := drive(t, w, lessons(t), size[0], size[1])
		d.each = func(frame string) {
			if strings.ContainsAny(frame, "\x07\r\u202e") || strings.Contains(frame, "\x1b[2J") || strings.Contains(frame, "\x1b]") {
				t.Errorf("a control sequence reached the screen:\n%q", frame)
			}
		}
		d.press("t", "down", "enter", "esc", "p", "esc", "r", "D", "esc", "i", "esc", "c", "esc", "tab", "y", "up", "2")
	}
}
