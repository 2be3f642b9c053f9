package demos

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// clockMove is the body of POST /sandbox/clock.
type clockMove struct {
	AdvanceSeconds int64      `json:"advance_seconds,omitempty"`
	Set            *time.Time `json:"set,omitempty"`
	Freeze         *bool      `json:"freeze,omitempty"`
	Reset          bool       `json:"reset,omitempty"`
}

func (k *walk) moveClock(ctx context.Context, verb, span string) (did string, err error) {
	yes, no := true, false
	switch verb {
	case "freeze":
		return "froze the clock", k.setClock(ctx, clockMove{Freeze: &yes})
	case "run on":
		return "let the clock run", k.setClock(ctx, clockMove{Freeze: &no})
	case "reset clock":
		return "set the clock back to the machine's", k.setClock(ctx, clockMove{Reset: true})
	}
	d, ok := duration(span)
	if !ok {
		return "", fmt.Errorf("%q is no time span such as 30d, 1h30m or 31s", clip(span))
	}
	return "moved the clock on by " + span, k.setClock(ctx, clockMove{AdvanceSeconds: int64(d / time.Second)})
}

// setClock moves the clock, after noting where it stood.
func (k *walk) setClock(ctx context.Context, m clockMove) error {
	if k.undo.Clock == nil {
		var before model.ClockView
		if err := k.wire.sandbox(ctx, http.MethodGet, "/sandbox/clock", nil, &before); err != nil {
			return err
		}
		k.undo.Clock = &before
	}
	return k.wire.sandbox(ctx, http.MethodPost, "/sandbox/clock", m, nil)
}

// restoreClock puts the clock back to where it stood: a frozen one to its
// moment, a running one to its distance from the machine's.
func (w Wire) restoreClock(ctx context.Context, before *model.ClockView) error {
	post := func(m clockMove) error { return w.sandbox(ctx, http.MethodPost, "/sandbox/clock", m, nil) }
	if before.Frozen {
		yes := true
		if err := post(clockMove{Freeze: &yes}); err != nil {
			return err
		}
		return post(clockMove{Set: &before.Now})
	}
	no := false
	if err := post(clockMove{Freeze: &no}); err != nil {
		return err
	}
	var now model.ClockView
	if err := w.sandbox(ctx, http.MethodGet, "/sandbox/clock", nil, &now); err != nil {
		return err
	}
	if now.OffsetSeconds == before.OffsetSeconds {
		return nil
	}
	return post(clockMove{AdvanceSeconds: before.OffsetSeconds - now.OffsetSeconds})
}
