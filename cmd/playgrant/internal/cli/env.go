package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/persist"
	"github.com/playgrant/playgrant/tui/connect"
)

func (a *app) envCommand() *cobra.Command {
	format, audience, kit := "dotenv", "", ""
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
				audience = connect.FirstAudience(sandbox.APIs)
			}
			app := connect.App{Client: c, Issuer: issuer, Audience: audience, CA: caFile()}
			if kit != "" {
				return a.printKit(app, kit)
			}
			vars, err := app.Settings()
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
	cmd.Flags().StringVar(&kit, "sdk", "", "print what `SDK` is told instead: "+strings.Join(connect.IDs(), ", "))
	return cmd
}

// printKit writes the lines that point one SDK here, and what is particular
// about it on the way that is not piped.
func (a *app) printKit(app connect.App, id string) error {
	k, ok := connect.Find(id)
	if !ok {
		return noSuch("SDK", word(id), connect.IDs(), "There are "+strings.Join(connect.IDs(), ", ")+".")
	}
	text := k.Lines(app)
	if strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && unicode.IsControl(r) }) {
		return fmt.Errorf("the client's settings hold a control character; use --format json")
	}
	if note := k.Note(app); note != "" {
		fmt.Fprintf(a.Err, "%s: %s\n", k.Name, printable(note))
	}
	_, err := fmt.Fprintln(a.Out, text)
	return err
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
