package plain_test

import (
	"os"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/tui/screen"
)

func place(kind string) []screen.Route { return []screen.Route{{Kind: kind}} }

// TestChangeEverything changes method, path, parameters, headers and body of a
// demo's request, and sends it as it stands.
func TestChangeEverything(t *testing.T) {
	said := talk(t, aWire(t), demo("client-credentials"),
		"e", "audience", "?", "!out", // left out
		"client_id", "!twice",
		"a", "2", "X-Wanted", "seen", // a header
		"a", "3", "a b", "", // enter alone leaves its value empty
		"a", "2", "bad name", "", // what cannot be a header is refused
		"client_secret", "\\-",
		"path", "no space", "/oauth/token?q=1",
		"method", "PUT", "s", "u", "q")
	hears(t, said,
		"Form grant_type: client_credentials", "Known values; #1 takes the first:", "#1 ", "A dash empties it",
		"left out", "Now it is sent twice.", "Now X-Wanted: seen, added.", "Form a b: empty, added",
		"The name of a header has letters", "A path has no space", "Now the path is /oauth/token.", "Query q: 1, added",
		"PUT /oauth/token?q=1 HTTP/1.1", "X-Wanted: seen", "HTTP/1.1 4", "It did not go as the demo expects.", "the demo's own again")
	if strings.Contains(said, "backend-secret") {
		t.Error("the secret is said")
	}
}

func TestRawBody(t *testing.T) {
	said := talk(t, aWire(t), demo("client-credentials"), "e", "body", "Text, as it stands", "3", "{\"grant_type\":", "  \"client_credentials\"}", ".", "s", "e", "u", "b", "q")
	hears(t, said, "A line with nothing but a full stop ends it", "Line 1:", "Line 2:", "Line 3:", "Now body: ", `{\"grant_type\":\n`, "HTTP/1.1 4", "It is as it was.", "Goodbye.")
	hears(t, talk(t, aWire(t), demo("client-credentials"), "e", "body", "3", ".", "q"), "It stays as it is.")
}

// TestCompose makes a request from scratch, logs in, and goes on with what came
// of it.
func TestCompose(t *testing.T) {
	w := aWire(t)
	said := talk(t, w, place("compose"), "i", "nobody", "user@example.com", "p", "Tokens: for a code", "s", "t", "b", "q")
	hears(t, said, "Compose: a request to any endpoint.", "Query response_type: code", "Log in as whom?", `There is no choice "nobody"`,
		"code=", "Likely next, under p: Tokens: for a code", "Begin with which request?", "client_secret: web*****MASKED*****",
		"HTTP/1.1 200 OK", "access_token", "The access_token, eyJ", "Goodbye.")
	if m := secret.FindString(said); m != "" {
		t.Errorf("a secret is said: %s", m)
	}
	hears(t, talk(t, w, place("compose"), "q"), "Form grant_type: authorization_code")
}

func TestComposeMends(t *testing.T) {
	w := aWire(t)
	said := talk(t, w, place("compose"), "redirect_uri", "http://localhost:3000/callbak", "s", "m", "2", "s", "q")
	hears(t, said, "HTTP/1.1 403", "What mends it:", "1. ", "Query redirect_uri: http://localhost:3000/callback", "HTTP/1.1 302")
	said = talk(t, w, place("compose"), "redirect_uri", "https://new.example/cb", "s", "m", "1", "s", "q")
	hears(t, said, "It changes the sandbox: PATCH /sandbox/clients/web-app", "Done: ", "HTTP/1.1 302")
}

// TestCopiesAndSaves says a secret only to who asks for it, and saves it for
// the owner alone.
func TestCopiesAndSaves(t *testing.T) {
	t.Chdir(t.TempDir())
	w := aWire(t)
	said := talk(t, w, place("compose"), "p", "Tokens: for the app itself", "y", "2", "2", "1", "s", "q")
	hears(t, said, "1. The request as cURL, secrets included. It runs as it is.", "Save it to the file request.sh", "Goodbye.")
	if strings.Contains(said, "backend-secret") {
		t.Error("the secret is said though it was asked for masked")
	}
	saved, err := os.ReadFile("request.sh")
	if err != nil || !strings.Contains(string(saved), "backend-secret") {
		t.Errorf("%v\n%s", err, saved)
	}
	if info, err := os.Stat("request.sh"); err == nil && info.Mode().Perm() != 0o600 {
		t.Errorf("%v", info.Mode())
	}
	hears(t, talk(t, w, place("compose"), "p", "Tokens: for the app itself", "y", "1", "2", "q"), "Hear it, secrets included.", "client_secret=backend-secret")
}
