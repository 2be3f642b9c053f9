package doctor

import (
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// permissions gives the user those that they lacked.
func permissions(v *visit) []check.Mend {
	email, api, ok := strings.Cut(strings.TrimPrefix(v.result.Expected, "permissions of "), " on ")
	missing, found := strings.CutPrefix(v.result.Got, "left out: ")
	u, err := store.UserWithEmail(v.reader, email)
	if !ok || !found || err != nil {
		return nil
	}
	all := slices.Clone(u.Permissions)
	for name := range strings.FieldsSeq(missing) {
		all = append(all, model.Permission{API: api, Name: name})
	}
	return v.change("Give "+email+" the permission for "+missing, "PATCH", "/sandbox/users/"+url.PathEscape(email), map[string]any{"permissions": all})
}

// takeProofs lets an API's tokens be bound to a key.
func takeProofs(v *visit) []check.Mend {
	api, err := store.APIs.Get(v.reader, v.result.Got)
	if err != nil || api.IsSystem {
		return nil
	}
	return v.change("Let tokens of "+api.Identifier+" be bound by DPoP", "PATCH", apiPath(api),
		map[string]any{"proof_of_possession": map[string]any{"mechanism": "dpop"}})
}

// withoutProof lets the client have bearer tokens.
func withoutProof(v *visit) []check.Mend {
	var out []check.Mend
	if v.client != nil && v.client.RequireProofOfPossession {
		out = append(out, v.ofClient("Let "+v.client.ClientID+" have tokens without a proof", map[string]bool{"require_proof_of_possession": false})...)
	}
	api, err := store.APIs.Get(v.reader, strings.TrimPrefix(v.result.Expected, "a DPoP proof for "))
	if err == nil && api.ProofOfPossession != nil && api.ProofOfPossession.Required {
		out = append(out, v.change("Let "+api.Identifier+" have tokens without a proof", "PATCH", apiPath(api),
			map[string]any{"proof_of_possession": map[string]bool{"required": false}})...)
	}
	return out
}
