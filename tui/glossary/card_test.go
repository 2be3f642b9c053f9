package glossary

import (
	"strings"
	"testing"
)

// TestSearch holds what a reader types against the term that comes first.
func TestSearch(t *testing.T) {
	for typed, want := range map[string]string{
		"player": "player", "listener": "listener", "hash": "hash", "auth0": "Auth0", "rfc": "RFC", "variant": "variant",
		"authorization": "authorization code", "refresh": "refresh token", "state": "state", "client": "client",
		"thief": "phishing", "family": "refresh-token family", "rotaton": "rotation",
	} {
		found := search(typed)
		if len(found) == 0 || found[0].Name != want {
			t.Errorf("%q finds %s first, want %s", typed, namesOf(found), want)
		}
	}
	for _, term := range search("hash") { // no letters here and there while something has the word
		all := strings.ToLower(strings.Join(append([]string{term.Name}, term.Also...), " "))
		if !strings.Contains(all, "hash") {
			t.Errorf("hash finds %s", term.Name)
		}
	}
	if found := search("zzzz"); len(found) != 0 {
		t.Errorf("zzzz finds %s", namesOf(found))
	}
}

func namesOf(list []Term) string {
	var out []string
	for _, t := range list {
		out = append(out, t.Name)
	}
	return strings.Join(out, ", ")
}
