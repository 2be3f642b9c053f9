package connect

import (
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
)

var plainKits = []Kit{
	{
		ID: "device", Name: "cURL", For: "a device without a keyboard", Note: nothing,
		Fits: func(c model.Client) bool { return c.Has(model.GrantDeviceCode) },
		Lines: func(a App) string {
			return fmt.Sprintf(`curl --url %s \
  --data-urlencode %s \
  --data-urlencode %s \
  --data 'scope=openid offline_access'`, Shell(a.Bare()+"/oauth/device/code"), Shell("client_id="+a.Client.ClientID), Shell("audience="+a.Audience))
		},
	},
	{
		ID: "appauth", Name: "AppAuth", For: "iOS, Android, desktop", Fits: onDevice,
		Note: func(App) string {
			return "Any port of http://127.0.0.1/callback is registered (RFC 8252 §7.3); a scheme of your own has to be added."
		},
		Lines: func(a App) string {
			return fmt.Sprintf("issuer        %s\nclient_id     %s\nredirect_uri  http://127.0.0.1:PORT/callback\nscope         openid profile offline_access\nPKCE          S256", a.Issuer, a.Client.ClientID)
		},
	},
	firstTry,
	{
		ID: "env", Name: "environment variables, for any SDK that reads them", For: "environment", Fits: anything,
		Note: func(a App) string { return "playgrant env " + a.Client.ClientID + " prints the same." },
		Lines: func(a App) string {
			settings, err := a.Settings()
			if err != nil {
				return "# " + err.Error()
			}
			var lines []string
			for _, s := range settings {
				lines = append(lines, s.Name+"="+Dotenv(s.Value))
			}
			return strings.Join(lines, "\n")
		},
	},
	{
		ID: "oidc", Name: "addresses, for any OAuth or OpenID Connect library", For: "addresses", Fits: anything,
		Note: func(App) string { return "A library that reads the discovery document needs the first line only." },
		Lines: func(a App) string {
			rows := [][2]string{
				{"issuer", a.Issuer},
				{"discovery", a.Issuer + ".well-known/openid-configuration"},
				{"authorization", a.Issuer + "authorize"},
				{"token", a.Issuer + "oauth/token"},
				{"userinfo", a.Issuer + "userinfo"},
				{"keys", a.Issuer + ".well-known/jwks.json"},
				{"logout", a.Issuer + "oidc/logout"},
				{"client_id", a.Client.ClientID},
				{"client_secret", a.Client.ClientSecret},
				{"redirect_uri", a.Callback()},
			}
			var lines []string
			for _, r := range rows {
				if r[1] != "" {
					lines = append(lines, fmt.Sprintf("%-14s %s", r[0], r[1]))
				}
			}
			return strings.Join(lines, "\n")
		},
	},
}
