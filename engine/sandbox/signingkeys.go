package sandbox

import (
	"crypto/sha1" // as Auth0 and x5t have it; nothing rests on it
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

var (
	ruleKeyThere = check.Rule{
		ID: "keys.known", Says: "There is a signing key of that kid",
		Ref: "Auth0 Management API “Signing Keys”", Fix: "GET /sandbox/keys/signing lists those there are.", Param: "kid",
		Answer: check.Answer{Status: http.StatusNotFound, Code: "not_found", Description: "There is no signing key of that kid"},
	}
	ruleKeyPrevious = check.Rule{
		ID: "keys.previous", Says: "Only a previous key is revoked: the current one signs, and the next one will",
		Ref: "Auth0 “Revoke Signing Keys”", Fix: "Rotate first, with POST /sandbox/keys/signing/rotate.", Param: "kid",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Only a previous key can be revoked"},
	}
	ruleKeyRoom = check.Rule{
		ID: "keys.room", Says: "There are no more than 10 previous keys",
		Ref: "Playgrant", Fix: "Revoke one with PUT /sandbox/keys/signing/{kid}/revoke.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "There are 10 previous keys already"},
	}
)

func listKeys(s *step.Step) (*step.Answer, error) {
	keys, err := KeysSetting.Get(s.Tx)
	return step.JSON(shownKeys(keys, true)), err
}

// rotateKeys makes the next key sign
// (auth0.com/docs/get-started/tenant-settings/signing-keys/rotate-signing-keys).
func (d Deps) rotateKeys(s *step.Step) (*step.Answer, error) {
	keys, err := KeysSetting.Get(s.Tx)
	if err != nil {
		return nil, err
	}
	next, err := sign.Rotate(keys, s.Now, d.NewKey)
	if err := s.Require(ruleKeyRoom, !errors.Is(err, sign.ErrTooMany), "at most 10", "one more"); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, err
	}
	return d.replaceKeys(s, next, next[0].KID)
}

// revokeKey ends what a previous key has signed.
func (d Deps) revokeKey(s *step.Step) (*step.Answer, error) {
	keys, err := KeysSetting.Get(s.Tx)
	if err != nil {
		return nil, err
	}
	kid := s.Request.PathValue("kid")
	next, err := sign.Revoke(keys, kid, s.Now)
	if err := s.Require(ruleKeyThere, !errors.Is(err, sign.ErrNoKey), "a key of the sandbox", "none"); err != nil {
		return nil, err
	}
	if err := s.Require(ruleKeyPrevious, !errors.Is(err, sign.ErrNotPrevious), "a previous key", "another"); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, err
	}
	return d.replaceKeys(s, next, kid)
}

// replaceKeys keeps the keys, signs and verifies with them from the commit on,
// and answers with one of them.
func (d Deps) replaceKeys(s *step.Step, keys []sign.Key, kid string) (*step.Answer, error) {
	if err := KeysSetting.Put(s.Tx, keys); err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusCreated, Finish: func() (any, error) {
		for _, k := range shownKeys(keys, true) {
			if k.KID == kid {
				return k, s.Keys.Reload(func() (kept []sign.Key, err error) {
					err = d.Store.View(s.Ctx, func(r store.Reader) error {
						kept, err = KeysSetting.Get(r)
						return err
					})
					return kept, err
				})
			}
		}
		return nil, fmt.Errorf("key %s is gone", kid)
	}}, nil
}

// shownKeys are the keys without their private halves; whole: with their
// certificates.
func shownKeys(keys []sign.Key, whole bool) []model.SigningKey {
	list := []model.SigningKey{}
	for _, k := range keys {
		view := model.SigningKey{
			KID: k.KID, CurrentSince: orNil(k.CurrentSince), CurrentUntil: orNil(k.CurrentUntil), RevokedAt: orNil(k.RevokedAt),
			Current: k.State == sign.Current || k.State == "", Next: k.State == sign.Next,
			Previous: k.State == sign.Previous, Revoked: k.State == sign.Revoked,
		}
		if whole && len(k.Certificate) > 0 {
			sum := sha1.Sum(k.Certificate)
			view.Cert = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: k.Certificate}))
			view.Thumbprint = fmt.Sprintf("%X", sum)
			view.Fingerprint = strings.ReplaceAll(fmt.Sprintf("% X", sum), " ", ":")
		}
		list = append(list, view)
	}
	return list
}

func orNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
