package tui

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// fetch sends a request as this interface would.
func fetch(t *testing.T, wire demos.Wire, method, path string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, wire.Base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := wire.HTTP.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}

func TestTheStripShowsWhatGoesOverTheWire(t *testing.T) {
	wire := realEngine(t)
	d := drive(t, wire, lessons(t), 80, 24)
	d.press("v")
	d.sees("the wire", "Nothing went over the wire yet")
	fetch(t, wire, "GET", "/.well-known/jwks.json")
	fetch(t, wire, "GET", "/userinfo")
	d.send(newsNext{})
	d.sees("09:00:00", "/.well-known/jwks.json", "✓ 200", "/userinfo", "✗ 401", "here")
	fetch(t, wire, "POST", "/sandbox/reset")
	d.send(newsNext{})
	d.sees("Nothing went over the wire yet")
	d.press("v")
	if rows := d.app.strip.Rows(24); rows != 0 {
		t.Errorf("switched off, it takes %d rows", rows)
	}
}

// TestTheStripFitsUnderEveryScreen looks at each frame: it has to be exactly
// as large as the terminal.
func TestTheStripFitsUnderEveryScreen(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}, {200, 60}, {300, 100}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			wire := realEngine(t)
			d := drive(t, wire, demos.All(), size[0], size[1])
			d.press("v", "t", "esc", "m", "esc", "f", "esc", "c", "esc", "?", "esc", "ctrl+p", "esc")
			for range 12 {
				d.press("enter", "tab", "tab", "tab")
			}
		})
	}
}

func TestNobodyIsAskedForNewsAtRest(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 80, 24)
	if d.app.asking || d.app.hear() != nil {
		t.Error("the server is asked although nobody wants to know")
	}
}
