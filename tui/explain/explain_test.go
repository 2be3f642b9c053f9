package explain_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/explain"
)

// TestEveryParameterOfTheDemos finds an explanation for each parameter that a
// demo sends.
func TestEveryParameterOfTheDemos(t *testing.T) {
	book := explain.Load()
	for _, d := range demos.All() {
		for _, s := range d.Steps {
			for _, a := range s.Actions {
				if a.Request == nil {
					continue
				}
				for _, list := range [][]demos.Param{a.Request.Query, a.Request.Form, a.Request.Headers} {
					for _, p := range list {
						e, ok := book.Param(p.Name, p.Value)
						if !ok || e.Text == "" {
							t.Errorf("%s: %s has no explanation", d.Name, p.Name)
						}
						if n := strings.Count(e.Text, ". ") + 1; n > 3 {
							t.Errorf("%s is explained in %d sentences", p.Name, n)
						}
					}
				}
			}
		}
	}
}

func TestLookup(t *testing.T) {
	book := explain.Load()
	general, ok := book.Param("Grant_Type", "urn:example")
	if !ok || general.Source == "" {
		t.Fatalf("grant_type: %+v", general)
	}
	if special, _ := book.Param("grant_type", "refresh_token"); special.Text == general.Text {
		t.Error("a value's own explanation is not preferred")
	}
	if _, ok := book.Param("no_such", ""); ok {
		t.Error("what is not in the book is explained")
	}
	for _, claim := range []string{"iss", "sub", "aud", "exp", "iat", "azp", "nonce", "sid"} {
		if e, ok := book.Claim(claim); !ok || e.Source == "" {
			t.Errorf("claim %s: %+v", claim, e)
		}
	}
}
