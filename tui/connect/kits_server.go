package connect

import (
	"cmp"
	"fmt"
)

// Sources: the README and configuration reference of each package.
var serverKits = []Kit{
	{
		ID: "nextjs", Name: "@auth0/nextjs-auth0", For: "Next.js", Fits: onServer,
		Note: func(App) string {
			return "Give new Auth0Client({ allowInsecureRequests: true }) while you develop over http; the host must be localhost, not 127.0.0.1."
		},
		Lines: func(a App) string {
			return fmt.Sprintf(`# .env.local
AUTH0_DOMAIN=%s
AUTH0_CLIENT_ID=%s
AUTH0_CLIENT_SECRET=%s
AUTH0_SECRET=a-secret-of-your-own-of-at-least-32-characters
APP_BASE_URL=%s`, Dotenv(a.Bare()), Dotenv(a.Client.ClientID), Dotenv(a.Client.ClientSecret), Dotenv(a.Origin()))
		},
	},
	{
		ID: "express", Name: "express-openid-connect", For: "Express", Fits: onServer,
		Note: func(a App) string { return "Its callback is " + a.Origin() + "/callback, which has to be registered." },
		Lines: func(a App) string {
			return fmt.Sprintf(`app.use(auth({
  issuerBaseURL: %q,
  baseURL: %q,
  clientID: %q,
  clientSecret: %q,
  secret: "a-secret-of-your-own-of-at-least-32-characters",
  authorizationParams: { response_type: "code", scope: "openid profile email offline_access"%s },
}))`, a.Bare(), a.Origin(), a.Client.ClientID, a.Client.ClientSecret, inlineAudience(a))
		},
	},
	{
		ID: "openid-client", Name: "openid-client", For: "Node.js", Fits: onServer, Note: nothing,
		Lines: func(a App) string {
			return fmt.Sprintf(`const config = await client.discovery(
  new URL(%q), %q, %q, undefined,
  { execute: [client.allowInsecureRequests] },
)
const login = client.buildAuthorizationUrl(config, {
  redirect_uri: %q,
  scope: "openid profile email offline_access"%s,
})`, a.Issuer, a.Client.ClientID, a.Client.ClientSecret, a.Callback(), inlineAudience(a))
		},
	},
	{
		ID: "go-oidc", Name: "github.com/coreos/go-oidc/v3", For: "Go", Fits: onServer, Note: nothing,
		Lines: func(a App) string {
			return fmt.Sprintf(`provider, err := oidc.NewProvider(ctx, %q)
config := oauth2.Config{
	ClientID:     %q,
	ClientSecret: %q,
	RedirectURL:  %q,
	Endpoint:     provider.Endpoint(),
	Scopes:       []string{oidc.ScopeOpenID, "profile", "email", oidc.ScopeOfflineAccess},
}%s`, a.Issuer, a.Client.ClientID, a.Client.ClientSecret, a.Callback(), goAudience(a))
		},
	},
	{
		ID: "authlib", Name: "Authlib", For: "Python", Fits: onServer,
		Note: nothing,
		Lines: func(a App) string {
			return fmt.Sprintf(`oauth.register(
    "playgrant",
    client_id=%q,
    client_secret=%q,
    server_metadata_url=%q,
    client_kwargs={"scope": "openid profile email offline_access"},%s
)`, a.Client.ClientID, a.Client.ClientSecret, a.Issuer+".well-known/openid-configuration", pythonAudience(a))
		},
	},
	{
		ID: "spring", Name: "spring-boot-starter-oauth2-client", For: "Spring Boot", Fits: onServer,
		Note: func(a App) string {
			return "Register its callback first: " + a.Origin() + "/login/oauth2/code/playgrant."
		},
		Lines: func(a App) string {
			return fmt.Sprintf(`spring.security.oauth2.client.provider.playgrant.issuer-uri=%s
spring.security.oauth2.client.registration.playgrant.client-id=%s
spring.security.oauth2.client.registration.playgrant.client-secret=%s
spring.security.oauth2.client.registration.playgrant.client-authentication-method=client_secret_post
spring.security.oauth2.client.registration.playgrant.scope=openid,profile,email`, a.Issuer, a.Client.ClientID, a.Client.ClientSecret)
		},
	},
	{
		ID: "aspnet", Name: "Microsoft.AspNetCore.Authentication.OpenIdConnect", For: "ASP.NET Core", Fits: onServer,
		Note: func(a App) string { return "Register its callback first: " + a.Origin() + "/signin-oidc." },
		Lines: func(a App) string {
			return fmt.Sprintf(`services.AddAuthentication(...).AddOpenIdConnect(options => {
    options.Authority = %q;
    options.RequireHttpsMetadata = false; // http, while you develop
    options.ClientId = %q;
    options.ClientSecret = %q;
    options.ResponseType = "code";
    options.SaveTokens = true;
});`, a.Bare(), a.Client.ClientID, a.Client.ClientSecret)
		},
	},
}

func inlineAudience(a App) string {
	if a.Audience == "" {
		return ""
	}
	return fmt.Sprintf(", audience: %q", a.Audience)
}

// Without an audience the access token is opaque, and an API cannot read it.
func goAudience(a App) string {
	if a.Audience == "" {
		return ""
	}
	return fmt.Sprintf("\nlogin := config.AuthCodeURL(state, oauth2.SetAuthURLParam(\"audience\", %q))", a.Audience)
}

func pythonAudience(a App) string {
	if a.Audience == "" {
		return ""
	}
	return fmt.Sprintf("\n    authorize_params={\"audience\": %q},", a.Audience)
}

// caFile is the path of the CA's certificate, or the command that prints it.
func caFile(a App) string { return cmp.Or(a.CA, "$(playgrant ca | head -n 1)") }
