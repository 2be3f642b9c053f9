package sandbox

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// What a field may hold.
var (
	appTypes    = []string{"native", "spa", "regular_web", "non_interactive"}
	authMethods = []string{"none", "client_secret_post", "client_secret_basic"}
	grantTypes  = []string{
		model.GrantAuthorizationCode, model.GrantRefreshToken, model.GrantPassword, model.GrantPasswordRealm,
		model.GrantPasswordlessOTP, model.GrantClientCredentials, model.GrantDeviceCode,
		model.GrantMFAOTP, model.GrantMFAOOB, model.GrantMFARecoveryCode,
	}
	factorTypes = []string{model.FactorOTP, model.FactorPhone, model.FactorPush, model.FactorEmail, model.FactorRecoveryCode}
)

// longestLifetime is what Auth0 lets a refresh token live at most, in seconds
// (auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-expiration).
const longestLifetime = 31557600

const (
	mustID       = "text of 1 to 255 characters"
	mustURL      = "an absolute URL without a fragment"
	mustBeUnique = "different from the others"
)

// validSetup requires that every field can be what it says. It reads nothing
// from the store, so that a bad file is refused before anything is written.
func validSetup(s *step.Step, setup *model.Setup) error {
	ids := unique{}
	for i := range setup.Clients {
		at := fmt.Sprintf("clients[%d]", i)
		if err := field(s, at+".client_id", ids.add(setup.Clients[i].ClientID), mustBeUnique); err != nil {
			return err
		}
		if err := validClient(s, at, &setup.Clients[i]); err != nil {
			return err
		}
	}
	ids = unique{}
	for i := range setup.APIs {
		at := fmt.Sprintf("apis[%d]", i)
		if err := field(s, at+".identifier", ids.add(setup.APIs[i].Identifier), mustBeUnique); err != nil {
			return err
		}
		if err := validAPI(s, at, &setup.APIs[i]); err != nil {
			return err
		}
	}
	ids = unique{}
	for i := range setup.ClientGrants {
		g, at := &setup.ClientGrants[i], fmt.Sprintf("client_grants[%d]", i)
		if err := allOf(s,
			want{at + ".id", isID(g.ID) && ids.add(g.ID), mustID + ", " + mustBeUnique},
			want{at + ".client_id", isID(g.ClientID), mustID},
			want{at + ".audience", isID(g.Audience), mustID},
		); err != nil {
			return err
		}
	}
	if err := validUsers(s, setup.Users); err != nil {
		return err
	}
	return validPolicy(s, &setup.Policy)
}

func validClient(s *step.Step, at string, c *model.Client) error {
	r, seconds := c.RefreshToken, fmt.Sprintf("a number of seconds from 1 to %d", longestLifetime)
	err := allOf(s,
		want{at + ".client_id", isID(c.ClientID), mustID},
		want{at + ".name", plain(c.Name, 255), "text of up to 255 characters"},
		want{at + ".app_type", slices.Contains(appTypes, c.AppType), oneOf(appTypes)},
		want{at + ".token_endpoint_auth_method", slices.Contains(authMethods, c.TokenEndpointAuthMethod), oneOf(authMethods)},
		want{at + ".client_secret", c.Public() || isID(c.ClientSecret), mustID + " for a client that has to prove itself"},
		want{at + ".grant_types", subset(c.GrantTypes, grantTypes), "among " + strings.Join(grantTypes, ", ")},
		want{at + ".jwt_configuration.alg", c.JWTConfiguration.Alg == "RS256", "RS256"},
		want{at + ".jwt_configuration.lifetime_in_seconds", between(c.JWTConfiguration.LifetimeInSeconds, 1, longestLifetime), seconds},
		want{at + ".refresh_token.rotation_type", r.RotationType == "rotating" || r.RotationType == "non-rotating", "rotating or non-rotating"},
		want{at + ".refresh_token.expiration_type", r.ExpirationType == "expiring" || r.ExpirationType == "non-expiring" && !r.Rotating(), "expiring, or non-expiring where nothing rotates"},
		want{at + ".refresh_token.leeway", between(r.Leeway, 0, 600), "a number of seconds from 0 to 600"},
		want{at + ".refresh_token.token_lifetime", r.InfiniteTokenLifetime || between(r.TokenLifetime, 1, longestLifetime), seconds},
		want{at + ".refresh_token.idle_token_lifetime", r.InfiniteIdleTokenLifetime || between(r.IdleTokenLifetime, 1, longestLifetime), seconds},
	)
	if err != nil {
		return err
	}
	for _, list := range []struct {
		name string
		urls []string
	}{
		{"callbacks", c.Callbacks}, {"allowed_logout_urls", c.AllowedLogoutURLs},
		{"web_origins", c.WebOrigins}, {"allowed_origins", c.AllowedOrigins},
	} {
		for i, u := range list.urls {
			if err := field(s, fmt.Sprintf("%s.%s[%d]", at, list.name, i), isURL(u), mustURL); err != nil {
				return err
			}
		}
	}
	return nil
}

