package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// Families are the refresh-token families of a user, newest first; of all
// users, the newest of them, if user is empty.
func (c *Client) Families(ctx context.Context, user string) (v []model.FamilyView, err error) {
	path := "/sandbox/families"
	if user != "" {
		path += "?user=" + url.QueryEscape(user)
	}
	err = c.do(ctx, http.MethodGet, path, nil, &v)
	return v, err
}

// Sessions are the login sessions of all users, newest first.
func (c *Client) Sessions(ctx context.Context) (v []model.SessionView, err error) {
	err = c.do(ctx, http.MethodGet, "/sandbox/sessions", nil, &v)
	return v, err
}

// Sandbox is what is set up: clients, APIs, users and policy.
func (c *Client) Sandbox(ctx context.Context) (v model.Sandbox, err error) {
	err = c.do(ctx, http.MethodGet, "/sandbox", nil, &v)
	return v, err
}

// Exchange is a recorded exchange with its bytes and its checks;
// [ErrNotFound] once it is no longer kept.
func (c *Client) Exchange(ctx context.Context, id string) (v model.Exchange, err error) {
	err = c.do(ctx, http.MethodGet, "/sandbox/exchanges/"+url.PathEscape(id), nil, &v)
	return v, err
}

// RevokeGrant ends the grant that a family belongs to, with every family of it.
func (c *Client) RevokeGrant(ctx context.Context, family string) error {
	return c.do(ctx, http.MethodPost, "/sandbox/families/"+url.PathEscape(family), map[string]string{"action": "revoke_grant"}, nil)
}

// SetClock makes the clock show a time, from which it runs on.
func (c *Client) SetClock(ctx context.Context, t time.Time) (model.ClockView, error) {
	return c.clock(ctx, map[string]any{"set": t.UTC().Format(time.RFC3339Nano)})
}

// Form is a protocol request, as an app would send it.
type Form struct {
	Path   string
	Values url.Values
	// User and Password go in the Authorization header, if there is a User
	// (RFC 6749 §2.3.1).
	User, Password string
	// Host is the address that the app uses; empty: that of Base.
	Host string
}

// Send sends a form to a protocol endpoint and reads back how the server
// recorded it. A refusal is no error: it is in the exchange.
func (c *Client) Send(ctx context.Context, f Form) (x model.Exchange, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Base+f.Path, strings.NewReader(f.Values.Encode()))
	if err != nil {
		return x, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", "Playgrant")
	if f.User != "" {
		req.SetBasicAuth(url.QueryEscape(f.User), url.QueryEscape(f.Password))
	}
	req.Host = f.Host
	resp, err := c.HTTP.RoundTrip(req)
	if err != nil {
		return x, fmt.Errorf("POST %s: %w", f.Path, err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(resp.Body, maxAnswer)); err != nil {
		return x, fmt.Errorf("POST %s: %w", f.Path, err)
	}
	id := resp.Header.Get("Playgrant-Exchange")
	if id == "" {
		return x, fmt.Errorf("POST %s: %w", f.Path, errNotRecorded)
	}
	return c.Exchange(ctx, id)
}

var errNotRecorded = errors.New("the server did not say how it recorded the exchange")
