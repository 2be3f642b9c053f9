package introspect

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/verify"
)

// find looks for the token among all kinds of tokens, whatever
// token_type_hint says (RFC 7662 §2.1); nil if it is none of them.
func find(s *step.Step, c *model.Client, token string) (*finding, error) {
	f, err := search(s, c, token)
	if f == nil || err != nil || !f.holds {
		return f, err
	}
	f.holds, err = stands(s, f)
	return f, err
}

// stands reports whether whoever the token is of is still there and may log
// in: a client for itself, or a user.
func stands(s *step.Step, f *finding) (bool, error) {
	sub, _ := f.fields["sub"].(string)
	if strings.TrimSuffix(sub, "@clients") == f.client {
		return true, nil
	}
	u, err := store.Users.Get(s.Tx, sub)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil && !u.Blocked, err
}

func search(s *step.Step, c *model.Client, token string) (*finding, error) {
	hash := secret.Hash(token)
	if f, err := refresh(s, c, hash); f != nil || err != nil {
		return f, err
	}
	if f, err := opaque(s, hash); f != nil || err != nil {
		return f, err
	}
	return signed(s, token)
}

func refresh(s *step.Step, c *model.Client, hash string) (*finding, error) {
	t, err := store.RefreshTokens.Get(s.Tx, hash)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	f, err := store.Families.Get(s.Tx, t.FamilyID)
	if err != nil {
		return nil, err
	}
	found := &finding{
		client: f.ClientID,
		// The idle lifetime is the setting of the client that owns it; for
		// any other nothing is shown anyway.
		holds: f.ClientID == c.ClientID && f.Issuer == s.Issuer && family.Usable(s, c, t, f),
		fields: map[string]any{
			"client_id": f.ClientID, "sub": f.Authenticated.UserID, "iss": f.Issuer, "iat": t.CreatedAt.Unix(), "scope": scope.Join(f.Scope),
		},
	}
	if f.Audience != "" {
		found.fields["aud"] = f.Audience
	}
	if end := earlier(f.ExpiresAt, f.IdleExpiresAt(c)); !end.IsZero() {
		found.fields["exp"] = end.Unix()
	}
	return found, nil
}

func opaque(s *step.Step, hash string) (*finding, error) {
	t, err := store.AccessTokens.Get(s.Tx, hash)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	fields := map[string]any{
		"client_id": t.ClientID, "sub": t.UserID, "iss": t.Issuer, "aud": t.Issuer + "userinfo", "scope": scope.Join(t.Scope),
		"iat": t.CreatedAt.Unix(), "exp": t.ExpiresAt.Unix(), "token_type": "Bearer",
	}
	bound(fields, t.ProofKey)
	return &finding{client: t.ClientID, holds: t.Issuer == s.Issuer && s.Now.Before(t.ExpiresAt), fields: fields}, nil
}

// signed reads a JWT. An access token alone names the client that it was given
// to; an ID token or a logout token is for that client to verify.
func signed(s *step.Step, token string) (*finding, error) {
	claims, err := verify.Any(s, token)
	if errors.Is(err, sign.ErrInvalid) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	owner, _ := cmp.Or(claims["azp"], claims["client_id"]).(string)
	exp, ok := claims["exp"].(float64)
	if owner == "" || !ok || claims["nonce"] != nil || claims["aud"] == owner {
		return nil, nil
	}
	fields := map[string]any{"client_id": owner, "token_type": "Bearer"}
	for _, name := range []string{"iss", "sub", "aud", "iat", "exp", "scope", "jti", "permissions"} {
		if v, ok := claims[name]; ok {
			fields[name] = v
		}
	}
	if confirmation, ok := claims["cnf"].(map[string]any); ok {
		key, _ := confirmation["jkt"].(string)
		bound(fields, key)
	}
	revoked, err := verify.Revoked(s, claims["jti"])
	return &finding{client: owner, holds: !revoked && claims["iss"] == s.Issuer && float64(s.Now.Unix()) < exp, fields: fields}, err
}

// bound says of a token that is bound to a key how it is used (RFC 9449 §6.2).
func bound(fields map[string]any, key string) {
	if key != "" {
		fields["token_type"], fields["cnf"] = "DPoP", map[string]any{"jkt": key}
	}
}

// earlier of two ends, of which a zero one is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
