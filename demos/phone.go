package demos

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// appCode reads the simulated authenticator app. A code works once (RFC 6238
// §5.2): when the one that it shows was used already, the clock is moved on to
// the next, as a user would wait for it.
func (k *walk) appCode(ctx context.Context, user string) (code, waited string, err error) {
	address := "/sandbox/totp?user=" + url.QueryEscape(user)
	var app model.TOTPView
	if err := k.wire.sandbox(ctx, http.MethodGet, address, nil, &app); err != nil {
		return "", "", err
	}
	if app.FreshInSeconds == 0 {
		return app.Code, "", nil
	}
	wait := time.Duration(app.FreshInSeconds) * time.Second
	if err := k.setClock(ctx, clockMove{AdvanceSeconds: int64(app.FreshInSeconds)}); err != nil {
		return "", "", err
	}
	if err := k.wire.sandbox(ctx, http.MethodGet, address, nil, &app); err != nil {
		return "", "", err
	}
	return app.Code, fmt.Sprintf(", after waiting %s for the next one (the clock was moved)", wait), nil
}

// sentCode reads the code from the latest message that came to a user by a
// channel.
func (k *walk) sentCode(ctx context.Context, channel, user string) (string, error) {
	m, err := k.message(ctx, user, func(m model.Message) bool { return m.Channel == channel && m.Code != "" })
	if err != nil {
		return "", err
	}
	if m == nil {
		return "", fmt.Errorf("no %s with a code has come to %s; the step that has it sent comes first", channel, clip(user))
	}
	return m.Code, nil
}

// answerPush approves or denies the latest push that waits on a user's phone.
func (k *walk) answerPush(ctx context.Context, approve bool, user string) (did string, err error) {
	m, err := k.message(ctx, user, func(m model.Message) bool { return m.State == model.MessagePending })
	if err != nil {
		return "", err
	}
	if m == nil {
		return "", fmt.Errorf("no push waits for an answer on the phone of %s; the step that has it sent comes first", clip(user))
	}
	action, did := "deny", "denied"
	if approve {
		action, did = "approve", "approved"
	}
	return did + " the push on the phone of " + user, k.wire.sandbox(ctx, http.MethodPost,
		"/sandbox/inbox/"+url.PathEscape(m.ID), map[string]string{"action": action}, nil)
}

// message finds the latest message to a user, named by email, or to a
// telephone number; nil if there is none of that sort.
func (k *walk) message(ctx context.Context, to string, fits func(model.Message) bool) (*model.Message, error) {
	by := "to"
	if strings.Contains(to, "@") {
		by = "user"
	}
	var list []model.Message // the newest first
	if err := k.wire.sandbox(ctx, http.MethodGet, "/sandbox/inbox?"+url.Values{by: {to}}.Encode(), nil, &list); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, fits)
	if i < 0 {
		return nil, nil
	}
	return &list[i], nil
}
