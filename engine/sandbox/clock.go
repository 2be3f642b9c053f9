package sandbox

import (
	"encoding/json"
	"math"
	"net/http"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/clock"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// The clock can be set to where certificates, tokens and one-time passwords
// all still count right.
var (
	clockFirst = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	clockLast  = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

var ruleOneMove = check.Rule{
	ID: "clock.one-move", Says: "The clock is moved in one way at a time",
	Ref: "Playgrant", Fix: `Send one of {"advance_seconds": 60}, {"set": "2030-01-01T00:00:00Z"}, {"freeze": true} and {"reset": true}.`,
	Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Send one of advance_seconds, set, freeze and reset"},
}

func (d Deps) showClock(*step.Step) (*step.Answer, error) { return step.JSON(d.clockView()), nil }

func (d Deps) clockView() model.ClockView {
	return model.ClockView{
		Now: d.Clock.Now(), OffsetSeconds: d.Clock.Offset(), Frozen: !d.Clock.State().FrozenAt.IsZero(),
	}
}

// moveClock keeps the clock's new state, and moves the clock itself only once
// that is committed.
func (d Deps) moveClock(s *step.Step) (*step.Answer, error) {
	fields, err := object(s)
	if err != nil {
		return nil, err
	}
	if err := s.Require(ruleOneMove, len(fields) == 1, "one field", "none, or several"); err != nil {
		return nil, err
	}
	state := clock.State{}
	for name, raw := range fields {
		if state, err = d.moved(s, name, raw); err != nil {
			return nil, err
		}
	}
	if err := ClockSetting.Put(s.Tx, state); err != nil {
		return nil, err
	}
	return &step.Answer{Finish: func() (any, error) {
		d.Clock.Restore(state)
		return d.clockView(), nil
	}}, nil
}

// moved is the clock's state after one move.
func (d Deps) moved(s *step.Step, name string, raw json.RawMessage) (clock.State, error) {
	var (
		zero clock.State
		span = "such that the clock stays between the years 2000 and 2200"
	)
	switch name {
	case "advance_seconds":
		var n float64
		whole := json.Unmarshal(raw, &n) == nil && n == math.Trunc(n)
		if err := field(s, name, whole && string(raw) != "null", "a whole number of seconds"); err != nil {
			return zero, err
		}
		inside := math.Abs(n) < clockLast.Sub(clockFirst).Seconds() && within(s.Now.Add(time.Duration(n)*time.Second))
		return d.Clock.Advanced(time.Duration(n) * time.Second), field(s, name, inside, span)
	case "set":
		var t time.Time
		if err := field(s, name, json.Unmarshal(raw, &t) == nil && !t.IsZero(), "a time as in RFC 3339: 2030-01-01T00:00:00Z"); err != nil {
			return zero, err
		}
		return d.Clock.SetTo(t.Truncate(time.Millisecond)), field(s, name, within(t), span)
	case "freeze":
		var freeze *bool
		if err := field(s, name, json.Unmarshal(raw, &freeze) == nil && freeze != nil, "true or false"); err != nil {
			return zero, err
		}
		return d.Clock.Frozen(*freeze), nil
	case "reset":
		var reset bool
		return zero, field(s, name, json.Unmarshal(raw, &reset) == nil && reset, "true")
	default:
		return zero, field(s, clip(name), false, "one of advance_seconds, set, freeze and reset")
	}
}

func within(t time.Time) bool { return !t.Before(clockFirst) && t.Before(clockLast) }
