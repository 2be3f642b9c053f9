package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/persist"
)

func (a *app) envCommand() *cobra.Command {
	format, audience := "dotenv", ""
	cmd := &cobra.Command{
		Use:   "env CLIENT",
		Short: "Print the settings an app needs to use a client",
		Long: `Env prints issuer, client id, secret, audience and callback under the names
that Auth0's SDKs and common OpenID Connect libraries read.`,
		Example: `  playgrant env web-app > .env
  eval "$(playgrant env spa --format shell)"`,
		Args: exactly(1, "a client's id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.checkListen(); err != nil {
				return err
			}
			var sandbox model.Sandbox
			if err := a.readSandbox(cmd.Context(), &sandbox); err != nil {
				return err
			}
			issuer, err := a.fixedIssuer()
			if err != nil {
				return err
			}
			if issuer == "" {
				issuer = baseURL(a.address(), a.hosts) + "/"
			}
			c, err := findClient(sandbox.Clients, args[0])
			if err != nil {
				return err
			}
			if audience == "" {
				audience = firstAudience(sandbox.APIs)
			}
			vars, err := settingsOf(c, issuer, audience)
			if err != nil {
				return err
			}
			return a.printVars(vars, format)
		},
	}
	a.sandboxFlags(cmd.Flags())
	a.listenFlag(cmd.Flags(), "the `ADDR` that Playgrant serves at (default: "+defaultListen+")")
	cmd.Flags().Var(&choice{&format, []string{"dotenv", "json", "shell"}}, "format", "print as `FORMAT`: dotenv, json or shell")
	cmd.Flags().StringVar(&audience, "audience", "", "the `API` to ask tokens for (default: the first there is)")
	return cmd
}

// readSandbox reads the sandbox that the flags name. When another process
// holds it, that is most likely what serves at the address in question: then
// that is asked.
func (a *app) readSandbox(ctx context.Context, to *model.Sandbox) error {
	err := a.with(ctx, func(s *remote) error { return s.get("/sandbox", to) })
	if !errors.Is(err, persist.ErrInUse) {
		return err
	}
	served := &remote{ctx, baseURL(a.address(), a.hosts), http.DefaultTransport}
	if served.get("/sandbox", to) == nil {
		return nil
	}
	return err
}

func findClient(clients []model.Client, id string) (model.Client, error) {
	var ids []string
	for _, c := range clients {
		if c.ClientID == id {
			return c, nil
		}
		ids = append(ids, word(c.ClientID))
	}
	return model.Client{}, noSuch("client", word(id), ids, "There are "+strings.Join(ids, ", ")+".")
}

// firstAudience is that of the first API of the user's own, if there is one.
func firstAudience(apis []model.API) string {
	for _, api := range apis {
		if !api.IsSystem {
			return api.Identifier
		}
	}
	return ""
}

// setting is one variable, in the order in which it is printed.
type setting struct{ name, value string }

// settingsOf names what an app needs as Auth0's SDKs do (nextjs-auth0,
// express-openid-connect, auth0-python and others), then as OpenID Connect
// libraries do.
func settingsOf(c model.Client, issuer, audience string) ([]setting, error) {
	u, err := url.Parse(issuer)
	if err != nil {
		return nil, fmt.Errorf("the issuer %q: %w", issuer, err)
	}
	bare := strings.TrimSuffix(issuer, "/")
	vars := []setting{
		{"AUTH0_DOMAIN", u.Host},
		{"AUTH0_ISSUER_BASE_URL", bare},
		{"AUTH0_CLIENT_ID", c.ClientID},
		{"AUTH0_CLIENT_SECRET", c.ClientSecret},
		{"AUTH0_AUDIENCE", audience},
	}
	if len(c.Callbacks) > 0 {
		callback := c.Callbacks[0]
		app := callback
		if at, err := url.Parse(callback); err == nil {
			app = (&url.URL{Scheme: at.Scheme, Host: at.Host}).String()
		}
		vars = append(vars, setting{"AUTH0_CALLBACK_URL", callback}, setting{"APP_BASE_URL", app})
	}
	vars = append(vars,
		setting{"OIDC_ISSUER", issuer},
		setting{"OIDC_CLIENT_ID", c.ClientID},
		setting{"OIDC_CLIENT_SECRET", c.ClientSecret},
	)
	if len(c.Callbacks) > 0 {
		vars = append(vars, setting{"OIDC_REDIRECT_URI", c.Callbacks[0]})
	}
	kept := vars[:0]
	for _, v := range vars {
		if v.value != "" {
			kept = append(kept, v)
		}
	}
	return kept, nil
}
