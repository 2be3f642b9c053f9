// Package family draws refresh-token families: how long one still lives, and
// its tokens as a tree, each by its short name and never by its text.
//
// Everything here is a pure function of a family as /sandbox/families shows it
// and of the time by the sandbox's clock.
package family

import (
	"slices"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// At is the family as it is at a time after it was read: a lifetime may have
// run out since.
func At(f model.FamilyView, now time.Time) model.FamilyView {
	if f.State != model.StateActive {
		return f
	}
	switch {
	case over(f.ExpiresAt, now):
		f.State, f.Cause = model.StateExpired, model.CauseAbsolute
	case over(f.IdleExpiresAt, now):
		f.State, f.Cause = model.StateExpired, model.CauseIdle
	default:
		return f
	}
	f.Tokens = slices.Clone(f.Tokens)
	for i := range f.Tokens {
		if t := &f.Tokens[i]; t.State == model.StateActive {
			t.State, t.Cause = f.State, f.Cause
		}
	}
	return f
}

func over(end *time.Time, now time.Time) bool { return end != nil && !now.Before(*end) }

// Name is a token's short name, the number in its id: "3".
func Name(id string) string {
	if _, number, ok := strings.Cut(id, "."); ok && number != "" {
		id = number
	}
	return ui.Cut(ui.Line(id), 6)
}

// Newest is the token that the family's owner should be using: the latest of
// those alive, or else the latest of all. ok is false for a family without
// tokens.
func Newest(f model.FamilyView) (token model.TokenView, ok bool) {
	for _, t := range slices.Backward(f.Tokens) {
		if t.State == model.StateActive {
			return t, true
		}
	}
	if n := len(f.Tokens); n > 0 {
		return f.Tokens[n-1], true
	}
	return token, false
}

// Replayed is the token whose coming back ended the family, if it ended so and
// that is known.
func Replayed(f model.FamilyView) (token model.TokenView, ok bool) {
	for _, t := range f.Tokens {
		if f.Cause == model.CauseReuse && t.Cause == model.CauseReuse && t.State == model.StateRotated {
			return t, true
		}
	}
	return token, false
}

// LeewayEnd is when the server stops taking a rotated token that it still
// takes now; ok is false for one that no leeway covers.
func LeewayEnd(f model.FamilyView, t model.TokenView, now time.Time) (end time.Time, ok bool) {
	if f.State != model.StateActive || !f.Rotating || t.State != model.StateRotated || t.Superseded || t.UsedAt == nil {
		return end, false
	}
	end = t.UsedAt.Add(time.Duration(f.LeewaySeconds) * time.Second)
	return end, now.Before(end)
}

// Counting reports whether anything of the family runs down while one looks.
func Counting(f model.FamilyView, now time.Time) bool {
	f = At(f, now)
	return f.State == model.StateActive && (f.ExpiresAt != nil || f.IdleExpiresAt != nil)
}

// lastUsed is where the idle lifetime counts from.
func lastUsed(f model.FamilyView) time.Time {
	last := f.CreatedAt
	for _, t := range f.Tokens {
		if t.CreatedAt.After(last) {
			last = t.CreatedAt
		}
		if t.UsedAt != nil && t.UsedAt.After(last) {
			last = *t.UsedAt
		}
	}
	return last
}
