package demos

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// newcomer is the email of a user that an act has added.
var newcomer = regexp.MustCompile(`^new-[0-9a-f]{8}@example\.com$`)

// addUser adds a user without any factor, whom nobody else uses: each walk has
// users of its own, since its {{state}} is its own.
func (k *walk) addUser(ctx context.Context, from string, o *Outcome) (did string, err error) {
	state, _ := k.vars.text(varState)
	for try := range 10 {
		sum := sha256.Sum256([]byte(state + strconv.Itoa(try)))
		email := fmt.Sprintf("new-%x@example.com", sum[:4])
		user := map[string]string{"email": email, "password": Password}
		err = k.wire.sandbox(ctx, http.MethodPost, "/sandbox/users", user, nil)
		if refused(err, http.StatusConflict) {
			continue // somebody of that name is there already
		}
		if err != nil {
			return "", err
		}
		k.undo.Users = append(k.undo.Users, email)
		k.capture("user", email, from, false, o)
		return "added the user " + email, nil
	}
	return "", err
}

// newcomersPhone is the number of a user who is added with a telephone.
const newcomersPhone = "+15555550142"

// addUserWith adds a user and gives them factors. A recovery code that is one
// of them is captured too: it is shown only here.
func (k *walk) addUserWith(ctx context.Context, factors, from string, o *Outcome) (did string, err error) {
	if did, err = k.addUser(ctx, from, o); err != nil {
		return "", err
	}
	user, _ := k.vars.text("user")
	for factor := range strings.SplitSeq(factors, " and ") {
		var given struct {
			RecoveryCode string `json:"recovery_code"`
		}
		body := map[string]string{"type": factor, "phone_number": newcomersPhone}
		if err := k.wire.sandbox(ctx, http.MethodPost, "/sandbox/users/"+url.PathEscape(user)+"/factors", body, &given); err != nil {
			return "", err
		}
		if given.RecoveryCode != "" {
			k.capture("recovery_code", given.RecoveryCode, from, true, o)
		}
	}
	return did + " with " + factors, nil
}

// removeUser removes a user who was added. Somebody else may have done so
// before.
func (w Wire) removeUser(ctx context.Context, email string) error {
	err := w.sandbox(ctx, http.MethodDelete, "/sandbox/users/"+url.PathEscape(email), nil, nil)
	if refused(err, http.StatusNotFound) {
		return nil
	}
	return err
}
