package authorize

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/issue"
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
	var sub, acr individual
	_ = json.Unmarshal(asked.IDToken["sub"], &sub) // null, or nothing, asks for the claim whatever it is
	_ = json.Unmarshal(asked.IDToken["acr"], &acr)
	a.Subject = sub.Value
	readACR(a, acr)
	return nil
}

// individual is what a claim is asked for with (OpenID Connect Core §5.5.1).
type individual struct {
	Essential bool     `json:"essential"`
	Value     string   `json:"value"`
	Values    []string `json:"values"`
}

// readACR takes an acr that is asked for by claims as one of acr_values, and
// one that is essential as a condition (OpenID Connect Core §5.5.1.1).
func readACR(a *model.Authorization, acr individual) {
	wanted := acr.Values
	if acr.Value != "" {
		wanted = append(wanted, acr.Value)
	}
	a.ACRValues = append(a.ACRValues, wanted...)
	if acr.Essential {
		a.ACREssential = wanted
	}
}

// ruleACR is for the oidc dialect: Auth0 documents no claims parameter.
var ruleACR = check.Rule{
	ID: "authorize.acr.essential", Says: "The login is of a class that the app calls essential", Param: "claims",
	Ref:    "OpenID Connect Core §5.5.1.1; Core Error Code unmet_authentication_requirements",
	Fix:    "Ask for a class of acr_values_supported, and for a second factor of users who have one; or ask by acr_values, which is a wish.",
	Answer: check.Answer{Status: http.StatusBadRequest, Code: "unmet_authentication_requirements", Description: "The required acr could not be reached"},
}

// essential requires that the login is of a class that the app insists on.
func (v *visit) essential() error {
	wanted := v.login.Authorization.ACREssential
	if len(wanted) == 0 || !v.Standard {
		return nil
	}
	reached := []string{issue.SingleFactor}
	if v.login.MFAHere {
		reached = append(reached, issue.MultiFactor)
	}
	ok := slices.ContainsFunc(wanted, func(w string) bool { return slices.Contains(reached, w) })
	return v.leave(v.Require(ruleACR, ok, "one of "+clip(strings.Join(wanted, ", ")), strings.Join(reached, ", ")))
}
