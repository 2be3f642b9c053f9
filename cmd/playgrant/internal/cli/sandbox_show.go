package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// show prints a sandbox as tables. A dialect that is given holds whatever the
// policy says.
func show(out io.Writer, s *model.Sandbox, dialect string) error {
	clients := [][]string{{"CLIENT", "KIND", "SECRET", "REFRESH TOKENS", "GRANTS"}}
	for i := range s.Clients {
		c := &s.Clients[i]
		clients = append(clients, []string{c.ClientID, c.AppType, c.ClientSecret, refreshTokens(c), grants(c)})
	}
	apis := [][]string{{"API", "OFFLINE ACCESS", "LIFETIME", "SCOPES"}}
	for _, api := range s.APIs {
		var scopes []string
		for _, scope := range api.Scopes {
			scopes = append(scopes, scope.Value)
		}
		offline := "not allowed"
		if api.AllowOfflineAccess {
			offline = "allowed"
		}
		apis = append(apis, []string{api.Identifier, offline, fmt.Sprintf("%d s", api.TokenLifetime), strings.Join(scopes, " ")})
	}
	users := [][]string{{"USER", "STATE", "FACTORS"}}
	for _, u := range s.Users {
		var factors []string
		for _, f := range u.Factors {
			factors = append(factors, f.Type)
		}
		state := "active"
		if u.Blocked {
			state = "blocked"
		}
		users = append(users, []string{u.Email, state, strings.Join(factors, " ")})
	}
	for _, rows := range [][][]string{clients, apis, users, keys(s)} {
		if err := table(out, rows); err != nil {
			return err
		}
	}
	held := ""
	if dialect != "" && dialect != s.Policy.Dialect {
		held = ", but answered in " + dialect + " while --dialect or the settings say so"
	}
	_, err := fmt.Fprintf(out, "MFA when %s, in %s · dialect %s%s\n",
		word(s.Policy.MFA.When), word(strings.Join(s.Policy.MFA.Flows, ", ")), word(s.Policy.Dialect), held)
	return err
}

// keys lists the signing keys.
func keys(s *model.Sandbox) [][]string {
	rows := [][]string{{"SIGNING KEY", "STATE", "SIGNS SINCE", "UNTIL", "REVOKED"}}
	at := func(t *time.Time) string {
		if t == nil {
			return ""
		}
		return t.UTC().Format(time.DateTime)
	}
	for _, k := range s.SigningKeys {
		rows = append(rows, []string{k.KID, k.State(), at(k.CurrentSince), at(k.CurrentUntil), at(k.RevokedAt)})
	}
	return rows
}

// table prints rows in columns, and an empty line. Cells may hold what anyone
// wrote into the sandbox, so they are made printable.
func table(out io.Writer, rows [][]string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		for i, cell := range row {
			if cell == "" {
				cell = "–"
			}
			if i > 0 {
				fmt.Fprint(w, "\t")
			}
			fmt.Fprint(w, word(cell))
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out)
	return err
}

func refreshTokens(c *model.Client) string {
	switch {
	case !c.Has(model.GrantRefreshToken):
		return ""
	case c.RefreshToken.Rotating():
		return fmt.Sprintf("rotating, leeway %d s", c.RefreshToken.Leeway)
	}
	return "non-rotating"
}

// grants names grant types without their URL prefixes.
func grants(c *model.Client) string {
	var short []string
	for _, g := range c.GrantTypes {
		short = append(short, g[strings.LastIndexAny(g, "/:")+1:])
	}
	return strings.Join(short, " ")
}
