package sandboxes

import (
	"github.com/playgrant/playgrant/engine/model"
)

// The fields of a client (auth0.com/docs/get-started/applications/application-settings).
var clientFields = []field{
	{section: "What it is", path: "name", label: "name", says: "What users and you read. Apps never send it."},
	{path: "client_id", label: "client id", says: "What the app names itself by in each request. It is public (RFC 6749 §2.2).", fixed: true},
	{path: "description", label: "description", says: "For you; nobody else sees it."},
	{path: "app_type", label: "kind", as: asChoice, among: []string{"regular_web", "spa", "native", "non_interactive"}, says: "regular_web and non_interactive can keep a secret; spa and native cannot: they are public (RFC 6749 §2.1)."},
	{path: "is_first_party", label: "first-party", as: asToggle, says: "Yours. A third-party client asks the user for consent before it gets anything."},
	{section: "How it proves itself", path: "token_endpoint_auth_method", label: "method", as: asChoice, among: []string{"none", "client_secret_post", "client_secret_basic", "private_key_jwt"}, says: "How the app proves to /oauth/token that it is this client: not at all, by its secret in the body or the header, or by a signed assertion (RFC 6749 §2.3, RFC 7523)."},
	{path: "client_secret", label: "secret", as: asSecret, says: "Known to the app's back end and to this server, and to nobody else. Public clients have none."},
	{path: "require_pkce", label: "PKCE required", as: asToggle, says: "Each authorization request has to bring a code_challenge (RFC 7636)."},
	{path: "require_pushed_authorization_requests", label: "PAR required", as: asToggle, says: "Each authorization request has to be pushed to this server beforehand, out of the browser's sight (RFC 9126)."},
	{path: "require_proof_of_possession", label: "DPoP required", as: asToggle, says: "No access token without a proof that the app holds a key of its own (RFC 9449)."},
	{section: "Which grants it may use", path: "grant_types", label: "grants", as: asChecks, among: clientGrants, says: "A grant that is not ticked is refused with unauthorized_client (RFC 6749 §5.2)."},
	{section: "Where browsers may go", path: "callbacks", label: "callbacks", as: asList, add: "a callback", says: "Where a login may end. redirect_uri is compared with these, character by character (RFC 6749 §3.1.2.3)."},
	{path: "allowed_logout_urls", label: "after logout", as: asList, add: "an address", says: "Where a logout may end: returnTo and post_logout_redirect_uri."},
	{path: "web_origins", label: "web origins", as: asList, add: "an origin", says: "Pages that may ask for tokens in a hidden frame (response_mode=web_message) and call this server across origins."},
	{path: "allowed_origins", label: "CORS origins", as: asList, add: "an origin", says: "Further origins that may call this server from a page (CORS)."},
	{path: "redirection_policy", label: "on refusal", as: asChoice, among: []string{"allow_always", "open_redirect_protection"}, says: "What a third-party client's users see when they refuse: back to the app, or an error page here."},
	{section: "Second factor", path: "mfa.when", label: "asked for", as: asChoice, among: mfaWhens, says: "For this client’s users instead of the policy (f); empty: as the policy says. At Auth0 an Action decides so."},
	{path: "mfa.factors", label: "factors", as: asChecks, among: mfaFactors, says: "The only ones that will do for this client; with none ticked, the policy’s."},
	{section: "Refresh tokens", path: "refresh_token.rotation_type", label: "rotation", as: asChoice, among: []string{"non-rotating", "rotating"}, says: "rotating: each exchange gives a new one and spends the old; reuse ends the family (RFC 9700 §4.14)."},
	{path: "refresh_token.leeway", label: "leeway", as: asSeconds, says: "How long the previous token still works after a rotation, for two tabs or a retry. 0: not at all."},
	{path: "refresh_token.expiration_type", label: "expire", as: asChoice, among: []string{"expiring", "non-expiring"}, says: "Rotating tokens have to expire."},
	{path: "refresh_token.token_lifetime", label: "absolute lifetime", as: asSeconds, says: "From the login on; no exchange moves it. At most 1 year; 90 s, 12 h and 30 d are understood."},
	{path: "refresh_token.infinite_token_lifetime", label: "no absolute end", as: asToggle, says: "The absolute lifetime does not count."},
	{path: "refresh_token.idle_token_lifetime", label: "idle lifetime", as: asSeconds, says: "Ends a family that nobody uses; each exchange begins it anew. No longer than the absolute one."},
	{path: "refresh_token.infinite_idle_token_lifetime", label: "no idle end", as: asToggle, says: "The idle lifetime does not count."},
	{section: "ID tokens", path: "jwt_configuration.alg", label: "signed with", as: asChoice, among: []string{"RS256", "PS256", "HS256"}, says: "RS256 and PS256: with this server's key, which anybody can verify. HS256: with the client's own secret (RFC 7518 §3)."},
	{path: "jwt_configuration.lifetime_in_seconds", label: "lifetime", as: asSeconds, says: "How long an ID token is valid. Apps read it once, at login."},
}

// clientGrants are the grant types that a client can have, as the token
// endpoint knows them.
var clientGrants = []string{
	model.GrantAuthorizationCode, model.GrantRefreshToken, model.GrantClientCredentials, model.GrantDeviceCode,
	model.GrantPassword, model.GrantPasswordRealm, model.GrantPasswordlessOTP, model.GrantTokenExchange,
	model.GrantMFAOTP, model.GrantMFAOOB, model.GrantMFARecoveryCode,
}

// What a client or a user may have instead of the policy.
var (
	mfaWhens   = []string{"", model.MFANever, model.MFAEnrolled, model.MFAAlways}
	mfaFactors = []string{
		model.FactorOTP, model.FactorPhone, model.FactorPush, model.FactorEmail, model.FactorRecoveryCode, model.KindRoaming, model.KindPlatform,
	}
)

var freshClient = []field{
	{path: "name", label: "name", says: "What you read in the list."},
	{path: "app_type", label: "kind", as: asChoice, among: []string{"regular_web", "spa", "native", "non_interactive"}, says: "A web app with a back end, a page in the browser, an app on a device, or a service without users."},
	{path: "client_id", label: "client id", says: "Left empty, one is made up."},
}
