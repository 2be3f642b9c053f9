package family

import (
	"cmp"
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// Moment is when something of a family ends by itself.
type Moment struct {
	At     time.Time
	What   string // "leeway of token 2", "idle lifetime"
	Family model.FamilyView
}

// Next lists what will end by itself after now, the first to end first.
func Next(families []model.FamilyView, now time.Time) []Moment {
	var out []Moment
	for _, f := range families {
		f = At(f, now)
		if f.State != model.StateActive {
			continue
		}
		for _, t := range f.Tokens {
			if end, ok := LeewayEnd(f, t, now); ok {
				out = append(out, Moment{end, "leeway of token " + Name(t.ID), f})
			}
		}
		if f.IdleExpiresAt != nil {
			out = append(out, Moment{*f.IdleExpiresAt, "idle lifetime", f})
		}
		if f.ExpiresAt != nil {
			out = append(out, Moment{*f.ExpiresAt, "absolute lifetime", f})
		}
	}
	slices.SortStableFunc(out, func(a, b Moment) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.What, b.What), cmp.Compare(a.Family.ID, b.Family.ID))
	})
	return out
}
