package grant

import (
	"net/http"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/step"
)

// One refresh token for many APIs
// (auth0.com/docs/secure/tokens/refresh-tokens/multi-resource-refresh-token).
var (
	ruleRefreshAudience = check.Rule{
		ID: "refresh.audience", Says: "Without policies of the client, a refresh token serves the API that it was granted for",
		Ref: "Playgrant: Auth0 documents an audience here only with policies", Fix: "Leave out the audience, or add a policy for it to the client's refresh_token settings.", Param: "audience",
	}
	ruleRefreshPolicy = check.Rule{
		ID: "refresh.policy", Says: "The audience is the original one or stands in a policy of the client",
		Ref: "Auth0 “Multi-Resource Refresh Token” (it documents no answer; this one is Playgrant's)", Fix: "Add the API to the policies of the client's refresh_token settings.", Param: "audience",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "The refresh token cannot be used for %s"},
		Standard: check.Answer{Status: http.StatusBadRequest, Code: "invalid_target"},
	}
	ruleRefreshFirstParty = check.Rule{
		ID: "refresh.first-party", Says: "Only a first-party client's refresh token serves other APIs",
		Ref: "Auth0 “Multi-Resource Refresh Token”", Fix: "Ask /authorize for the other API.", Param: "audience",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "The refresh token cannot be used for %s"},
		Standard: check.Answer{Status: http.StatusBadRequest, Code: "invalid_target"},
	}
	ruleRefreshScope = check.Rule{
		ID: "refresh.scope", Says: "Only scopes that were granted can be asked for again; others are left out",
		Ref: "RFC 6749 §6 (it refuses; Auth0 documents no answer, and Playgrant leaves them out)", Fix: "Ask /authorize for the scope.", Param: "scope",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_scope", Description: "The scope exceeds what was granted"},
	}
)

// resource finds the API that a refresh is for, nil for none, and the scopes
// that can be had there.
func resource(s *step.Step, c *model.Client, f *model.Family, audience string) (*model.API, []string, error) {
	policies := c.RefreshToken.Policies
	if len(policies) == 0 {
		if audience != "" {
			s.Note(ruleRefreshAudience, audience == f.Audience, f.Audience, shown(audience))
		}
		audience = f.Audience
	}
	if audience == "" {
		audience = f.Audience
	}
	api, err := apiOf(s, audience)
	if err != nil {
		return nil, nil, err
	}
	more, found := policyScope(api, policies)
	if audience == f.Audience {
		if !c.IsFirstParty { // its user consented to the family's scopes and to no more
			more = nil
		}
		return api, union(f.Scope, more), nil
	}
	if err := s.Require(ruleRefreshPolicy.With(shown(audience)), found && !api.IsSystem, "an API of the policies", shown(audience)); err != nil {
		return nil, nil, err
	}
	if err := s.Require(ruleRefreshFirstParty.With(shown(audience)), c.IsFirstParty, "a first-party client", c.ClientID); err != nil {
		return nil, nil, err
	}
	return api, union(identity(f.Scope), more), nil
}

// policyScope is what the client's policies add for an API, of the scopes
// that the API has.
func policyScope(api *model.API, policies []model.RefreshPolicy) (scopes []string, found bool) {
	if api == nil {
		return nil, false
	}
	for _, p := range policies {
		if p.Audience != api.Identifier {
			continue
		}
		found = true
		for _, sc := range p.Scope {
			if api.HasScope(sc) {
				scopes = append(scopes, sc)
			}
		}
	}
	return scopes, found
}

// identity are the scopes that are about the user and not about an API.
func identity(scopes []string) []string {
	return slices.DeleteFunc(slices.Clone(scopes), func(sc string) bool {
		return sc != scope.OfflineAccess && !slices.Contains(scope.Standard, sc)
	})
}

// askedScope narrows what can be had to what was asked for. The grant itself
// stays whole: the next refresh may ask for all of it.
func askedScope(s *step.Step, available, asked []string) ([]string, error) {
	if len(asked) == 0 {
		return available, nil
	}
	var had, more []string
	for _, sc := range asked {
		if slices.Contains(available, sc) {
			had = append(had, sc)
		} else {
			more = append(more, sc)
		}
	}
	got := "within what was granted"
	if len(more) > 0 {
		got = "left out: " + shown(strings.Join(more, " "))
	}
	if s.Standard {
		return had, s.Require(ruleRefreshScope, len(more) == 0, strings.Join(available, " "), got)
	}
	s.Note(ruleRefreshScope, len(more) == 0, strings.Join(available, " "), got)
	return had, nil
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, sc := range b {
		if !slices.Contains(out, sc) {
			out = append(out, sc)
		}
	}
	return out
}
