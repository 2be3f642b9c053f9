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
