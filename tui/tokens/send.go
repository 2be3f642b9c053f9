package tokens

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/family"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// runner does an action and says what came of it.
type runner func(context.Context, *remote.Client, actionAsked) *result

// do runs an action as a command, and then reads how things stand.
func (s *Tokens) do(a actionAsked) tea.Cmd {
	if s.busy {
		return nil
	}
	s.busy, s.result = true, nil
	r := s.c.Remote
	return s.ask(func(ctx context.Context) *result { return a.run(ctx, r, a) })
}

// exchange refreshes with one token, as its app would.
func exchange(ctx context.Context, r *remote.Client, a actionAsked) *result {
	form, err := refreshForm(ctx, r, a)
	if err != nil {
		return failure(err)
	}
	x, err := r.Send(ctx, form)
	if err != nil {
		return failure(err)
	}
	return answered(a, x)
}

// revoke sends the newest token to /oauth/revoke (RFC 7009).
func revoke(ctx context.Context, r *remote.Client, a actionAsked) *result {
	form, err := refreshForm(ctx, r, a)
	if err != nil {
		return failure(err)
	}
	form.Path = "/oauth/revoke"
	form.Values.Set("token", form.Values.Get("refresh_token"))
	form.Values.Del("refresh_token")
	form.Values.Del("grant_type")
	x, err := r.Send(ctx, form)
	switch {
	case err != nil:
		return failure(err)
	case x.Status != 200:
		return refused(x)
	}
	return &result{good: true, exchange: &x, head: "revoked", text: "The server answered 200 with no body, as RFC 7009 asks, and every token of the family ended. Access tokens already given out live until they expire."}
}

// revokeGrant has no endpoint of the protocol: it is the sandbox's own, in
// place of Auth0's Management API.
func revokeGrant(ctx context.Context, r *remote.Client, a actionAsked) *result {
	if err := r.RevokeGrant(ctx, a.family.ID); err != nil {
		return failure(err)
	}
	return &result{good: true, head: "grant revoked", text: "Every family of this user, client and API ended. The next login asks for nothing back: it begins a new family."}
}

func expire(what string) runner {
	return func(ctx context.Context, r *remote.Client, a actionAsked) *result {
		clock, err := r.SetClock(ctx, a.until)
		if err != nil {
			return failure(err)
		}
		return &result{good: true, head: "the clock moved", text: "It is " + clock.Now.Format("2006-01-02 15:04:05") + " in the sandbox now, just past the " + what +
			a.screen.c.Say("tokens", ". {r} tries to refresh all the same; {c} brings the clock back to now.")}
	}
}

// refreshForm is the request by which an app exchanges a token. The token's
// text stands nowhere but in the answer that gave it out, so that is where it
// is read; what the sandbox keeps of it is only a hash.
func refreshForm(ctx context.Context, r *remote.Client, a actionAsked) (f remote.Form, err error) {
	text, host, err := textOf(ctx, r, a.token)
	if err != nil {
		return f, err
	}
	set, err := r.Sandbox(ctx)
	if err != nil {
		return f, err
	}
	i := slices.IndexFunc(set.Clients, func(c model.Client) bool { return c.ClientID == a.family.ClientID })
	if i < 0 {
		return f, fmt.Errorf("the client %s is not there any more, so nobody can use its tokens", ui.Line(a.family.ClientID))
	}
	c := set.Clients[i]
	f = remote.Form{Path: "/oauth/token", Host: host, Values: url.Values{
		"grant_type": {model.GrantRefreshToken}, "client_id": {c.ClientID}, "refresh_token": {text},
	}}
	switch {
	case c.Public():
	case c.ClientSecret == "":
		return f, fmt.Errorf("%s proves itself with a private key, which only the app has; refresh from the app", ui.Line(c.ClientID))
	case c.TokenEndpointAuthMethod == "client_secret_basic":
		f.User, f.Password = c.ClientID, c.ClientSecret
		f.Values.Del("client_id")
	default:
		f.Values.Set("client_secret", c.ClientSecret)
	}
	return f, nil
}

var errGone = errors.New("the exchange that gave it out is no longer kept, and the sandbox itself has only its hash. Log in again in a demo or in your app, and try with the new token")

// textOf reads a token's text and the address that its app uses.
func textOf(ctx context.Context, r *remote.Client, t model.TokenView) (text, host string, err error) {
	missing := fmt.Errorf("token %s cannot be sent: %w", family.Name(t.ID), errGone)
	if t.Exchange == "" {
		return "", "", missing
	}
	x, err := r.Exchange(ctx, t.Exchange)
	if errors.Is(err, remote.ErrNotFound) || err == nil && x.Issued != t.ID {
		return "", "", missing
	}
	if err != nil {
		return "", "", err
	}
	var body struct {
		RefreshToken string `json:"refresh_token"`
	}
	if json.Unmarshal([]byte(ui.ParseMessage(x.Response).Body), &body) != nil || body.RefreshToken == "" {
		return "", "", missing
	}
	return body.RefreshToken, ui.ParseMessage(x.Request).Header("Host"), nil
}

// copyNewest puts the newest token on the clipboard, whole.
func (s *Tokens) copyNewest(f model.FamilyView) tea.Cmd {
	newest, ok := family.Newest(f)
	if !ok {
		return nil
	}
	r, ctx := s.c.Remote, s.life
	return func() tea.Msg {
		text, _, err := textOf(ctx, r, newest)
		if err != nil {
			return screen.Toast{Text: "Not copied: " + err.Error(), Bad: true}
		}
		return screen.Copy{What: "refresh token " + family.Name(newest.ID), Text: text}
	}
}
