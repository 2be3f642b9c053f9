package tui

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/tui/keymap"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
)

// TestQuestionsSteerNoTerminal: what is asked about may be named by anyone.
func TestQuestionsSteerNoTerminal(t *testing.T) {
	const evil = "\x1b[2J\x1b]0;x\x07\r\n\u202eevil\u200d"
	w := realEngine(t)
	d := drive(t, w, lessons(t), 80, 24)
	clean := func() {
		t.Helper()
		if frame := d.app.View(); strings.ContainsAny(frame, "\x07\r\u202e\u200d") || strings.Contains(frame, "\x1b[2J") || strings.Contains(frame, "\x1b]") {
			t.Errorf("a control sequence reached the screen:\n%q", frame)
		}
		d.sees("evil")
	}
	item := screen.Item{Title: evil, Note: evil}
	d.send(screen.Confirm{Title: evil, Text: evil, Yes: evil})
	clean()
	d.press("esc")
	d.send(screen.Choose{Title: evil, Items: []screen.Item{item, item}})
	clean()
	d.press("esc")
	d.send(screen.Copies{List: []screen.Copyable{{What: evil, Note: evil, File: evil, Text: screen.Text("")}}})
	clean()
	d.press("esc")
	d.send(screen.Toast{Text: evil})
	clean()
	// A name that the server takes, in the question whether to remove it.
	if _, err := d.app.c.Remote.Change(t.Context(), "POST", "/sandbox/clients", remote.Object{"client_id": "aa\u202eevil", "name": "x", "app_type": "spa"}, false); err != nil {
		t.Fatal(err)
	}
	d.press("s", "g", "D")
	d.sees("Remove client aa")
	clean()
}

// TestAMenuHearsOtherKeys: what is chosen from the menu is done under whatever
// key it has now.
func TestAMenuHearsOtherKeys(t *testing.T) {
	w := realEngine(t)
	logIn(t, w, 0)
	d := drive(t, w, lessons(t), 120, 36, remapped(t, keymap.Entry{Action: "tokens.refresh", Keys: []string{"ctrl+r"}}))
	d.press("t", "enter")
	d.sees("What happens to this family?", "ctrl+r  refresh")
	d.press("enter")
	d.sees("✓ refreshed", "Token 1 was exchanged")
}

// TestAnEntryIsTakenAwayWhileItIsEdited: somebody else changes the list, and
// the screen hears of it. One that only moved is still the one that is meant.
func TestAnEntryIsTakenAwayWhileItIsEdited(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 120, 60)
	d.press("s", "G", "enter")
	d.sees("web-app")
	entry := regexp.MustCompile(`▸ +https://yourapp.example/callback`)
	for range 60 {
		if entry.MatchString(d.frame()) {
			break
		}
		d.press("down")
	}
	d.press("enter", "x")
	d.sees("https://yourapp.example/callbackx▏")
	change := func(callbacks ...string) {
		t.Helper()
		if _, err := d.app.c.Remote.Change(t.Context(), "PATCH", "/sandbox/clients/web-app", remote.Object{"callbacks": callbacks}, false); err != nil {
			t.Fatal(err)
		}
		d.send(screen.SandboxReset{})
	}
	change("https://yourapp.example/callback", "https://a.example/cb")
	d.press("z")
	d.sees("✓ the server takes it")
	change("https://a.example/cb")
	d.press("y")
	d.sees("taken from the list meanwhile")
	d.press("enter", "esc")
	d.sees("web-app")
}

// TestTheCommandThatOpensAPlaceIsOne: a client's name runs nothing in the shell
// that the command is pasted into.
func TestTheCommandThatOpensAPlaceIsOne(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell")
	}
	for _, id := range []string{"it's`echo ran`", "$(echo ran)", "a;echo ran", `b"\`, "~", "web-app"} {
		w := realEngine(t)
		d := drive(t, w, lessons(t), 120, 36)
		if id != "web-app" {
			if _, err := d.app.c.Remote.Change(t.Context(), "POST", "/sandbox/clients", remote.Object{"client_id": id, "name": "x", "app_type": "spa"}, false); err != nil {
				t.Fatal(err)
			}
		}
		d.send(screen.Open{Route: screen.Route{Kind: "sandbox", Name: "clients/" + id}})
		d.press("Y")
		list := d.app.overlays[0].(*copying).list
		command, err := list[len(list)-1].Text(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), sh, "-c", `playgrant() { printf %s "$2"; }; `+command).CombinedOutput()
		if err != nil || string(out) != "sandbox/clients/"+id {
			t.Errorf("%s opens %q: %v", command, out, err)
		}
	}
}
