package tui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// TestEditorFrames holds the editor of a whole request, in the walkthrough,
// against frames that were looked at.
func TestEditorFrames(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}, {200, 60}} {
		suffix := fmt.Sprintf(".%dx%d.txt", size[0], size[1])
		d := drive(t, realEngine(t), lessons(t), size[0], size[1], begin("get-a-refresh-token"))
		scene := func(name string, keys ...string) {
			t.Helper()
			d.press(keys...)
			expect(t, "edit-"+name+suffix, steady(trimmed(d.frame())))
		}
		for range 4 {
			d.press("enter")
		}
		scene("whole", "E")
		scene("method", "down", "enter")
		scene("path", "esc", "down", "enter", "revo")
		scene("value", "esc", "G", "k", "k", "k", "k", "k", "enter")
		scene("added", "esc", "G", "enter", "scope", "enter", "openid", "enter")
		scene("add", "a")
		scene("body", "esc", "B")
		scene("text", "down", "down", "enter", "&x=%zz")
		scene("kept", "esc", "E")
	}
}

// TestTheWholeRequestIsEdited goes through all that can be done to a request,
// and sees what goes out.
func TestTheWholeRequestIsEdited(t *testing.T) {
	sent := func(d *driver) string {
		t.Helper()
		list, err := d.app.c.Remote.NewestExchange(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		x, err := d.app.c.Remote.Exchange(t.Context(), list)
		if err != nil {
			t.Fatal(err)
		}
		return x.Request
	}
	begun := func(t *testing.T) *driver {
		d := drive(t, realEngine(t), lessons(t), 120, 40, begin("get-a-refresh-token"))
		d.press("enter", "enter", "enter", "enter", "E")
		d.sees("Body: form", "Content-Type", "client_secret")
		return d
	}
	for _, c := range []struct {
		name string
		keys []string
		want []string
	}{
		{"a header is added", []string{"a", "down", "enter", "Origin", "enter", "https://evil.example", "enter", "S"}, []string{"Origin: https://evil.example\r\n"}},
		{"a header is taken away", []string{"down", "down", "down", "-", "S"}, []string{"HTTP/1.1\r\nHost: localhost:2884\r\n"}},
		{"the method is another", []string{"down", "enter", "down", "down", "enter", "S"}, []string{"PUT /oauth/token"}},
		{"the path is another", []string{"down", "down", "enter", "ctrl+u", "/nowhere", "enter", "g", "enter"}, []string{"POST /nowhere HTTP/1.1"}},
		{"a parameter has another name", []string{"G", "k", "N", "ctrl+u", "callback", "enter", "S"}, []string{"&callback="}},
		{"a parameter goes twice", []string{"G", "k", "d", "e", "ctrl+u", "x", "enter", "S"}, []string{"&redirect_uri=https%3A%2F%2Fyourapp.example%2Fcallback&redirect_uri=x"}},
		{"the body is broken", []string{"B", "down", "down", "enter", "&%zz", "esc", "S"}, []string{"&%zz"}},
		{"the body is JSON", []string{"B", "down", "enter", "S"}, []string{"Content-Type: application/json", `{"grant_type": "authorization_code"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := begun(t)
			d.press(c.keys...)
			for _, want := range c.want {
				if got := sent(d); !contains(got, want) {
					t.Errorf("sent %q, which has no %q", got, want)
				}
			}
		})
	}
	d := begun(t)
	d.press("a", "down", "enter", "bad name", "enter")
	d.sees("The name of a header has letters")
	d.sees("bad name▏") // and is seen as it is typed
	d.press("esc", "a", "enter", "nonce")
	d.sees("Query ┄", "nonce▏")
	d.press("esc", "g", "down", "down", "enter", "ctrl+u", "/a b", "enter")
	d.sees("A path has no space")
	d.press("esc", "G", "enter", "scope", "enter", "down", "enter")
	d.sees("* added")
	d.press("u")
	if contains(d.frame(), "* added") {
		t.Error("undo leaves something")
	}
}

// TestAnEditOutlivesAStepDoneAnew changes a later step, sends an earlier one
// again, and finds the change, the added parameter included, and the new code.
func TestAnEditOutlivesAStepDoneAnew(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 120, 40, begin("get-a-refresh-token"))
	d.press("enter", "enter", "enter", "enter", "E", "G", "enter", "audience", "enter", "urn:mine", "enter", "E")
	d.sees("audience", "urn:mine", "* changed")
	d.press("1", "S", "enter", "enter", "enter")
	d.sees("▸③ exchange", "audience", "urn:mine", "* changed", "enter send")
	d.press("enter")
	d.sees("✓ as expected")
}

func contains(text, part string) bool { return strings.Contains(text, part) }
