package demos

import (
	"encoding/json"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
)

// requestOf is the request that a step sends, or nil.
func requestOf(actions []Action) *RequestTemplate {
	for _, a := range actions {
		if a.Request != nil {
			return a.Request
		}
	}
	return nil
}

// templates are all the texts of a request that can hold variables.
func (r *RequestTemplate) templates() []string {
	out := []string{r.Target, r.Body}
	for _, list := range [][]Param{r.Query, r.Headers, r.Form} {
		for _, p := range list {
			out = append(out, p.Value)
		}
	}
	return out
}

// kindOf tells a step's face from what it does.
func kindOf(s *Step) Kind {
	r := requestOf(s.Actions)
	if r == nil {
		for _, a := range s.Actions {
			if a.Act != nil && forms[a.Act.Verb].browser {
				return KindLogin
			}
		}
		return KindAct
	}
	switch {
	case r.Target == "/authorize":
		return KindAuthorize
	case r.Target == "/oauth/token":
		return kindOfGrant(r.Grant())
	case strings.HasPrefix(r.Target, "/mfa/"):
		return KindMFA
	}
	return KindCall
}

func kindOfGrant(grant string) Kind {
	switch grant {
	case model.GrantAuthorizationCode:
		return KindExchange
	case model.GrantRefreshToken:
		return KindRefresh
	case model.GrantMFAOTP, model.GrantMFAOOB, model.GrantMFARecoveryCode:
		return KindMFA
	}
	return KindToken
}

// Grant is the grant_type in the form or the JSON; empty if there is none.
func (r *RequestTemplate) Grant() string {
	for _, p := range r.Form {
		if p.Name == "grant_type" {
			return p.Value
		}
	}
	var body struct {
		GrantType string `json:"grant_type"`
	}
	_ = json.Unmarshal([]byte(r.Body), &body) // a body that is no JSON names no grant
	return body.GrantType
}
