package authorize

import (
	"maps"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/passwordless"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/step"
)

// Rules about a link that was sent by email to log in with.
var (
	ruleLink = check.Rule{
		ID: "passwordless.link", Says: "It is the link that was sent last, within three minutes, and not opened before", Param: "verification_code",
		Ref: "Auth0 “Passwordless Authentication with Magic Links”", Fix: "Have another link sent.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "access_denied", Description: "This link is over."},
	}
	ruleLinkBrowser = check.Rule{
		ID: "passwordless.browser", Says: "The link is opened in the browser that it was asked for in",
		Ref: "Auth0 “Passwordless Authentication with Magic Links”", Fix: "Open it there, or begin again in this browser. The link is not used up.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "access_denied", Description: "The link must be opened in the same browser from which it was asked for."},
	}
)

// followLink logs the user in whose address the link proves, and goes on with
// the request that the app had sent along as authParams.
func followLink(s *step.Step) (*step.Answer, error) {
	id := s.Params.Get("client_id")
	bound, err := passwordless.Browser(s, id, s.Params.Get("email"), s.Params.Get("verification_code"))
	if err != nil {
		return nil, err
	}
	same := bound == "" || session.SameBrowser(s, bound)
	if err := s.Require(ruleLinkBrowser, same, "the cookie of the browser that asked, or a link that is bound to none", got(same, "", "another, or none")); err != nil {
		return nil, err
	}
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
