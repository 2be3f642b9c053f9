package connect

import (
	"fmt"

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
	{
		ID: "curl", Name: "cURL", For: "a first try", Fits: asMachine, Note: nothing,
		Lines: func(a App) string {
			grant := "client_credentials"
			user := ""
			if !a.Client.Has(model.GrantClientCredentials) {
				grant, user = "password", " \\\n  --data username=user@example.com --data password=opensesame"
			}
			return fmt.Sprintf(`curl --url %s \
  --data grant_type=%s \
  --data-urlencode %s \
  --data-urlencode %s \
  --data-urlencode %s%s`, Shell(a.Bare()+"/oauth/token"), grant, Shell("client_id="+a.Client.ClientID),
				Shell("client_secret="+a.Client.ClientSecret), Shell("audience="+a.Audience), user)
		},
	},
}

func pythonCall(a App) string {
	if a.Client.Has(model.GrantClientCredentials) {
		return fmt.Sprintf("client_credentials(%q)", a.Audience)
	}
	return fmt.Sprintf("login(username=%q, password=%q, realm=%q, audience=%q)", "user@example.com", "opensesame", model.Connection, a.Audience)
}
