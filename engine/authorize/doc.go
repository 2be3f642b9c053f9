// Package authorize is the authorization endpoint (RFC 6749 §3.1, OpenID
// Connect Core §3.1.2) and the hosted pages on which its user logs in, gives a
// second factor and consents.
//
// A request is read in one order: the client and its redirect_uri first, since
// nothing may be sent to an address that was not registered; whatever is wrong
// after that goes back to the app. What is left to do for a login is decided
// in one place, [visit.next], by the first request and by each page's answer
// alike, so that no way through leaves a question out.
package authorize

import (
	"slices"

	"github.com/playgrant/playgrant/engine/step"
)

// Routes are /authorize and the pages under /u/.
func Routes() []step.Route {
	return slices.Concat([]step.Route{
		{Pattern: "GET /authorize", Endpoint: endpoint(begin)},
		{Pattern: "POST /authorize", Endpoint: endpoint(begin)},
		{Pattern: "GET /passwordless/verify_redirect", Endpoint: endpoint(followLink)},
		{Pattern: "GET " + loginPath, Endpoint: endpoint(showLogin)},
		{Pattern: "POST " + loginPath, Endpoint: endpoint(takeLogin)},
		{Pattern: "POST " + loginPath + "-passkey", Endpoint: endpoint(takePasskey)},
		{Pattern: "GET " + consentPath, Endpoint: endpoint(show(consentPath))},
		{Pattern: "POST " + consentPath, Endpoint: endpoint(takeConsent)},
		{Pattern: "GET " + accountsPath, Endpoint: endpoint(showAccounts)},
		{Pattern: "POST " + accountsPath, Endpoint: endpoint(takeAccount)},
		{Pattern: "GET " + forgotPath, Endpoint: endpoint(showForgot)},
		{Pattern: "POST " + forgotPath, Endpoint: endpoint(takeForgot)},
		{Pattern: "GET " + signUpPath, Endpoint: endpoint(showSignUp)},
		{Pattern: "POST " + signUpPath, Endpoint: endpoint(takeSignUp)},
	}, factorRoutes(), enrolmentRoutes(), deviceRoutes())
}

func endpoint(do func(*step.Step) (*step.Answer, error)) step.Endpoint {
	return step.Endpoint{Do: do, Refuse: refuse}
}
