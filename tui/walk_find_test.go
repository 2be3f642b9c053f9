package tui

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/demos"
)

// TestFindInAPane takes every letter for text, goes round, goes on in another
// pane, and ends with esc where one is.
func TestFindInAPane(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("get-a-refresh-token"))
	d.press("enter", "tab", "/")
	d.sees("┫ Why ┣", "type what to find", "esc end the search")
	d.press("qnt?")
	d.sees("/ qnt?▏", "not in this pane")
	d.press("backspace", "backspace", "backspace", "backspace", "THE ")
	d.sees("/ THE ▏", "1 of ")
	d.press("enter")
	d.sees("2 of ")
	d.press("ctrl+p", "ctrl+p")
	frame := d.frame()
	if !strings.Contains(frame, "┃▸") || !strings.Contains(frame, "┃›") {
		t.Errorf("what was found is not marked:\n%s", frame)
	}
	d.press("shift+tab", "shift+tab")
	d.sees("┫ Request ┣", "/ THE ▏", "not in this pane")
	d.press("esc")
	d.sees("┫ Request ┣", "enter next: log in")
	if strings.Contains(d.frame(), "┃›") {
		t.Errorf("the marks stay:\n%s", d.frame())
	}
	d.press("/")
	d.sees("type what to find")
	d.press("esc", "q")
	d.sees("What you will learn")
}

// TestFindInAnExchange of Traffic and of the composer: in the exchange that is
// open, "/" finds; in the list it filters.
func TestFindInAnExchange(t *testing.T) {
	wire := realEngine(t)
	someTraffic(t, wire)
	d := drive(t, wire, lessons(t), 120, 36)
	d.press("x", "g", "enter", "/")
	d.sees("type what to find", "esc end the search")
	d.press("GRANT_type")
	d.sees("/ GRANT_type▏", "1 of 1", "┃▸")
	d.press("tab", "tab")
	d.sees("┫ Why ┣", "/ GRANT_type▏")
	d.press("esc")
	if frame := d.frame(); strings.Contains(frame, "GRANT_type▏") || !strings.Contains(frame, "┫ Why ┣") {
		t.Errorf("esc does not end the search where it is:\n%s", frame)
	}
	d.press("esc", "/")
	d.sees("filter by this")
	d.press("esc", "esc", "n", "S", "tab")
	d.press("/")
	d.sees("type what to find")
	d.press("date")
	d.sees("/ date▏", "1 of ")
	d.press("esc")
	d.sees("enter back to the request")
}

// TestFindInTheTokens: in what went over the wire, and in the other panes.
func TestFindInTheTokens(t *testing.T) {
	wire := realEngine(t)
	d := drive(t, wire, lessons(t), 120, 36)
	d.press("t")
	reused(t, d, wire)
	d.press("tab", "tab", "/", "invalid_grant")
	d.sees("What went over the wire", "/ invalid_grant▏", "1 of ", "┃▸", "esc end the search")
	d.press("tab")
	d.sees("not in this pane")
	d.press("esc", "/", "web-app")
	d.sees("/ web-app▏")
	d.press("esc")
	d.sees("enter actions")
}

// TestFindTakesTheCursorAlong in the lists and forms of the other screens, at
// each size; there enter goes to the next find and changes nothing.
func TestFindTakesTheCursorAlong(t *testing.T) {
	for _, width := range []int{80, 120} {
		wire := realEngine(t)
		d := drive(t, wire, lessons(t), width, 24)
		before, err := d.app.c.Remote.Sandbox(t.Context())
		if err != nil {
			t.Fatal(err)
		}

		// Settings of the policy, then its users with their factors.
		d.press("f", "/", "dial")
		d.sees("/ dial▏", "1 of 1", "▸ dialect", "esc end the search")
		d.press("enter", "tab", "esc")
		d.sees("enter block the user")
		d.press("/", "+15555550100")
		d.sees("1 of ", "▸ ")
		d.press("esc")
		d.sees("enter block the user")
		if u := d.app.top().(interface{ User() string }).User(); u != "phone@example.com" && u != "all@example.com" {
			t.Errorf("%d columns: the cursor is on %s, not on a user with that number", width, u)
		}
		d.press("/", "no such thing")
		d.sees("not in this pane")
		d.press("esc", "q", "q")

		// Clients, and the form of the one that was found.
		d.press("s", "/", "partner")
		d.sees("/ partner▏", "1 of ", "▸ partner-app")
		d.press("esc", "enter", "/", "callback")
		d.sees("/ callback▏", "1 of ", "esc end the search")
		d.press("esc")
		d.sees("partner-app", "▸ callbacks")
		d.press("esc", "5", "/", "dial")
		d.sees("/ dial▏", "1 of 1", "▸ dialect")
		d.press("4") // text, not a tab
		d.sees("/ dial4▏", "not in this pane")
		d.press("esc", "q", "q")

		after, err := d.app.c.Remote.Sandbox(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("looking for something changed the sandbox (-before +after):\n%s", diff)
		}
	}
}

// TestFindOnThePhone: among the messages, among the apps, and in a message
// that is zoomed to.
func TestFindOnThePhone(t *testing.T) {
	for _, width := range []int{80, 120} {
		f := newFakePhone(anSMS, anEmail, aCall)
		d := drive(t, f.wire(), lessons(t), width, 24)
		d.press("m", "/", "EMAIL")
		d.sees("/ EMAIL▏", "1 of ", "esc end the search")
		d.press("esc", "y")
		if f := d.frame(); strings.Contains(f, "EMAIL▏") {
			t.Errorf("esc leaves the search open:\n%s", f)
		}
		d.press("z", "/", "code")
		d.sees("/ code▏", "1 of ")
		d.press("esc", "z", "tab", "/", "example.com")
		d.sees("Authenticator apps", "/ example.com▏", "1 of ")
		d.press("enter", "tab")
		d.sees("/ example.com▏")
		d.press("esc", "q")
	}
}
