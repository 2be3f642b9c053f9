package sandbox_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/storetest"
)

const start = "2026-11-23T09:00:00Z" // when enginetest's sandboxes begin

func TestTheClockMoves(t *testing.T) {
	s := enginetest.New(t)
	steps := []struct {
		body   string
		passes time.Duration // on the machine's clock, before the move
		now    string
		offset float64
		frozen bool
	}{
		{`{"advance_seconds": 60}`, 0, "2026-11-23T09:01:00Z", 60, false},
		{`{"advance_seconds": -3660}`, 0, "2026-11-23T08:00:00Z", -3600, false},
		{`{"advance_seconds": 3.6e3}`, 0, start, 0, false},
		{`{"set": "2030-01-01T00:00:00+01:00"}`, 0, "2029-12-31T23:00:00Z", 98028000, false},
		{`{"freeze": true}`, time.Hour, "2030-01-01T00:00:00Z", 98028000, true},
		{`{"advance_seconds": 1}`, time.Hour, "2030-01-01T00:00:01Z", 98024401, true},
		{`{"freeze": true}`, 0, "2030-01-01T00:00:01Z", 98024401, true},
		{`{"freeze": false}`, 0, "2030-01-01T00:00:01Z", 98024401, false},
		{`{"freeze": false}`, time.Second, "2030-01-01T00:00:02Z", 98024401, false},
		{`{"reset": true}`, 0, "2026-11-23T11:00:01Z", 0, false},
	}
	for _, step := range steps {
		s.Now = s.Now.Add(step.passes)
		got := s.Do("POST", "/sandbox/clock", step.body)
		view := got.Object()
		if got.Status != 200 || view["now"] != step.now || view["offset_seconds"] != step.offset || view["frozen"] != step.frozen {
			t.Fatalf("%s: %d %s, want %s, %v, %v", step.body, got.Status, got.Text, step.now, step.offset, step.frozen)
		}
		if again := s.Do("GET", "/sandbox/clock", ""); again.Text != got.Text {
			t.Fatalf("%s: then %s, now %s", step.body, got.Text, again.Text)
		}
	}
}

func TestMovesThatTheClockRefuses(t *testing.T) {
	s := enginetest.New(t)
	tests := []struct{ body, field string }{
		{`{"advance_seconds": "60"}`, "advance_seconds"},
		{`{"advance_seconds": 0.5}`, "advance_seconds"},
		{`{"advance_seconds": null}`, "advance_seconds"},
		{`{"advance_seconds": 1e300}`, "advance_seconds"},
		{`{"advance_seconds": 1e400}`, "advance_seconds"},
		{`{"advance_seconds": -9223372036854775808}`, "advance_seconds"},
		{`{"advance_seconds": 6311433600}`, "advance_seconds"},
		{`{"advance_seconds": -1000000000}`, "advance_seconds"},
		{`{"set": "tomorrow"}`, "set"},
		{`{"set": ""}`, "set"},
		{`{"set": 1700000000}`, "set"},
		{`{"set": null}`, "set"},
		{`{"set": "1999-12-31T23:59:59Z"}`, "set"},
		{`{"set": "2200-01-01T00:00:00Z"}`, "set"},
		{`{"set": "9999-12-31T23:59:59Z"}`, "set"},
		{`{"set": "10000-01-01T00:00:00Z"}`, "set"},
		{`{"freeze": "yes"}`, "freeze"},
		{`{"freeze": null}`, "freeze"},
		{`{"reset": false}`, "reset"},
		{`{"rewind": 5}`, "rewind"},
	}
	for _, tt := range tests {
		t.Run(tt.body, func(t *testing.T) {
			badRequest(t, s.Do("POST", "/sandbox/clock", tt.body), tt.field)
		})
	}
	for _, body := range []string{``, `{}`, `[]`, `null`, `60`, `{"freeze": true, "advance_seconds": 5}`, `{"freeze": true} {}`} {
		if got := s.Do("POST", "/sandbox/clock", body); got.Status != 400 {
			t.Errorf("%q: %d %s", body, got.Status, got.Text)
		}
	}
	if now := s.Do("GET", "/sandbox/clock", "").Object()["now"]; now != start {
		t.Errorf("the clock has moved to %v", now)
	}
}

func TestTheClockGoesOnAfterARestart(t *testing.T) {
	db := storetest.New()
	open := func() *enginetest.Server {
		return enginetest.New(t, func(c *engine.Config) { c.Store = db })
	}
	open().Do("POST", "/sandbox/clock", `{"set": "2031-05-05T05:05:05Z"}`)
	open().Do("POST", "/sandbox/clock", `{"freeze": true}`)
	if got := open().Do("GET", "/sandbox/clock", "").Object(); got["now"] != "2031-05-05T05:05:05Z" || got["frozen"] != true {
		t.Errorf("opened again: %v", got)
	}
}

func TestTheAuthenticatorAppObeysTheClock(t *testing.T) {
	s := enginetest.New(t)
	// The codes of JBSWY3DPEHPK3PXP, computed by another implementation of RFC 6238.
	for _, tt := range []struct {
		at   string
		code string
		left float64
	}{
		{"2026-11-23T09:00:00Z", "486872", 30},
		{"2026-11-23T09:00:29Z", "486872", 1},
		{"2026-11-23T09:00:30Z", "138733", 30},
	} {
		s.Do("POST", "/sandbox/clock", fmt.Sprintf(`{"set": %q}`, tt.at))
		got := s.Do("GET", "/sandbox/totp?user=otp@example.com", "").Object()
		if got["seconds_left"] != tt.left || got["code"] != tt.code {
			t.Errorf("%s: %v", tt.at, got)
		}
	}
}

func TestUsersWithoutAnAuthenticatorApp(t *testing.T) {
	s := enginetest.New(t)
	for query, status := range map[string]int{
		"?user=OTP@Example.com":      200,
		"?user=push@example.com":     200,
		"?user=all@example.com":      200,
		"?user=user@example.com":     404,
		"?user=phone@example.com":    404,
		"?user=nobody@example.com":   404,
		"?user=":                     400,
		"":                           400,
		"?user=otp%00@example.com":   400,
		"?user=a%0Ab":                400,
		"?user=%ff":                  400,
		"?user=otp@example.com%00x":  400,
		"?user=%zz":                  400,
		"?user=otp@example.com&user": 200,
	} {
		if got := s.Do("GET", "/sandbox/totp"+query, ""); got.Status != status {
			t.Errorf("%q: %d %s", query, got.Status, got.Text)
		}
	}
}
