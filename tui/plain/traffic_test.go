package plain_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/tui/screen"
)

func TestTraffic(t *testing.T) {
	t.Chdir(t.TempDir())
	w := aWire(t)
	said := talk(t, w, place("traffic"), "y", "q")
	hears(t, said, "Nothing went over the wire yet.", `There is no choice "y"`)
	_ = talk(t, w, demo("client-credentials"), "s", "4", "q") // and one that is refused
	said = talk(t, w, place("traffic"), "/", "?", "colour:red", "status:200", "1", "t", "e", "audience", "https://nowhere.example", "s", "b", "a", "b",
		"/", "-", "y", "1", "1", "y", "3", "1", "y", "4", "1", "q")
	hears(t, said, "Traffic: 2 of 2 exchanges", "A dash before a word", "colour", "Traffic: 1 of 2 exchanges", "Only those that fit status:200.",
		"Request:", "POST /oauth/token HTTP/1.1", "Checks: ", "The access_token, eyJ", "aud: ", "Signature verified with key",
		"Compose: ", "https://nowhere.example, changed", "HTTP/1.1 4", "Failed: ",
		"Sent again: the answer is 200 OK, no. 5", "Traffic: 5 of 5", "Saved in playgrant-20261123-090000.har.", "Saved in playgrant-20261123-090000.md.", "Saved in playgrant-20261123-090000.mmd.", "Goodbye.")
	if m := secret.FindString(said); m != "" {
		t.Errorf("a secret is said: %s", m)
	}
	files, _ := filepath.Glob("playgrant-*")
	if len(files) != 3 {
		t.Errorf("saved: %v", files)
	}
	for _, f := range files {
		if text, err := os.ReadFile(f); err != nil || strings.Contains(string(text), "backend-secret") || len(text) < 40 {
			t.Errorf("%s: %v\n%s", f, err, text)
		}
	}
}

func TestTrafficPagesMendsAndClears(t *testing.T) {
	w := aWire(t)
	lines := []string{"redirect_uri", "http://localhost:3000/callbak"}
	for range 25 {
		lines = append(lines, "s")
	}
	_ = talk(t, w, place("compose"), append(lines, "q")...)
	said := talk(t, w, place("traffic"), "o", "n", "1", "m", "2", "b", "22", "no", "b", "q")
	hears(t, said, "Traffic: 20 of 25 exchanges", "No. 25: GET /authorize from here, answered 403", "21. Older ones.", "No. 5: ", "Newer ones.", "No. 25: ", "What mends it:", "Sent again: the answer is 302 Found")
	said = talk(t, w, []screen.Route{{Kind: "traffic", Name: "no/3"}}, "b", numberOf(t, said, "Clear the list."), "no", numberOf(t, said, "Clear the list."), "yes", "q")
	hears(t, said, "No. 3, 23 November 2026", "The list stays as it was.", "The list is empty.", "Nothing went over the wire yet.")
	hears(t, talk(t, w, []screen.Route{{Kind: "traffic", Name: "no/999"}}, "q"), "no longer kept")
}

func TestTrafficCompares(t *testing.T) {
	w := aWire(t)
	_ = talk(t, w, place("compose"), "s", "redirect_uri", "http://localhost:3000/callbak", "s", "q")
	said := talk(t, w, []screen.Route{{Kind: "traffic", Name: "no/1"}}, "c", "999", "c", "2", "q")
	hears(t, said, "No. 999 could not be read", "Of the two no. 1 was served and no. 2 refused.",
		"redirect_uri. no. 1: https://yourapp.example/callback; no. 2: http://localhost:3000/callbak.", "The same in both: ")
}
