package family

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// badRefresh is the one answer for every refresh token that does not hold.
var badRefresh = check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "Unknown or invalid refresh token."}

// badRequest is the status that RFC 6749 §5.2 has for them.
var badRequest = check.Answer{Status: http.StatusBadRequest}

var (
	ruleRefreshKnown = check.Rule{
		ID: "refresh.known", Says: "The refresh token is one that this server gave out",
		Ref: "RFC 6749 §6", Fix: "Send the refresh token whole, as it came from /oauth/token.", Param: "refresh_token",
		Answer: badRefresh, Standard: badRequest,
	}
	ruleRefreshClient = check.Rule{
		ID: "refresh.owner", Says: "The refresh token was given to this client",
		Ref: "RFC 6749 §6", Fix: "Use the client_id that the token was issued to.", Param: "client_id",
		Answer: badRefresh, Standard: badRequest,
	}
	ruleRefreshIssuer = check.Rule{
		ID: "refresh.issuer", Says: "The refresh token is used at the address that gave it out",
		Ref: "Playgrant: the issuer is bound into what it issues", Fix: "Use one scheme, host and port throughout.", Param: "refresh_token",
		Answer: badRefresh, Standard: badRequest,
	}
	ruleRefreshLive = check.Rule{
		ID: "refresh.live", Says: "The token's family was not revoked",
		Ref: "Auth0 “Revoke Refresh Tokens”", Fix: "Log in again: a revoked family does not come back.", Param: "refresh_token",
		Answer: badRefresh, Standard: badRequest,
	}
	ruleRefreshAbsolute = check.Rule{
		ID: "refresh.absolute", Says: "The absolute lifetime, fixed when the family began, is not over",
		Ref: "Auth0 “Configure Refresh Token Expiration”", Fix: "Log in again; token_lifetime says how long a family lives.", Param: "refresh_token",
		Answer: badRefresh, Standard: badRequest,
	}
	ruleRefreshIdle = check.Rule{
		ID: "refresh.idle", Says: "The token was used within its idle lifetime",
		Ref: "Auth0 “Configure Refresh Token Expiration”", Fix: "Log in again; idle_token_lifetime says how long a family may rest.", Param: "refresh_token",
		Answer: badRefresh, Standard: badRequest,
	}
	ruleRefreshReuse = check.Rule{
		ID: "refresh.reuse", Says: "A rotated token is not used again, but for the previous one inside the leeway",
		Ref: "RFC 9700 §4.14.2; Auth0 “Refresh Token Rotation”", Fix: "Log in again: a token used twice may have been stolen, so the whole family is revoked. Keep only the newest token.", Param: "refresh_token",
		Answer: badRefresh, Standard: badRequest,
	}
)

// Find looks a refresh token up by its hash, with its family, and refuses one
// that is not this client's.
func Find(s *step.Step, c *model.Client, hash string) (*model.RefreshToken, *model.Family, error) {
	t, err := store.RefreshTokens.Get(s.Tx, hash)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, nil, err
	}
	if err := s.Require(ruleRefreshKnown, err == nil, "a refresh token of this server", known(err == nil)); err != nil {
		return nil, nil, err
	}
	f, err := store.Families.Get(s.Tx, t.FamilyID)
	if err != nil {
		return nil, nil, err
	}
	if err := s.Require(ruleRefreshClient, f.ClientID == c.ClientID, c.ClientID, f.ClientID); err != nil {
		return nil, nil, err
	}
	return t, f, s.Require(ruleRefreshIssuer, f.Issuer == s.Issuer, f.Issuer, s.Issuer)
}

// Live checks what can end a refresh token, and revokes the family of
// one that is used again.
func Live(s *step.Step, c *model.Client, t *model.RefreshToken, f *model.Family) error {
	if err := s.Require(ruleRefreshLive, f.State == model.StateActive && t.State != model.StateRevoked, "a living family", ended(f)); err != nil {
		return err
	}
	if err := s.Require(ruleRefreshAbsolute, f.ExpiresAt.IsZero() || s.Now.Before(f.ExpiresAt), "before "+when(f.ExpiresAt), when(s.Now)); err != nil {
		return err
	}
	idle := f.IdleExpiresAt(c)
	if err := s.Require(ruleRefreshIdle, idle.IsZero() || s.Now.Before(idle), "before "+when(idle), when(s.Now)); err != nil {
		return err
	}
	if !f.Rotating {
		return nil
	}
	ok, got := reusable(s, c, t)
	if err := s.Require(ruleRefreshReuse, ok, "the newest token of the family", got); err != nil {
		if failed := afterReuse(s, t, f); failed != nil {
			return failed
		}
		return check.Keep(err)
	}
	return nil
}

// afterReuse ends the family, with the newest token in it; and every other of
// the user and the client where the tenant says that revoking deletes the
// grant.
func afterReuse(s *step.Step, t *model.RefreshToken, f *model.Family) error {
	t.Cause = model.CauseReuse
	if err := store.RefreshTokens.Put(s.Tx, t); err != nil {
		return err
	}
	if err := End(s, f, model.CauseReuse); err != nil || !s.Policy.RevokeRefreshTokenGrant {
		return err
	}
	return EndGrant(s, f.Authenticated.UserID, f.ClientID, "", true, model.CauseGrantRevoked)
}

// Expired names what ended a family by the clock: model.CauseAbsolute,
// model.CauseIdle, or "" for one that goes on.
func Expired(f *model.Family, c *model.Client, now time.Time) string {
	idle := f.IdleExpiresAt(c)
	switch {
	case !f.ExpiresAt.IsZero() && !now.Before(f.ExpiresAt):
		return model.CauseAbsolute
	case !idle.IsZero() && !now.Before(idle):
		return model.CauseIdle
	}
	return ""
}

// reusable reports whether a rotating token may be exchanged: the newest
// always, the one before it only inside the client's leeway.
func reusable(s *step.Step, c *model.Client, t *model.RefreshToken) (bool, string) {
	if t.State == model.StateActive {
		return true, "the newest"
	}
	leeway := time.Duration(c.RefreshToken.Leeway) * time.Second
	since := s.Now.Sub(t.UsedAt)
	switch {
	case t.Superseded:
		return false, "an older one, used at " + when(t.UsedAt)
	case leeway == 0:
		return false, "one used at " + when(t.UsedAt)
	case since < leeway:
		return true, fmt.Sprintf("the previous one, %s into a leeway of %s", since, leeway)
	default:
		return false, fmt.Sprintf("the previous one, %s after its use; the leeway is %s", since, leeway)
	}
}

func ended(f *model.Family) string {
	if f.State == model.StateActive {
		return "active"
	}
	return fmt.Sprintf("%s at %s (%s)", f.State, when(f.EndedAt), strings.ReplaceAll(f.Cause, "_", " "))
}

func known(ok bool) string {
	if ok {
		return "known"
	}
	return "unknown"
}

func when(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}

// Usable reports whether the client could exchange the token now. Unlike
// [Live] it ends nothing: to ask about a token that was used up is not to use
// it again.
func Usable(s *step.Step, c *model.Client, t *model.RefreshToken, f *model.Family) bool {
	if f.State != model.StateActive || t.State == model.StateRevoked || Expired(f, c, s.Now) != "" {
		return false
	}
	ok, _ := reusable(s, c, t)
	return ok || !f.Rotating
}
