package authorize

import (
	"maps"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/passwordless"
	"github.com/playgrant/playgrant/engine/step"
)

// ruleLink is about a link that was sent by email to log in with.
var ruleLink = check.Rule{
	ID: "passwordless.link", Says: "It is the link that was sent last, within three minutes, and not opened before", Param: "verification_code",
	Ref: "Auth0 “Passwordless Authentication with Magic Links”", Fix: "Have another link sent.",
	Answer: check.Answer{Status: http.StatusBadRequest, Code: "access_denied", Description: "This link is over."},
}

// followLink logs the user in whose address the link proves, and goes on with
// the request that the app had sent along as authParams.
func followLink(s *step.Step) (*step.Answer, error) {
	id := s.Params.Get("client_id")
	sent, err := passwordless.Redeem(s, id, passwordless.Email, s.Params.Get("email"), s.Params.Get("verification_code"), ruleLink)
	if err != nil {
		return nil, err
	}
	u, err := passwordless.UserOf(s, sent)
	if err != nil {
		return nil, err
	}
	asked := map[string]string{"response_type": typeCode}
	maps.Copy(asked, sent.AuthParams)
	asked["client_id"] = sent.ClientID
	s.Params = step.NewParams(asked)
	c, a, err := readClient(s)
	if err != nil {
		return nil, check.Keep(err)
	}
	if err := readRest(s, c, a); err != nil {
		return nil, toApp(a, check.Keep(err))
	}
	v := &visit{Step: s, client: c, login: &model.Login{
		Authorization: *a, CreatedAt: s.Now, ExpiresAt: s.Now.Add(loginLifetime), UserID: u.UserID, AuthTime: s.Now,
	}}
	return v.next()
}
