package demos

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/playgrant/playgrant/engine/model"
)

// revokeKeys takes every previous signing key out of use, whoever rotated: what
// a variant has rotated, nothing else puts back.
func (k *walk) revokeKeys(ctx context.Context) (did string, err error) {
	var keys []model.SigningKey
	if err := k.wire.sandbox(ctx, http.MethodGet, "/sandbox/keys/signing", nil, &keys); err != nil {
		return "", err
	}
	n := 0
	for _, key := range keys {
		if !key.Previous {
			continue
		}
		if err := k.wire.sandbox(ctx, http.MethodPut, "/sandbox/keys/signing/"+url.PathEscape(key.KID)+"/revoke", nil, nil); err != nil {
			return "", err
		}
		n++
	}
	if n == 1 {
		return "revoked the previous signing key", nil
	}
	return fmt.Sprintf("revoked %d previous signing keys", n), nil
}
