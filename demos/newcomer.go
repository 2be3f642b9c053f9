package demos

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
)

// newcomer is the email of a user that an act has added.
var newcomer = regexp.MustCompile(`^new-[0-9a-f]{8}@example\.com$`)

// addUser adds a user without any factor, whom nobody else uses: each walk has
// users of its own, since its {{state}} is its own.
func (k *walk) addUser(ctx context.Context, from string, o *Outcome) (did string, err error) {
	state, _ := k.vars.text(varState)
	sum := sha256.Sum256([]byte(state + strconv.Itoa(len(k.undo.Users))))
	email := fmt.Sprintf("new-%x@example.com", sum[:4])
	user := map[string]string{"email": email, "password": Password}
	if err := k.wire.sandbox(ctx, http.MethodPost, "/sandbox/users", user, nil); err != nil {
		return "", err
	}
	k.undo.Users = append(k.undo.Users, email)
	k.capture("user", email, from, false, o)
	return "added the user " + email + ", whose password is " + Password, nil
}

// removeUser removes a user who was added. Somebody else may have done so
// before.
func (w Wire) removeUser(ctx context.Context, email string) error {
	err := w.sandbox(ctx, http.MethodDelete, "/sandbox/users/"+url.PathEscape(email), nil, nil)
	var refused *sandboxError
	if errors.As(err, &refused) && refused.status == http.StatusNotFound {
		return nil
	}
	return err
}
