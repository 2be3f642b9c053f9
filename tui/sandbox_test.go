package tui

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestSandboxFrames holds the forms of the real sandbox against frames that
// were looked at.
func TestSandboxFrames(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}, {200, 60}} {
		suffix := fmt.Sprintf(".%dx%d.txt", size[0], size[1])
		d := drive(t, realEngine(t), lessons(t), size[0], size[1])
		scene := func(name string, keys ...string) {
			t.Helper()
			d.press(keys...)
			expect(t, "sandbox-"+name+suffix, trimmed(d.frame()))
		}
		scene("clients", "s")
		scene("form", "down", "down", "enter", "down")
		scene("switched", "down", "down", "down", "enter")
		scene("undone", "u")
		scene("card", "p", "right")
		scene("new", "esc", "esc", "a", "Orders")
		scene("apis", "esc", "2", "enter", "down", "down")
		scene("users", "esc", "3")
		scene("policy", "5")
		scene("no-snapshot", "6")
		scene("snapshot", "a", "enter")
		scene("reset", "R")
	}
}

func TestAFieldIsTriedAsOneTypes(t *testing.T) {
	w := realEngine(t)
	d := drive(t, w, lessons(t), 120, 40)
	name := func() string {
		t.Helper()
		things, err := d.app.c.Remote.Things(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return things.Clients[0]["name"].(string)
	}
	d.press("s", "enter", "enter", "ctrl+u")
	d.sees("✗", "name must be text of 1 to 255 characters")
	d.press("enter") // nothing happens while it is wrong
	d.sees("name must be")
	d.press("Back")
	d.sees("✓ the server takes it")
	if name() != "Back End" {
		t.Errorf("a change that was only tried was made: %s", name())
	}
	d.press("enter")
	d.sees("✓ in effect  PATCH /sandbox/clients/backend")
	if name() != "Back" {
		t.Errorf("the name is %s", name())
	}
	d.press("u")
	d.sees("backend is as it was before")
	if name() != "Back End" {
		t.Errorf("undone, the name is %s", name())
	}
}

func TestWhatIsRemovedComesBackWhole(t *testing.T) {
	w := realEngine(t)
	d := drive(t, w, lessons(t), 120, 40)
	before, err := d.app.c.Remote.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// backend and its client grant; a user with factors.
	d.press("s", "D", "enter", "3", "down", "D", "enter")
	gone, err := d.app.c.Remote.Setup(t.Context())
	if err != nil || len(gone.Clients) != len(before.Clients)-1 || len(gone.ClientGrants) != 0 || len(gone.Users) != len(before.Users)-1 {
		t.Fatalf("%d clients, %d grants, %d users, %v\n%s", len(gone.Clients), len(gone.ClientGrants), len(gone.Users), err, d.frame())
	}
	d.press("u", "1", "u")
	after, err := d.app.c.Remote.Setup(t.Context())
	if err != nil || len(after.Clients) != len(before.Clients) || len(after.ClientGrants) != 1 || len(after.Users) != len(before.Users) {
		t.Fatalf("%d clients, %d grants, %d users, %v", len(after.Clients), len(after.ClientGrants), len(after.Users), err)
	}
	for i := range before.Users {
		if len(after.Users[i].Factors) != len(before.Users[i].Factors) || after.Users[i].PasswordHash != before.Users[i].PasswordHash {
			t.Errorf("%s came back less than whole", before.Users[i].Email)
		}
	}
}

func TestAResetCanBeUndone(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 120, 40)
	d.press("s", "D", "enter", "R")
	d.sees("the sandbox is fresh again", "backend")
	d.press("u")
	d.sees("the whole sandbox is as it was before")
	things, err := d.app.c.Remote.Things(t.Context())
	if err != nil || len(things.Clients) != 6 {
		t.Errorf("%d clients, %v", len(things.Clients), err)
	}
}

func TestASandboxThatCannotBeRead(t *testing.T) {
	w := realEngine(t)
	w.HTTP = refusing{w.HTTP}
	d := drive(t, w, lessons(t), 80, 24)
	d.press("s")
	d.sees("✗ The sandbox could not be read", "enter looks again")
}

type refusing struct{ http.RoundTripper }

func (r refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Path == "/sandbox" {
		return nil, http.ErrServerClosed
	}
	return r.RoundTripper.RoundTrip(req)
}

// TestWhatIsLongHidesNoMeaning: a name that is too long for its column leaves
// room for what the list says of it.
func TestWhatIsLongHidesNoMeaning(t *testing.T) {
	w := crowd(t)
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}} {
		d := drive(t, w, lessons(t), size[0], size[1])
		d.press("s", "3")
		found := false
		for range 80 {
			d.press("down")
			for line := range strings.SplitSeq(d.frame(), "\n") {
				found = found || strings.Contains(line, "somebody-whose") && strings.Contains(line, "… ") && strings.Contains(line, "✗ blocked")
			}
		}
		if !found {
			t.Errorf("%v: no user with a long address is seen to be blocked:\n%s", size, d.frame())
		}
	}
}

// TestUndoIsOfferedOnceThereIsSomething: a key that does nothing is not named.
func TestUndoIsOfferedOnceThereIsSomething(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 120, 36)
	d.press("s")
	if strings.Contains(d.frame(), "u undo") {
		t.Errorf("undo is named where nothing was changed:\n%s", d.frame())
	}
	d.press("D", "enter")
	d.sees("u undo", "✓ in effect  DELETE /sandbox/clients/backend  u undoes it.")
	d.press("u")
	d.sees("backend is as it was before")
	if strings.Contains(d.frame(), "u undo") {
		t.Errorf("undo is named where all is undone:\n%s", d.frame())
	}
}