func validAPI(s *step.Step, at string, api *model.API) error {
	err := allOf(s,
		want{at + ".identifier", isID(api.Identifier), mustID},
		want{at + ".name", plain(api.Name, 255), "text of up to 255 characters"},
		want{at + ".signing_alg", api.SigningAlg == "RS256", "RS256"},
		want{at + ".token_lifetime", between(api.TokenLifetime, 1, 2592000), "a number of seconds from 1 to 2592000"},
	)
	for i, scope := range api.Scopes {
		if err == nil {
			err = field(s, fmt.Sprintf("%s.scopes[%d].value", at, i), isID(scope.Value) && !strings.Contains(scope.Value, " "), "a word")
		}
	}
	return err
}

func validPolicy(s *step.Step, p *model.Policy) error {
	flows := []string{model.FlowAuthorize, model.FlowPassword, model.FlowRefreshToken}
	when := []string{model.MFAEnrolled, model.MFAAlways, model.MFANever}
	dialects := []string{model.DialectAuth0, model.DialectOIDC}
	return allOf(s,
		want{"policy.mfa.when", slices.Contains(when, p.MFA.When), oneOf(when)},
		want{"policy.mfa.flows", subset(p.MFA.Flows, flows), "among " + strings.Join(flows, ", ")},
		want{"policy.mfa.factors", subset(p.MFA.Factors, factorTypes), "among " + strings.Join(factorTypes, ", ")},
		want{"policy.default_audience", p.DefaultAudience == "" || isID(p.DefaultAudience), mustID},
		want{"policy.auto_login", p.AutoLogin == "" || isEmail(p.AutoLogin), "an email"},
		want{"policy.dialect", slices.Contains(dialects, p.Dialect), oneOf(dialects)},
	)
}

// want is one field and what it must be.
type want struct {
	field string
	ok    bool
	must  string
}

func allOf(s *step.Step, wants ...want) error {
	for _, w := range wants {
		if err := field(s, w.field, w.ok, w.must); err != nil {
			return err
		}
	}
	return nil
}

// unique collects what must not come twice.
type unique map[string]bool

func (u unique) add(s string) bool {
	seen := u[s]
	u[s] = true
	return !seen
}

func isID(s string) bool { return s != "" && plain(s, 255) }
func isEmail(s string) bool {
	return plain(s, 320) && strings.Count(s, "@") == 1 && store.NormalEmail(s) != "@"
}
func between(n, low, high int) bool { return low <= n && n <= high }
func oneOf(values []string) string  { return "one of " + strings.Join(values, ", ") }
func subset(list, of []string) bool {
	return !slices.ContainsFunc(list, func(v string) bool { return !slices.Contains(of, v) })
}

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && plain(s, 2048) && u.IsAbs() && u.Fragment == ""
}
