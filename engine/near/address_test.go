package near_test

import (
	"testing"

	"github.com/playgrant/playgrant/engine/near"
)

func TestAddress(t *testing.T) {
	registered := []string{"http://localhost:3000", "http://localhost:3000/callback", "http://localhost:5173", "com.example.app://cb"}
	for sent, want := range map[string]string{
		"http://localhost:3000/cb":        "http://localhost:3000/callback",
		"http://localhost:3000/":          "http://localhost:3000",
		"http://localhost:5173/cb":        "http://localhost:5173", // nothing else is registered there
		"http://127.0.0.1:3000/callback":  "http://localhost:3000/callback",
		"http://localhost:3000/callback/": "http://localhost:3000/callback",
		"::":                              "http://localhost:3000",
	} {
		if got := near.Address(registered, sent); got != want {
			t.Errorf("%s: %s, want %s", sent, got, want)
		}
	}
	if got := near.Address(nil, "http://localhost/x"); got != "" {
		t.Errorf("of none: %s", got)
	}
}
