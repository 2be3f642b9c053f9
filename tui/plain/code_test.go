package plain_test

import (
	"regexp"
	"strings"
	"testing"
)

// numberOf is the number that a choice had when it was said last.
func numberOf(t *testing.T, said, choice string) string {
	t.Helper()
	found := regexp.MustCompile(`(\d+)[.:)]? `+regexp.QuoteMeta(choice)).FindAllStringSubmatch(said, -1)
	if len(found) == 0 {
		t.Fatalf("there is no choice %q:\n%s", choice, said)
	}
	return found[len(found)-1][1]
}

func TestRequestAsCode(t *testing.T) {
	w := aWire(t)
	said := talk(t, w, demo("get-a-refresh-token"), "s", "n", "s", "n", "c", "5", "b", "b", "q")
	hears(t, said, "In Node.js, secrets masked:", `client_secret: "web*****MASKED*****",`, "Save it as example.mjs and run: node example.mjs")
	if strings.Contains(said, "web-app-secret") {
		t.Errorf("the secret is said:\n%s", said)
	}
}

func TestWhoSaidWhat(t *testing.T) {
	w := aWire(t)
	said := talk(t, w, demo("get-a-refresh-token"), "s", "n", "b", "q")
	said = talk(t, w, demo("get-a-refresh-token"), numberOf(t, said, "Hear who has said"), "b", "q")
	hears(t, said, "Step 1: Ask for authorization.", "From app to browser: redirect to /authorize.", "From browser to authorization server: GET /authorize: 302 to /u/login.",
		"Step 2: Log in. About to be sent.", "From user to browser: name and password.")
}
