package connect

import (
	"fmt"
	"net/url"

	"github.com/playgrant/playgrant/engine/model"
)

// Sources: the README of each package; auth0-python and auth0-java take http,
// auth0 for Node and go-auth0 make every domain an https address.
var machineKits = []Kit{
	{
		ID: "node", Name: "auth0", For: "Node.js", Fits: asMachine, Note: onlyHTTPS,
		Lines: func(a App) string {
			return fmt.Sprintf(`// NODE_EXTRA_CA_CERTS="%s" node app.js
const auth = new AuthenticationClient({
  domain: %q,
  clientId: %q,
  clientSecret: %q,
})`, caFile(a), a.Domain(), a.Client.ClientID, a.Client.ClientSecret)
		},
	},
	{
		ID: "python", Name: "auth0-python", For: "Python", Fits: asMachine, Note: nothing,
		Lines: func(a App) string {
			return fmt.Sprintf(`tokens = GetToken(%q, %q, client_secret=%q, protocol="http")
tokens.%s`, a.Domain(), a.Client.ClientID, a.Client.ClientSecret, pythonCall(a))
		},
	},
	{
		ID: "go", Name: "github.com/auth0/go-auth0", For: "Go", Fits: asMachine, Note: onlyHTTPS,
		Lines: func(a App) string {
			return fmt.Sprintf(`// SSL_CERT_FILE="%s" go run .
api, err := authentication.New(ctx, %q,
	authentication.WithClientID(%q),
	authentication.WithClientSecret(%q),
)`, caFile(a), a.Domain(), a.Client.ClientID, a.Client.ClientSecret)
		},
	},
	{
		ID: "java", Name: "com.auth0:auth0", For: "Java", Fits: asMachine, Note: nothing,
		Lines: func(a App) string {
			return fmt.Sprintf(`AuthAPI auth = AuthAPI.newBuilder(%q, %q, %q).build();`, a.Bare(), a.Client.ClientID, a.Client.ClientSecret)
		},
	},
}

// firstTry is for whoever wants to see tokens before there is an app.
var firstTry = Kit{
	ID: "curl", Name: "cURL", For: "a first try", Note: nothing,
	Fits: func(c model.Client) bool { return asMachine(c) || c.Has(model.GrantAuthorizationCode) },
	Lines: func(a App) string {
		grant := "client_credentials"
		user := ""
		switch {
		case a.Client.Has(model.GrantClientCredentials):
		case a.Client.Has(model.GrantPassword):
			grant, user = "password", " \\\n  --data username=user@example.com --data password=opensesame"
		default:
			return byHand(a)
		}
		return fmt.Sprintf(`curl --url %s \
  --data grant_type=%s \
  --data-urlencode %s \
  --data-urlencode %s \
  --data-urlencode %s%s`, Shell(a.Bare()+"/oauth/token"), grant, Shell("client_id="+a.Client.ClientID),
			Shell("client_secret="+a.Client.ClientSecret), Shell("audience="+a.Audience), user)
	},
}

// The pair of RFC 7636, appendix B: good for a first try, and for nothing else.
const (
	sampleVerifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	sampleChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

// byHand is the code flow without an app: an address for the browser, and a
// command for the code that comes back in it.
func byHand(a App) string {
	ask := url.Values{
		"response_type": {"code"}, "client_id": {a.Client.ClientID}, "redirect_uri": {a.Callback()}, "state": {"any"},
		"scope": {"openid profile email offline_access"}, "code_challenge": {sampleChallenge}, "code_challenge_method": {"S256"},
	}
	if a.Audience != "" {
		ask.Set("audience", a.Audience)
	}
	secret := ""
	if a.Client.ClientSecret != "" {
		secret = fmt.Sprintf("  --data-urlencode %s \\\n", Shell("client_secret="+a.Client.ClientSecret))
	}
	return fmt.Sprintf(`# 1. Open this, and log in as user@example.com with the password opensesame:
#    %s/authorize?%s
# 2. Put the code from the address where the browser ends in here:
curl --url %s \
  --data grant_type=authorization_code \
  --data-urlencode %s \
%s  --data-urlencode %s \
  --data code_verifier=%s \
  --data code=PASTE_IT_HERE`, a.Bare(), ask.Encode(), Shell(a.Bare()+"/oauth/token"), Shell("client_id="+a.Client.ClientID), secret,
		Shell("redirect_uri="+a.Callback()), sampleVerifier)
}

func pythonCall(a App) string {
	if a.Client.Has(model.GrantClientCredentials) {
		return fmt.Sprintf("client_credentials(%q)", a.Audience)
	}
	return fmt.Sprintf("login(username=%q, password=%q, realm=%q, audience=%q)", "user@example.com", "opensesame", model.Connection, a.Audience)
}
