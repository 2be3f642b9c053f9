package sandbox

import (
	"fmt"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
)

// longestAccess is what Auth0 lets an access token live at most, in seconds
// (auth0.com/docs/get-started/apis/api-settings).
const longestAccess = 2592000

var (
	algorithms    = []string{sign.RS256, sign.HS256, sign.PS256}
	proofFor      = []string{"all_clients", "public_clients"}
	tokenDialects = []string{
		model.DialectAccessToken, model.DialectAccessTokenAuthz, model.DialectRFC9068, model.DialectRFC9068Authz,
	}
)

// isIdentifier: printable and without spaces; best it is a URL.
func isIdentifier(text string) bool {
	return text != "" && len(text) <= 600 && !strings.ContainsFunc(text, func(r rune) bool { return r < 0x21 || r > 0x7e })
}

// isScope: a scope as RFC 6749 §3.3 writes it.
func isScope(text string) bool {
	return text != "" && len(text) <= 255 && !strings.ContainsFunc(text, func(r rune) bool { return r < 0x21 || r > 0x7e || r == '"' || r == '\\' })
}

// minSigning is the fewest characters of the secret that HS256 is keyed with.
const minSigning = 16

func secretFits(api *model.API) bool {
	n := len(api.SigningSecret)
	return n == 0 && api.SigningAlg != sign.HS256 || between(n, minSigning, maxSecret) && plain(api.SigningSecret, maxSecret)
}

func notScope(text string) bool { return !isScope(text) }

// validAPI holds an API against the rules of Auth0's Management API.
func validAPI(s *step.Step, at string, api *model.API) error {
	if api.Scopes == nil {
		api.Scopes = []model.APIScope{}
	}
	if api.TokenDialect == "" {
		api.TokenDialect = model.DialectAccessToken
	}
	if pop := api.ProofOfPossession; pop != nil && pop.Mechanism == "" && !pop.Required {
		api.ProofOfPossession = nil
	}
	forWeb, pop := api.TokenLifetimeForWeb, api.ProofOfPossession
	wants := []want{
		{"identifier", isIdentifier(api.Identifier), "printable and without spaces, such as https://orders.example/api"},
		{"name", isID(api.Name), mustID},
		{"signing_alg", slices.Contains(algorithms, api.SigningAlg) && (!api.IsSystem || api.SigningAlg == sign.RS256), among(algorithms)},
		{"signing_secret", secretFits(api), "text of 16 to 512 characters, for HS256"},
		{"token_lifetime", between(api.TokenLifetime, 1, longestAccess), seconds(1, longestAccess)},
		{"token_lifetime_for_web", forWeb == 0 || between(forWeb, 1, api.TokenLifetime), "left out, or " + seconds(1, longestAccess) + " and no longer than token_lifetime"},
		{"token_dialect", slices.Contains(tokenDialects, api.TokenDialect), among(tokenDialects)},
		{"proof_of_possession.mechanism", pop == nil || pop.Mechanism == "dpop", "dpop"},
		{"proof_of_possession.required_for", pop == nil || pop.RequiredFor == "" || slices.Contains(proofFor, pop.RequiredFor), among(proofFor)},
		{"scopes", len(api.Scopes) <= maxList, "a list of at most 100"},
	}
	seen := unique{}
	for i, sc := range api.Scopes {
		name := fmt.Sprintf("scopes[%d].", i)
		wants = append(wants,
			want{name + "value", !notScope(sc.Value) && seen.add(sc.Value), "a word, " + mustBeUnique},
			want{name + "description", plain(sc.Description, maxName), mustText},
		)
	}
	return allOf(s, at, wants...)
}
