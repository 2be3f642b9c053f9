package connect

import "fmt"

// Sources: the README of each package, and how each treats a domain with a
// scheme (auth0-spa-js keeps one that it is given; its wrappers pass it on).
var browserKits = []Kit{
	{
		ID: "spa-js", Name: "@auth0/auth0-spa-js", For: "JavaScript", Fits: inBrowser, Note: spaNote,
		Lines: func(a App) string {
			return fmt.Sprintf(`const auth0 = await createAuth0Client({
  domain: %q,
  clientId: %q,
  useRefreshTokens: true,
  authorizationParams: {
    redirect_uri: window.location.origin,%s
  },
})`, a.Bare(), a.Client.ClientID, audienceLine(a))
		},
	},
	{
		ID: "react", Name: "@auth0/auth0-react", For: "React", Fits: inBrowser, Note: spaNote,
		Lines: func(a App) string {
			return fmt.Sprintf(`<Auth0Provider
  domain=%q
  clientId=%q
  useRefreshTokens
  authorizationParams={{
    redirect_uri: window.location.origin,%s
  }}
>`, a.Bare(), a.Client.ClientID, audienceLine(a))
		},
	},
	{
		ID: "vue", Name: "@auth0/auth0-vue", For: "Vue", Fits: inBrowser, Note: spaNote,
		Lines: func(a App) string {
			return fmt.Sprintf(`app.use(createAuth0({
  domain: %q,
  clientId: %q,
  authorizationParams: {
    redirect_uri: window.location.origin,%s
  },
}))`, a.Bare(), a.Client.ClientID, audienceLine(a))
		},
	},
	{
		ID: "angular", Name: "@auth0/auth0-angular", For: "Angular", Fits: inBrowser, Note: spaNote,
		Lines: func(a App) string {
			return fmt.Sprintf(`provideAuth0({
  domain: %q,
  clientId: %q,
  authorizationParams: {
    redirect_uri: window.location.origin,%s
  },
})`, a.Bare(), a.Client.ClientID, audienceLine(a))
		},
	},
}

func spaNote(a App) string {
	return "Serve the app at " + a.Origin() + ": that origin is registered. The domain has its scheme and no slash at the end."
}

// audienceLine is a member of an object in JavaScript, on a line of its own.
func audienceLine(a App) string {
	if a.Audience == "" {
		return ""
	}
	return fmt.Sprintf("\n    audience: %q,", a.Audience)
}
