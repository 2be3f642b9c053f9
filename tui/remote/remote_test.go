package remote_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/tui/remote"
)

func TestAgainstTheEngine(t *testing.T) {
	server := enginetest.New(t)
	c := &remote.Client{Base: server.URL, HTTP: http.DefaultTransport}
	ctx := t.Context()

	clock, err := c.Advance(ctx, time.Hour)
	if err != nil || clock.OffsetSeconds != 3600 {
		t.Errorf("advancing: %+v, %v", clock, err)
	}
	if clock, err = c.Freeze(ctx, true); err != nil || !clock.Frozen {
		t.Errorf("freezing: %+v, %v", clock, err)
	}
	if clock, err = c.ResetClock(ctx); err != nil || clock.Frozen || clock.OffsetSeconds != 0 {
		t.Errorf("resetting the clock: %+v, %v", clock, err)
	}
	if totp, err := c.TOTP(ctx, "otp@example.com"); err != nil || len(totp.Code) != 6 {
		t.Errorf("the authenticator app: %+v, %v", totp, err)
	}
	if keys, err := c.JWKS(ctx); err != nil || len(keys.Keys) == 0 {
		t.Errorf("the public keys: %v", err)
	}
	var kept map[string]any
	if err := c.Progress(ctx, "a-demo", &kept); !errors.Is(err, remote.ErrNotFound) {
		t.Errorf("progress before it was kept: %v", err)
	}
	if err := c.KeepProgress(ctx, "a-demo", map[string]any{"at": 2}); err != nil {
		t.Fatal(err)
	}
	if err := c.Progress(ctx, "a-demo", &kept); err != nil || kept["at"] != 2.0 {
		t.Errorf("progress: %v, %v", kept, err)
	}
	if err := c.Reset(ctx); err != nil {
		t.Fatal(err)
	}
	if err := c.Progress(ctx, "a-demo", &kept); !errors.Is(err, remote.ErrNotFound) {
		t.Errorf("progress after a reset: %v", err)
	}
}

func TestFailures(t *testing.T) {
	for _, c := range []struct {
		name, body, want string
		status           int
	}{
		{"an OAuth error", `{"error":"x","error_description":"the words"}`, "the words", 400},
		{"another error", `{"message":"other words"}`, "other words", 403},
		{"no JSON", "<html>", "502 Bad Gateway", 502},
		{"an answer that is none", "nonsense", "not what was expected", 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.body))
			}))
			defer server.Close()
			_, err := (&remote.Client{Base: server.URL, HTTP: http.DefaultTransport}).Clock(t.Context())
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
