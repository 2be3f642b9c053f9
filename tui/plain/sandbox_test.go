package plain_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
)

func at(kind, name string) []screen.Route { return []screen.Route{{Kind: kind, Name: name}} }

func things(t *testing.T, w demos.Wire) (clients, users string) {
	t.Helper()
	r := &remote.Client{Base: w.Base, HTTP: w.HTTP}
	known, err := r.Sandbox(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range known.Clients {
		clients += c.ClientID + " " + c.Name + " " + strings.Join(c.Callbacks, ",") + "\n"
	}
	for _, u := range known.Users {
		users += u.Email + " " + u.Name + "\n"
	}
	return clients, users
}

func TestSandboxIsSaid(t *testing.T) {
	said := talk(t, aWire(t), place("sandbox"), "clients", "web-app", "r", "b", "b", "users", "otp@example.com", "r", "b", "b", "apis", "https://expenses.example/api", "r", "q")
	hears(t, said, "Clients: 7.", "web-app, regular web.", "Client web-app. Which part?", "What it is.", "secret: web*****MASKED*****", "callbacks: http://localhost:3000/callback",
		"User otp@example.com.", "password: kept as a hash", "otp", "API https://expenses.example/api", "scopes: read:expenses", "lifetime: 86400 s, 1 d", "Goodbye.")
	for _, secret := range []string{"web-app-secret", "RECOVERYCODEFORTHEOTPUSE", "JBSWY3DPEHPK3PXP", "opensesame\n"} {
		if strings.Contains(said, secret) {
			t.Errorf("%s is said", secret)
		}
	}
}

// TestChangeAClient changes it field by field; what the server refuses is not
// changed, and says so.
func TestChangeAClient(t *testing.T) {
	w := aWire(t)
	said := talk(t, w, at("sandbox", "clients/web-app"),
		"What it is", "name", "Wherever", "client id", "kind", "wrong", "spa", "b",
		"Where browsers may go", "7", "not a url", "https://new.example/cb", "1", "-", "b",
		"Which grants it may use", "1", "b",
		"Refresh tokens", "leeway", "soon", "15 min", "absolute lifetime", "12 d", "20 d", "q")
	hears(t, said, "Done: web-app is changed.", "It stays as it is.", "Expected one of regular_web, spa", "kind: spa",
		"Nothing was changed: ", "7. callbacks: https://new.example/cb", "authorization_code, on", "authorization_code, off",
		"Expected seconds, or 15 min", "leeway: 900 s, 15 min", "Nothing was changed: ", "absolute lifetime: 1728000 s, 20 d.", "Goodbye.")
	clients, _ := things(t, w)
	if !strings.Contains(clients, "web-app Wherever http://localhost:3000/auth/callback,") || !strings.Contains(clients, ",https://new.example/cb\n") {
		t.Errorf("%s", clients)
	}
}

// TestAddCopyRemoveUndo does so with clients, APIs and users, with wrong values
// on the way.
func TestAddCopyRemoveUndo(t *testing.T) {
	w := aWire(t)
	said := talk(t, w, place("sandbox"),
		"clients", "a", "New app", "spaceship", "spa", "web-app", "new-app", // the id is taken: asked again
		"new-app", "d", "", "", "", "u", "b",
		"users", "a", "not an email", "shrt", "", "longenough", "new@example.com", "new@example.com", "remove", "no", "remove", "yes", "u", "b",
		"apis", "a", "https://orders.example/api", "", "q")
	hears(t, said, "A new client", "Expected one of regular_web, spa, native, non_interactive.", "Nothing was changed: ", "Done: new-app is there now.", "A client like new-app", "Done: new-app-copy is as it was before.",
		"A new user", "Nothing was changed: ", "Nothing was changed: ", "Done: new@example.com is there now.", "It stays as it was.", "Done: it is removed.", "Done: new@example.com is as it was before.", "Done: https://orders.example/api", "Goodbye.")
	clients, users := things(t, w)
	if !strings.Contains(clients, "new-app New app") || strings.Contains(clients, "new-app-copy") {
		t.Errorf("%s\n%s", clients, said)
	}
	if !strings.Contains(users, "new@example.com") {
		t.Errorf("%s\n%s", users, said)
	}
	if strings.Contains(said, "longenough") {
		t.Error("the password is said")
	}
}

func TestFactorsAndPolicy(t *testing.T) {
	w := aWire(t)
	said := talk(t, w, at("sandbox", "users/user@example.com"), "Second factors", "factors", "Give an authenticator app", "1", "no", "1", "yes", "factors", "Give a recovery code", "q")
	hears(t, said, "give a factor", "Give user@example.com.", "Give text messages", "1. factors: otp", "Take this factor from user@example.com?", "It stays as it was.", "1. factors: give a factor.", "Done: the recovery code is ")
	said = talk(t, w, place("policy"), "asked for", "sometimes", "always", "dialect", "oidc", "auto login", "user@example.com", "refresh_token", "q")
	hears(t, said, "asked for: enrolled.", "Expected one of never, enrolled, always.", "asked for: always.", "dialect: oidc.", "auto login: user@example.com.", "refresh_token: on.")
}

func TestSnapshotsAndReset(t *testing.T) {
	w := aWire(t)
	_ = talk(t, w, demo("get-a-refresh-token"), "s", "q")
	said := talk(t, w, place("sandbox"), "snapshots", "a", "no/good", "lesson", "b", "users", "user@example.com", "remove", "yes", "b",
		"reset", "no", "reset", "yes", "u", "b", "b", "q")
	hears(t, said, "There is none yet.", "A new snapshot", "Nothing was changed: ", "lesson, taken at ", "Users: 7.", "Remove user user@example.com?",
		"Type yes to reset", "stays as it was", "Done: the sandbox is fresh again; u brings back how it was.", "Goodbye.")
	if _, users := things(t, w); strings.Contains(users, "user@example.com ") {
		t.Errorf("the undo of the reset did not bring back what was: %s\n%s", users, said)
	}
	said = talk(t, w, place("sandbox"), "snapshots", "lesson", "restore", "lesson", "remove", "yes", "q")
	hears(t, said, "Done: the sandbox is as it was when lesson was taken.", "Remove snapshot lesson?", "Goodbye.")
	if _, users := things(t, w); !strings.Contains(users, "user@example.com ") {
		t.Errorf("%s\n%s", users, said)
	}
}
