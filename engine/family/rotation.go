package family

import (
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

var ruleRotationChanged = check.Rule{
	ID: "refresh.rotation-changed", Says: "The family rotates as the client's setting says today; otherwise a new family takes its place",
	Ref: "Auth0 “Configure Refresh Token Rotation”", Fix: "Keep the refresh token of this answer: the old ones are gone.",
}

// Exchange notes that a token, which [Live] let pass, is exchanged, and
// returns the token that takes its place; nothing for one that stays.
//
// Where the client's rotation was switched since, the answer begins a family
// of the new kind: switched on, it ends all non-rotating ones of the same
// client, API and user; switched off, it ends the rotating one.
func Exchange(s *step.Step, c *model.Client, t *model.RefreshToken, f *model.Family) (next string, err error) {
	stamp(s, c, f)
	if s.Note(ruleRotationChanged, f.Rotating == c.RefreshToken.Rotating(), kind(c.RefreshToken.Rotating()), kind(f.Rotating)) {
		return spend(s, t, f)
	}
	t.UsedAt = s.Now
	if err := store.RefreshTokens.Put(s.Tx, t); err != nil {
		return "", err
	}
	old := *f
	if old.Rotating {
		err = End(s, &old, model.CauseRotation)
	} else {
		err = endNonRotating(s, &old)
	}
	if err != nil {
		return "", err
	}
	begun := &model.Family{
		ClientID: f.ClientID, Audience: f.Audience, Scope: f.Scope, GrantType: f.GrantType,
		Authenticated: f.Authenticated, ProofKey: f.ProofKey, AuthTime: f.AuthTime,
	}
	return begin(s, c, begun, old.ExpiresAt)
}

// endNonRotating ends the non-rotating families beside f, and f itself.
func endNonRotating(s *step.Step, f *model.Family) error {
	list, err := Living(s.Tx, f.Authenticated.UserID, f.ClientID)
	if err != nil {
		return err
	}
	for _, other := range list {
		if !other.Rotating && other.Audience == f.Audience {
			if err := End(s, other, model.CauseRotation); err != nil {
				return err
			}
		}
	}
	return nil
}

// stamp gives an end to a family that had none when expiration was switched
// on; the other way round nothing changes
// (auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-expiration).
func stamp(s *step.Step, c *model.Client, f *model.Family) {
	if f.ExpiresAt.IsZero() {
		f.ExpiresAt = absoluteEnd(c, s.Now)
	}
}

// absoluteEnd is when a family that begins now ends; zero: never.
func absoluteEnd(c *model.Client, now time.Time) time.Time {
	set := c.RefreshToken
	if set.ExpirationType != "expiring" || set.InfiniteTokenLifetime {
		return time.Time{}
	}
	return now.Add(time.Duration(set.TokenLifetime) * time.Second)
}

func kind(rotating bool) string {
	if rotating {
		return "rotating"
	}
	return "non-rotating"
}
