package authorize

import (
	"errors"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/verify"
)

var (
	ruleIDTokenHint = check.Rule{
		ID: "authorize.id-token-hint", Says: "id_token_hint is an ID token of this server; it may have expired", Param: "id_token_hint",
		Ref: "OpenID Connect Core §3.1.2.1", Fix: "Send an ID token as the server gave it, or leave the hint out.",
		Answer: invalid("The id_token_hint is not an ID token of this server"),
	}
	ruleHintedUser = check.Rule{
		ID: "authorize.id-token-hint.user", Says: "The user is the one whom the app has named, by id_token_hint or as the sub in claims", Param: "id_token_hint",
		Ref: "OpenID Connect Core §3.1.2.1, §3.1.2.2", Fix: "Log in as that user, or name nobody.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "login_required", Description: "Login required"},
	}
)

// readIDTokenHint notes whom the app wants to be logged in.
func readIDTokenHint(s *step.Step, _ *model.Client, a *model.Authorization) error {
	token := s.Params.Get("id_token_hint")
	if token == "" {
		return nil
	}
	claims, err := verify.IDToken(s, token)
	if err != nil && !errors.Is(err, sign.ErrInvalid) {
		return err
	}
	iss, _ := claims["iss"].(string)
	sub, _ := claims["sub"].(string)
	ok := err == nil && iss == s.Issuer && sub != ""
	if err := s.Require(ruleIDTokenHint, ok, "an ID token of "+s.Issuer, got(ok, "", "something else")); err != nil {
		return err
	}
	if one := a.Subject == "" || a.Subject == sub; !one {
		return s.Require(ruleHintedUser, one, "one user", "one in the hint and another in claims")
	}
	a.Subject = sub
	return nil
}

// hinted requires that whoever has logged in is the one whom the app wants.
func (v *visit) hinted(u *model.User) error {
	wanted := v.login.Authorization.Subject
	if wanted == "" {
		return nil
	}
	same := u.UserID == wanted
	return v.leave(v.Require(ruleHintedUser, same, "the user who was named", got(same, "", "another")))
}
