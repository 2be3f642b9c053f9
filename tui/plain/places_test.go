package plain_test

import (
	"regexp"
	"strings"
	"testing"
)

func TestClock(t *testing.T) {
	w := aWire(t)
	_ = talk(t, w, demo("rotation"), "s", "n", "s", "n", "s", "q")
	said := talk(t, w, place("clock"), "o", "soon", "200 d d", "90 s", "o", "-1 h", "set", "tomorrow", "2030-01-31 09:00", "f", "f", "now", "9", "q")
	hears(t, said, "The sandbox's clock shows 23 November 2026, 09:00:00 UTC.", "Stand still a second before the end of: ", "Expected seconds", "Expected seconds",
		"09:01:30 UTC", "08:01:30 UTC", "Expected a date", "31 January 2030, 09:00:00 UTC.", "It stands still.", "31 January 2030, 09:00:00 UTC.", "23 November 2026, 09:00:00 UTC.", "59 UTC. It stands still.")
}

func TestPhones(t *testing.T) {
	w := aWire(t)
	_ = talk(t, w, demo("mfa-push"), "s", "n", "s", "n", "s", "q")
	said := talk(t, w, place("phone"), "a", "p", "push@example.com", "1", "d", "p", "user@example.com", "a", "q")
	hears(t, said, "1 message on everybody's phones, the newest first.", "The app of otp@example.com shows ", " for ", "Whose phone?", "on the phone of push@example.com",
		"No message has come yet to the phone of user@example.com.", "There is no authenticator app here.", "Goodbye.")
	if !regexp.MustCompile(`The app of otp@example\.com shows \d{6}, for \d+ seconds? more\.`).MatchString(said) {
		t.Errorf("no code is said:\n%s", said)
	}
}

// TestFamilies refreshes, replays and revokes as the full interface does.
func TestFamilies(t *testing.T) {
	w := aWire(t)
	_ = talk(t, w, demo("rotation"), "s", "n", "s", "n", "s", "n", "s", "q")
	said := talk(t, w, place("tokens"), "1", "a", "1", "a", "3", "one", "", "a", "2", "1", "r", "q")
	hears(t, said, "Tokens: 1 refresh-token family", "spa for user@example.com", "It rotates", "What happens to this family?", "Done: refreshed.", "Its exchange is no. ",
		"How many at once, from 2 to 50?", "A number from 2 to 50, please.", "Which old token comes back?", "Done: ", "revoked, because of reuse")
	if m := secret.FindString(said); m != "" || strings.Contains(said, "rt_") {
		t.Errorf("a secret is said: %s", m)
	}
	hears(t, talk(t, aWire(t), place("tokens"), "q"), "There are no refresh tokens yet.")
}
