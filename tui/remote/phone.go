package remote

import (
	"context"
	"net/http"
	"net/url"

	"github.com/playgrant/playgrant/engine/model"
)

// Inbox are the messages that reached a user, newest first; all users' if user
// is empty.
func (c *Client) Inbox(ctx context.Context, user string) (v []model.Message, err error) {
	path := "/sandbox/inbox"
	if user != "" {
		path += "?user=" + url.QueryEscape(user)
	}
	err = c.do(ctx, http.MethodGet, path, nil, &v)
	return v, err
}

// AnswerPush approves a push that waits, or denies it.
func (c *Client) AnswerPush(ctx context.Context, id string, approve bool) (v model.Message, err error) {
	action := "deny"
	if approve {
		action = "approve"
	}
	err = c.do(ctx, http.MethodPost, "/sandbox/inbox/"+url.PathEscape(id), map[string]string{"action": action}, &v)
	return v, err
}

// NewestExchange is the id of the exchange recorded last; empty if there is
// none. It tells cheaply whether anything went on.
func (c *Client) NewestExchange(ctx context.Context) (string, error) {
	var list []model.Exchange
	if err := c.do(ctx, http.MethodGet, "/sandbox/exchanges?limit=1", nil, &list); err != nil || len(list) == 0 {
		return "", err
	}
	return list[0].ID, nil
}

// Setup is all that is set up, with the secrets of the users' factors.
func (c *Client) Setup(ctx context.Context) (v model.Setup, err error) {
	err = c.do(ctx, http.MethodGet, "/sandbox/setup", nil, &v)
	return v, err
}

// PatchPolicy changes members of the policy and answers the new one; the error
// says in words what the server refused.
func (c *Client) PatchPolicy(ctx context.Context, patch any) (v model.Policy, err error) {
	err = c.do(ctx, http.MethodPatch, "/sandbox/policy", patch, &v)
	return v, err
}

// PatchUser changes members of a user.
func (c *Client) PatchUser(ctx context.Context, email string, patch any) (v model.UserView, err error) {
	err = c.do(ctx, http.MethodPatch, "/sandbox/users/"+url.PathEscape(email), patch, &v)
	return v, err
}

// GiveFactor gives a user a factor that is active at once, and returns the
// recovery code if it was one.
func (c *Client) GiveFactor(ctx context.Context, email string, factor any) (recoveryCode string, err error) {
	var answer struct {
		RecoveryCode string `json:"recovery_code"`
	}
	err = c.do(ctx, http.MethodPost, "/sandbox/users/"+url.PathEscape(email)+"/factors", factor, &answer)
	return answer.RecoveryCode, err
}

// TakeFactor takes a factor from a user.
func (c *Client) TakeFactor(ctx context.Context, email, id string) error {
	return c.do(ctx, http.MethodDelete, "/sandbox/users/"+url.PathEscape(email)+"/factors/"+url.PathEscape(id), nil, nil)
}

// ForgetBrowsers has a user give a second factor again in browsers that were
// remembered.
func (c *Client) ForgetBrowsers(ctx context.Context, email string) error {
	return c.do(ctx, http.MethodPost, "/sandbox/users/"+url.PathEscape(email)+"/multifactor/actions/invalidate-remember-browser", nil, nil)
}

// RotateKey has the next signing key sign.
func (c *Client) RotateKey(ctx context.Context) (v model.SigningKey, err error) {
	err = c.do(ctx, http.MethodPost, "/sandbox/keys/signing/rotate", nil, &v)
	return v, err
}

// RevokeKey ends what a previous signing key has signed.
func (c *Client) RevokeKey(ctx context.Context, kid string) error {
	return c.do(ctx, http.MethodPut, "/sandbox/keys/signing/"+url.PathEscape(kid)+"/revoke", nil, nil)
}
