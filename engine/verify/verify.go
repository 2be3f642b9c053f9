// Package verify checks the signatures of the server's own tokens by the
// algorithm and key that the client or the API is set to, never by what the
// token alone says (RFC 8725 §3.1).
package verify

import (
	"errors"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// AccessToken checks a JWT that is to be used at an API, and returns its
// claims. An audience that is no API, such as /userinfo, takes what the
// server's keys have signed.
func AccessToken(s *step.Step, token, audience string) (map[string]any, error) {
	api, err := store.APIWithAudience(s.Tx, s.Issuer, audience)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return s.Keys.Verify(token)
	case err != nil:
		return nil, err
	case api.SigningAlg == sign.HS256:
		return sign.VerifySecret(token, api.SigningSecret)
	default:
		return s.Keys.Verify(token, api.SigningAlg)
	}
}

// Any checks a JWT access token for whatever API it names.
func Any(s *step.Step, token string) (map[string]any, error) {
	alg, claims := sign.Peek(token)
	audience, _ := claims["aud"].(string)
	if alg == sign.HS256 && audience != "" {
		return AccessToken(s, token, audience)
	}
	return s.Keys.Verify(token)
}

// IDToken checks an ID token. One that is signed with its client's secret
// could have been made by that client: it says no more than the client could
// say by itself.
func IDToken(s *step.Step, token string) (map[string]any, error) {
	alg, claims := sign.Peek(token)
	if alg != sign.HS256 {
		return s.Keys.Verify(token)
	}
	id, _ := claims["aud"].(string)
	c, err := store.Clients.Get(s.Tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, sign.ErrInvalid
	}
	if err != nil {
		return nil, err
	}
	if !BySecret(c) {
		return nil, sign.ErrInvalid
	}
	return sign.VerifySecret(token, c.ClientSecret)
}

// BySecret reports whether the client's ID tokens are signed with its secret.
func BySecret(c *model.Client) bool {
	return c.JWTConfiguration.Alg == sign.HS256 && !c.Public() && c.ClientSecret != ""
}

// Revoked reports whether the JWT of that jti was ended before its time: by
// the reuse of the code that gave it (RFC 6749 §4.1.2). One without a jti
// never is.
func Revoked(s *step.Step, jti any) (bool, error) {
	id, named := jti.(string)
	if !named || id == "" {
		return false, nil
	}
	_, err := store.RevokedTokens.Get(s.Tx, secret.Hash(id))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
