package sandbox

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
)

// What a field of a client may hold.
var (
	appTypes    = []string{"native", "spa", "regular_web", "non_interactive"}
	authMethods = []string{"none", "client_secret_post", "client_secret_basic", "private_key_jwt"}
	grantTypes  = []string{
		model.GrantAuthorizationCode, model.GrantRefreshToken, model.GrantPassword, model.GrantPasswordRealm,
		model.GrantPasswordlessOTP, model.GrantClientCredentials, model.GrantDeviceCode, model.GrantTokenExchange,
		model.GrantImplicit, model.GrantMFAOTP, model.GrantMFAOOB, model.GrantMFARecoveryCode,
	}
	redirectionPolicies = []string{"allow_always", "open_redirect_protection"}
	scriptSchemes       = []string{"javascript", "data", "vbscript", "blob", "file", "about"}
)

// longestLifetime is what Auth0 lets a refresh token live at most, in seconds
// (auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-expiration).
const longestLifetime = 31557600

// validClient holds a client against the rules of Auth0's Management API.
func validClient(s *step.Step, at string, c *model.Client) error {
	notNil(&c.GrantTypes, &c.Callbacks, &c.AllowedLogoutURLs, &c.WebOrigins, &c.AllowedOrigins)
	secret := plain(c.ClientSecret, maxSecret) && (c.Public() || c.ByKey() || c.ClientSecret != "")
	policy := c.RedirectionPolicy == "" || slices.Contains(redirectionPolicies, c.RedirectionPolicy)
	err := allOf(s, at, slices.Concat([]want{
		{"client_id", isID(c.ClientID), mustID},
		{"client_secret", secret, "text of 1 to 512 characters for a client that has to prove itself"},
		{"name", isID(c.Name), mustID},
		{"description", plain(c.Description, maxName), mustText},
		{"app_type", slices.Contains(appTypes, c.AppType), among(appTypes)},
		{"token_endpoint_auth_method", slices.Contains(authMethods, c.TokenEndpointAuthMethod), among(authMethods)},
		{"grant_types", subset(c.GrantTypes, grantTypes), "a list, without repeats, of " + strings.Join(grantTypes, ", ")},
		{"redirection_policy", policy, among(redirectionPolicies)},
		{"jwt_configuration.alg", algorithmFits(c), among(algorithms) + "; HS256 for a client with a secret"},
		{"jwt_configuration.lifetime_in_seconds", between(c.JWTConfiguration.LifetimeInSeconds, 1, longestLifetime), seconds(1, longestLifetime)},
	},
		overrides(&c.MFA),
		urls("callbacks", c.Callbacks, isCallback, "an absolute URL without a fragment"),
		urls("allowed_logout_urls", c.AllowedLogoutURLs, isCallback, "an absolute URL without a fragment"),
		urls("oidc_logout.backchannel_logout_urls", c.OIDCLogout.BackchannelLogoutURLs, isWeb, "an address by http or https without a fragment"),
		urls("web_origins", c.WebOrigins, isOrigin, "an origin, such as http://localhost:3000"),
		urls("allowed_origins", c.AllowedOrigins, isOrigin, "an origin, such as http://localhost:3000"),
	)...)
	if err != nil {
		return err
	}
	if err := validCredentials(s, at, c); err != nil {
		return err
	}
	return validRefresh(s, at+"refresh_token.", c.RefreshToken)
}

// algorithmFits reports whether the client's ID tokens can be signed as it
// asks: by a secret only if it has one.
func algorithmFits(c *model.Client) bool {
	alg := c.JWTConfiguration.Alg
	return slices.Contains(algorithms, alg) && (alg != sign.HS256 || !c.Public() && c.ClientSecret != "")
}

// validRefresh holds a refresh_token object against the page named above.
func validRefresh(s *step.Step, at string, r model.RefreshSettings) error {
	rotation := r.RotationType == "rotating" || r.RotationType == "non-rotating"
	expiration := r.ExpirationType == "expiring" || r.ExpirationType == "non-expiring" && !r.Rotating()
	fits := r.InfiniteIdleTokenLifetime || r.InfiniteTokenLifetime || r.IdleTokenLifetime <= r.TokenLifetime
	span := seconds(1, longestLifetime)
	wants := []want{
		{"rotation_type", rotation, "rotating or non-rotating"},
		{"expiration_type", expiration, "expiring, or non-expiring where nothing rotates"},
		{"leeway", between(r.Leeway, 0, longestLifetime), seconds(0, longestLifetime)},
		{"token_lifetime", r.InfiniteTokenLifetime || between(r.TokenLifetime, 1, longestLifetime), span},
		{"token_lifetime", between(r.TokenLifetime, 0, longestLifetime), span},
		{"idle_token_lifetime", r.InfiniteIdleTokenLifetime || between(r.IdleTokenLifetime, 1, longestLifetime), span},
		{"idle_token_lifetime", between(r.IdleTokenLifetime, 0, longestLifetime), span},
		{"idle_token_lifetime", fits, "no longer than token_lifetime"},
		{"policies", len(r.Policies) <= maxList, "a list of at most 100"},
	}
	for i, p := range r.Policies {
		name := fmt.Sprintf("policies[%d].", i)
		wants = append(wants,
			want{name + "audience", isID(p.Audience), "the identifier of an API"},
			want{name + "scope", len(p.Scope) <= maxList && !slices.ContainsFunc(p.Scope, notScope), "a list of scopes"},
		)
	}
	return allOf(s, at, wants...)
}

// isCallback reports whether browsers may be sent to a URL. One whose scheme
// runs script would run it as a page of this server.
func isCallback(u *url.URL) bool {
	web := u.Scheme == "http" || u.Scheme == "https"
	return u.Scheme != "" && !slices.Contains(scriptSchemes, u.Scheme) && u.User == nil && (u.Host != "" || !web)
}

func isWeb(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

func isOrigin(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil &&
		strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}
