package decode

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestChanges(t *testing.T) {
	claims := func(pairs ...string) Token {
		var out Token
		for i := 0; i < len(pairs); i += 2 {
			out.Claims = append(out.Claims, Claim{Name: pairs[i], Text: pairs[i+1]})
		}
		return out
	}
	for _, tt := range []struct {
		name          string
		before, after Token
		changed, same []string
	}{
		{"all the same", claims("sub", "a", "aud", "b"), claims("aud", "b", "sub", "a"), nil, []string{"aud", "sub"}},
		{"one differs", claims("sub", "a", "iat", "1"), claims("sub", "a", "iat", "2"), []string{"iat 1 2"}, []string{"sub"}},
		{"one is gone", claims("sub", "a", "nonce", "n"), claims("sub", "a"), []string{"nonce n -"}, []string{"sub"}},
		{"one is new", claims("sub", "a"), claims("sub", "a", "sid", "s"), []string{"sid - s"}, []string{"sub"}},
		{"nothing before", Token{}, claims("sub", "a"), []string{"sub - a"}, nil},
		{"nothing after", claims("sub", "a"), Token{}, []string{"sub a -"}, nil},
		{"an empty claim is a claim", claims("sub", ""), Token{}, []string{"sub  -"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			changed, same := Changes(tt.before, tt.after)
			var got []string
			for _, c := range changed {
				text := func(c *Claim) string {
					if c == nil {
						return "-"
					}
					return c.Text
				}
				got = append(got, c.Name+" "+text(c.Before)+" "+text(c.After))
			}
			if diff := cmp.Diff(tt.changed, got); diff != "" {
				t.Errorf("changed (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(tt.same, same); diff != "" {
				t.Errorf("same (-want +got)\n%s", diff)
			}
		})
	}
}
