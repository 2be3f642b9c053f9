package authorize

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// ruleClaims is about the form alone: a claim that is not known, or not there,
// is no error, essential or not (OpenID Connect Core §5.5.1).
var ruleClaims = check.Rule{
	ID: "authorize.claims", Says: "The claims parameter is a JSON object with the members userinfo and id_token", Param: "claims",
	Ref: "OpenID Connect Core §5.5", Fix: `Send JSON such as {"id_token":{"email":{"essential":true}}}.`,
	Answer: invalid("The claims parameter is malformed"),
}

func readClaims(s *step.Step, _ *model.Client, a *model.Authorization) error {
	text := s.Params.Get("claims")
	if text == "" {
		return nil
	}
	var asked struct {
		UserInfo map[string]json.RawMessage `json:"userinfo"`
		IDToken  map[string]json.RawMessage `json:"id_token"`
	}
	err := json.Unmarshal([]byte(text), &asked)
	if err := s.Require(ruleClaims, err == nil, "a JSON object", clip(text)); err != nil {
		return err
	}
	a.UserinfoClaims = slices.Sorted(maps.Keys(asked.UserInfo))
	a.IDClaims = slices.Sorted(maps.Keys(asked.IDToken))
	return readACR(a, asked.IDToken["acr"])
}

// readACR takes an acr that is asked for by claims as one of acr_values
// (OpenID Connect Core §5.5.1.1).
func readACR(a *model.Authorization, raw json.RawMessage) error {
	var wanted struct {
		Value  string   `json:"value"`
		Values []string `json:"values"`
	}
	_ = json.Unmarshal(raw, &wanted) // null, or nothing, asks for the claim whatever it is
	if wanted.Value != "" {
		wanted.Values = append(wanted.Values, wanted.Value)
	}
	a.ACRValues = append(a.ACRValues, wanted.Values...)
	return nil
}
