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
// telephone number; nil if there is none of that sort. What came later than
// the walk's own last message is another walk's.
func (k *walk) message(ctx context.Context, to string, fits func(model.Message) bool) (*model.Message, error) {
	by := "to"
	if strings.Contains(to, "@") {
		by = "user"
	}
	list, err := k.inbox(ctx, url.Values{by: {to}})
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(m model.Message) bool { return (k.mail == "" || m.ID <= k.mail) && fits(m) })
	if i < 0 {
		return nil, nil
	}
	return &list[i], nil
}

// inbox lists messages, the newest first.
func (k *walk) inbox(ctx context.Context, filter url.Values) ([]model.Message, error) {
	var list []model.Message
	err := k.wire.sandbox(ctx, http.MethodGet, "/sandbox/inbox?"+filter.Encode(), nil, &list)
	return list, err
}

// watchMail looks into the inbox before a request that may have a message
// sent. The function that it returns looks again and, if one has come, notes
// which: a variant may have others sent to the same user before the code of
// this one is read.
func (k *walk) watchMail(req *http.Request) (note func()) {
	if path := req.URL.Path; !strings.HasPrefix(path, "/mfa/") && !strings.HasPrefix(path, "/u/") && !strings.HasPrefix(path, "/passwordless/") {
		return func() {}
	}
	before := k.newest(req.Context())
	return func() {
		if after := k.newest(req.Context()); after != before {
			k.mail = after
		}
	}
}

// newest is the id of the latest message of all; empty if there is none, or a
// server without an inbox.
func (k *walk) newest(ctx context.Context) string {
	list, err := k.inbox(ctx, nil)
	if err != nil || len(list) == 0 {
		return ""
	}
	return list[0].ID
}
