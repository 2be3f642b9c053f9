package sandbox

import (
	"slices"

	"github.com/playgrant/playgrant/engine/model"
)

const day = 24 * 60 * 60 // seconds

// Where apps on a developer's machine live; no client is registered elsewhere
// but at the example site of the seed page.
var (
	fixtureCallbacks = []string{
		"http://localhost:3000/callback", "http://localhost:3000/auth/callback", "http://localhost:3000/api/auth/callback",
		"http://localhost:3000", "http://localhost:5173", "https://yourapp.example/callback",
	}
	fixtureOrigins = []string{"http://localhost:3000", "http://localhost:5173"}
	mfaGrants      = []string{model.GrantMFAOTP, model.GrantMFAOOB, model.GrantMFARecoveryCode}
)

func fixtureClients() []model.Client {
	var (
		code    = []string{model.GrantAuthorizationCode, model.GrantRefreshToken}
		codeMFA = slices.Concat(code, mfaGrants)
	)
	web := newBrowserClient("web-app", "Web App", "regular_web", codeMFA)
	web.ClientSecret = "web-app-secret"
	web.Description = "A web application with a back end, which keeps its own secret."

	spa := newBrowserClient("spa", "Single-Page App", "spa", codeMFA)
	spa.Description = "An application in the browser: it can keep no secret, so its refresh tokens rotate."
	spa.RefreshToken.RotationType = "rotating"

	mobile := newBrowserClient("mobile-app", "Mobile App", "native", codeMFA)
	mobile.Description = "An application on a phone or desktop: no secret, rotating refresh tokens with ten seconds of leeway."
	mobile.RefreshToken.RotationType, mobile.RefreshToken.Leeway = "rotating", 10
	mobile.Callbacks = append(mobile.Callbacks, "http://127.0.0.1/callback")

	tv := newClient("tv", "TV", "native", []string{model.GrantDeviceCode, model.GrantRefreshToken})
	tv.Description = "A device without a keyboard: its user logs in on another screen."

	backend := newClient("backend", "Back End", "non_interactive", []string{model.GrantClientCredentials})
	backend.ClientSecret = "backend-secret"
	backend.Description = "A service that acts for itself, without a user."

	trusted := newClient("trusted-app", "Trusted App", "regular_web", slices.Concat([]string{
		model.GrantPassword, model.GrantPasswordRealm, model.GrantPasswordlessOTP, model.GrantRefreshToken,
	}, mfaGrants))
	trusted.ClientSecret = "trusted-app-secret"
	trusted.Description = "An application that asks for the password itself. New ones should not."

	partner := newBrowserClient("partner-app", "Partner App", "regular_web", code)
	partner.ClientSecret = "partner-app-secret"
	partner.Description = "Another company's application: the user is asked before it gets anything."
	partner.IsFirstParty, partner.RequirePKCE = false, true
	partner.RedirectionPolicy = "allow_always"
	partner.RefreshToken.RotationType = "rotating"

	return []model.Client{web, spa, mobile, tv, backend, trusted, partner}
}

// newClient makes a client as it is before anything else is said about it.
func newClient(id, name, appType string, grants []string) model.Client {
	c := model.Client{
		ClientID: id, Name: name, AppType: appType, IsFirstParty: true, OIDCConformant: true,
		TokenEndpointAuthMethod: "client_secret_post", GrantTypes: grants,
		Callbacks: []string{}, AllowedLogoutURLs: []string{}, WebOrigins: []string{}, AllowedOrigins: []string{},
		JWTConfiguration: model.JWTConfiguration{Alg: "RS256", LifetimeInSeconds: 36000},
		RefreshToken: model.RefreshSettings{
			RotationType: "non-rotating", ExpirationType: "expiring",
			TokenLifetime: 30 * day, IdleTokenLifetime: 15 * day,
		},
	}
	if appType == "spa" || appType == "native" {
		c.TokenEndpointAuthMethod = "none"
	}
	return c
}

// newBrowserClient makes a client that sends browsers to /authorize.
func newBrowserClient(id, name, appType string, grants []string) model.Client {
	c := newClient(id, name, appType, grants)
	c.Callbacks = slices.Clone(fixtureCallbacks)
	c.AllowedLogoutURLs = slices.Clone(fixtureOrigins)
	c.WebOrigins = slices.Clone(fixtureOrigins)
	return c
}
