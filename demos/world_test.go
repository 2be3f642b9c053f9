package demos_test

import (
	"context"
	crand "crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/storetest"
	"github.com/playgrant/playgrant/engine/wire"
)

const base = "http://localhost:2884"

// chance is the same in every run.
func chance() io.Reader { return rand.NewChaCha8([32]byte{7}) }

// keys are made once each: it is what takes longest.
var keys struct {
	sync.Mutex
	made []*rsa.PrivateKey
}

// keyring gives one sandbox a key after the other.
func keyring() func() (*rsa.PrivateKey, error) {
	n := 0
	return func() (*rsa.PrivateKey, error) {
		keys.Lock()
		defer keys.Unlock()
		if n == len(keys.made) {
			key, err := rsa.GenerateKey(crand.Reader, sign.KeyBits)
			if err != nil {
				return nil, err
			}
			keys.made = append(keys.made, key)
		}
		n++
		return keys.made[n-1], nil
	}
}

// sandbox serves a fresh engine inside the process, its clock and chance the
// same in every run.
func sandbox(t *testing.T) demos.Wire {
	t.Helper()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	e, err := engine.New(t.Context(), engine.Config{
		Store: storetest.New(), Now: func() time.Time { return now }, NewKey: keyring(), Rand: rand.NewChaCha8([32]byte{1}),
	})
	if err != nil {
		t.Fatal(err)
	}
	return inside(t, e.Handler())
}

// inside serves any handler inside the process, and fails the test when a
// request goes elsewhere: a callback is never opened.
func inside(t *testing.T, h http.Handler) demos.Wire {
	t.Helper()
	s := wire.New(wire.Config{Handler: h})
	t.Cleanup(func() { _ = s.Shutdown(context.Background()) })
	return demos.Wire{Base: base, HTTP: onlyHost{t, s.Transport()}}
}

type onlyHost struct {
	t    *testing.T
	next http.RoundTripper
}

func (o onlyHost) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != "localhost:2884" {
		o.t.Errorf("a request went to %s", r.URL)
	}
	return o.next.RoundTrip(r)
}

// parse makes a demo of steps written with ' for a backtick.
func parse(t *testing.T, steps string) *demos.Demo {
	t.Helper()
	d, err := demos.Parse("test.md", []byte("---\ntitle: T\nchapter: C\nvars:\n  callback: https://yourapp.example/callback\n---\n"+strings.ReplaceAll(steps, "'", "`")))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// call reads or writes one of the sandbox's own addresses.
func call(t *testing.T, w demos.Wire, method, path, body string) map[string]any {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, w.Base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := w.HTTP.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}
