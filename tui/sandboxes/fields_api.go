package sandboxes

// The fields of an API (auth0.com/docs/get-started/apis/api-settings).
var apiFields = []field{
	{section: "What it is", path: "name", label: "name", says: "What users read when a third-party client asks for it."},
	{path: "identifier", label: "identifier", says: "The audience that apps ask for, and the aud of its access tokens. It looks like a URL and need not lead anywhere.", fixed: true},
	{path: "scopes", label: "scopes", as: asScopes, add: "a scope, then what it allows", says: "What tokens can allow: a word, a space, and what it means, such as “read:orders See the orders”."},
	{section: "Access tokens", path: "allow_offline_access", label: "offline access", as: asToggle, says: "Apps may get refresh tokens for this API with offline_access. Without it they get none, and no error."},
	{path: "token_lifetime", label: "lifetime", as: asSeconds, says: "How long an access token is valid; at most 30 days. 12 h and 15 min are understood."},
	{path: "token_lifetime_for_web", label: "lifetime in pages", as: asSeconds, says: "The same for tokens that come straight from /authorize."},
	{path: "signing_alg", label: "signed with", as: asChoice, among: []string{"RS256", "PS256", "HS256"}, says: "RS256 and PS256 are verified with the public keys of /.well-known/jwks.json; HS256 with a secret that the API shares."},
	{path: "signing_secret", label: "signing secret", as: asSecret, says: "For HS256: what API and server share."},
	{path: "token_dialect", label: "token dialect", as: asChoice, among: []string{"access_token", "access_token_authz", "rfc9068_profile", "rfc9068_profile_authz"}, says: "Which claims a token has: Auth0's, or those of RFC 9068; with authz the user's permissions too."},
	{path: "proof_of_possession.mechanism", label: "DPoP", as: asChoice, among: []string{"", "dpop"}, empty: "no", says: "dpop: who proves to hold a key gets tokens that are bound to it, of no use to anybody else (RFC 9449). no: bearer tokens for all."},
	{path: "proof_of_possession.required", label: "DPoP required", as: asToggle, says: "No access token without a proof."},
	{path: "enforce_policies", label: "RBAC", as: asToggle, says: "Users get no more than their permissions allow."},
}

var freshAPI = []field{
	{path: "identifier", label: "identifier", says: "The audience, such as https://orders.example/api."},
	{path: "name", label: "name", says: "Left empty, it is the identifier."},
}
