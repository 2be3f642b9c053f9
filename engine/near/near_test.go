package near_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/near"
)

func TestNearest(t *testing.T) {
	names := []string{"web-app", "spa", "partner-app"}
	for text, want := range map[string]string{
		"web-app": "web-app", "wep-app": "web-app", "webapp": "web-app", "spar": "spa",
		"partner": "partner-app", "": "spa", strings.Repeat("x", 1<<20): "web-app",
	} {
		if got := near.Nearest(names, text); got != want {
			t.Errorf("Nearest(%.20q) = %q, want %q", text, got, want)
		}
	}
	if got := near.Nearest(nil, "web-app"); got != "" {
		t.Errorf("of no candidates: %q", got)
	}
	if got := near.Nearest([]string{"b", "a"}, "c"); got != "b" {
		t.Errorf("of two that are as near: %q, want the first", got)
	}
}

func TestLikely(t *testing.T) {
	names := []string{"serve", "sandbox", "env"}
	for text, want := range map[string]string{"serv": "serve", "sandbux": "sandbox", "enw": "env", "mfa": "", "": "", "completely else": ""} {
		if got := near.Likely(names, text); got != want {
			t.Errorf("Likely(%q) = %q, want %q", text, got, want)
		}
	}
	if got := near.Likely(nil, "serve"); got != "" {
		t.Errorf("of no candidates: %q", got)
	}
}

func TestSorted(t *testing.T) {
	got := near.Sorted([]string{"spa", "web-app", "partner-app", "spar"}, "spar", 2)
	if len(got) != 2 || got[0] != "spar" || got[1] != "spa" {
		t.Errorf("got %q", got)
	}
}
