package logout

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/issue"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

const (
	// eventLogout is the one event of a logout token (Back-Channel Logout §2.4).
	eventLogout = "http://schemas.openid.net/event/backchannel-logout"
	// tokenLifetime is the most that Back-Channel Logout §2.4 recommends.
	tokenLifetime = 2 * time.Minute
	// patience is how long a client has to answer: the user's browser waits.
	patience = 3 * time.Second
)

var ruleTold = check.Rule{
	ID: "logout.backchannel", Says: "The client was told that the session is over",
	Ref: "OpenID Connect Back-Channel Logout §2.5, §2.8", Fix: "See that the client's backchannel_logout_urls are right, and that it answers 200 or 204 within 3 seconds.",
}

// Teller tells clients that a session is over.
type Teller struct {
	// HTTP sends; nil: directly, with any certificate on this machine or in
	// its private network. Redirects are not followed.
	HTTP http.RoundTripper
}

// message is one logout token that is to be sent.
type message struct {
	to     string
	claims map[string]any
	spec   sign.Spec // as the client's ID tokens are signed
}

// end ends the browser's session. After the commit the answer tells the
// clients that used it.
func (r *request) end() (*step.Answer, error) {
	ended, cookie, err := session.End(r.Step)
	if err != nil {
		return nil, err
	}
	answer := (&step.Answer{}).Set("Set-Cookie", cookie.String()).Set("Cache-Control", "no-store")
	if ended == nil {
		return answer, nil
	}
	messages, err := r.messages(ended)
	if err != nil || len(messages) == 0 {
		return answer, err
	}
	answer.After = func() { r.tell(messages) }
	return answer, nil
}

// messages are the logout tokens for those who want them.
func (r *request) messages(ended *model.Session) ([]message, error) {
	var out []message
	for _, id := range ended.Clients {
		c, err := store.Clients.Get(r.Tx, id)
		if errors.Is(err, store.ErrNotFound) {
			continue // removed meanwhile
		}
		if err != nil {
			return nil, err
		}
		for _, to := range c.OIDCLogout.BackchannelLogoutURLs {
			jti, err := secret.New(r.Rand, 22)
			if err != nil {
				return nil, err
			}
			out = append(out, message{to, map[string]any{
				"iss": r.Issuer, "aud": id, "sub": ended.UserID, "sid": ended.SID, "jti": jti,
				"iat": r.Now.Unix(), "exp": r.Now.Add(tokenLifetime).Unix(),
				"events": map[string]any{eventLogout: map[string]any{}},
			}, issue.IDSpec(r.Step, c, "logout+jwt")})
		}
	}
	return out, nil
}

// tell sends the tokens side by side, and notes in the trail who has heard.
func (r *request) tell(messages []message) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Ctx), patience)
	defer cancel()
	results := make([]string, len(messages))
	var sent sync.WaitGroup
	for i, m := range messages {
		token, err := r.Keys.Sign(m.claims, m.spec)
		if err != nil {
			results[i] = "the token could not be signed"
			continue
		}
		sent.Go(func() { results[i] = r.teller.post(ctx, m.to, token) })
	}
	sent.Wait()
	for i, m := range messages {
		r.Note(ruleTold, results[i] == "", "an answer 200 or 204 from "+clip(m.to), clip(results[i]))
	}
}

// post sends one token and says what went wrong; empty: nothing.
func (t *Teller) post(ctx context.Context, to, token string) string {
	body := url.Values{"logout_token": {token}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, strings.NewReader(body))
	if err != nil {
		return "the address is none"
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	transport := t.HTTP
	if transport == nil {
		transport = outgoing
	}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return "no answer: " + err.Error()
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<16)) // only the status counts
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusNoContent {
		return fmt.Sprintf("it answered %d", resp.StatusCode)
	}
	return ""
}
