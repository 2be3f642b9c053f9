// Package remote asks the sandbox's own endpoints over the same connection
// that the demos use. The terminal interface knows the engine in no other way.
package remote

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/model"
)

// maxAnswer bounds what is read of one answer.
const maxAnswer = 8 << 20

// ErrNotFound is returned for what the sandbox does not have.
var ErrNotFound = errors.New("the sandbox has no such thing")

// Client speaks to one sandbox. It is safe for concurrent use.
type Client struct {
	Base string // "http://localhost:2884", without a slash at the end
	HTTP http.RoundTripper
}

// Clock is the sandbox's time.
func (c *Client) Clock(ctx context.Context) (v model.ClockView, err error) {
	err = c.do(ctx, http.MethodGet, "/sandbox/clock", nil, &v)
	return v, err
}

// Advance moves the clock by whole seconds, forward or back.
func (c *Client) Advance(ctx context.Context, d time.Duration) (model.ClockView, error) {
	return c.clock(ctx, map[string]any{"advance_seconds": int64(d / time.Second)})
}

// Freeze stops the clock, or lets it run on.
func (c *Client) Freeze(ctx context.Context, freeze bool) (model.ClockView, error) {
	return c.clock(ctx, map[string]any{"freeze": freeze})
}

// ResetClock lets the clock show the real time again.
func (c *Client) ResetClock(ctx context.Context) (model.ClockView, error) {
	return c.clock(ctx, map[string]any{"reset": true})
}

func (c *Client) clock(ctx context.Context, move map[string]any) (v model.ClockView, err error) {
	err = c.do(ctx, http.MethodPost, "/sandbox/clock", move, &v)
	return v, err
}

// TOTP is what the user's authenticator app shows.
func (c *Client) TOTP(ctx context.Context, user string) (v model.TOTPView, err error) {
	err = c.do(ctx, http.MethodGet, "/sandbox/totp?user="+url.QueryEscape(user), nil, &v)
	return v, err
}

// Reset brings the fixtures back.
func (c *Client) Reset(ctx context.Context) error {
	return c.do(ctx, http.MethodPost, "/sandbox/reset", nil, nil)
}

// Progress reads what was kept of a demo into v; [ErrNotFound] if nothing was.
func (c *Client) Progress(ctx context.Context, demo string, v any) error {
	return c.do(ctx, http.MethodGet, "/sandbox/progress/"+url.PathEscape(demo), nil, v)
}

// KeepProgress keeps v, which must become a JSON object.
func (c *Client) KeepProgress(ctx context.Context, demo string, v any) error {
	return c.do(ctx, http.MethodPut, "/sandbox/progress/"+url.PathEscape(demo), v, nil)
}

// JWKS is the server's set of public keys (RFC 7517 §5).
func (c *Client) JWKS(ctx context.Context) (v jose.JSONWebKeySet, err error) {
	err = c.do(ctx, http.MethodGet, "/.well-known/jwks.json", nil, &v)
	return v, err
}

func (c *Client) do(ctx context.Context, method, path string, body, into any) error {
	var reader io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("%s %s: %w", method, path, err)
		}
		reader = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.Base+path, reader)
	if err != nil {
		return err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.HTTP.RoundTrip(req)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if resp.StatusCode == http.StatusNotFound {
		return fmt.Errorf("%s %s: %w", method, path, ErrNotFound)
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %w", method, path, refusal(resp, answer))
	}
	if into == nil || len(answer) == 0 {
		return nil
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return fmt.Errorf("%s %s: the answer is not what was expected: %w", method, path, err)
	}
	return nil
}

// Refusal is what the server said no with.
type Refusal struct {
	Status int
	Text   string // in the server's words, or else the status line
	Field  string // the field of the body at fault; empty: none is named
	Fix    string // what to do about it; empty: nothing is said
}

func (r *Refusal) Error() string { return r.Text }

func refusal(resp *http.Response, answer []byte) *Refusal {
	var e struct {
		Description string `json:"error_description"`
		Message     string `json:"message"`
		Field       string `json:"field"`
		Fix         string `json:"fix"`
	}
	r := &Refusal{Status: resp.StatusCode, Text: resp.Status}
	if json.Unmarshal(answer, &e) == nil {
		r.Text, r.Field, r.Fix = cmp.Or(e.Description, e.Message, resp.Status), e.Field, e.Fix
	}
	return r
}
