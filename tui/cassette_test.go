package tui

import (
	"bytes"
	crand "crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"flag"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
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

var (
	update = flag.Bool("update", false, "write the expected frames anew")
	record = flag.Bool("record", false, "record the wire anew, which changes tokens and keys all over the frames")
)

const base = "http://localhost:2884"

// realEngine is a fresh sandbox of the real engine, on its in-process connection.
func realEngine(t testing.TB) demos.Wire {
	t.Helper()
	e, err := engine.New(t.Context(), engine.Config{
		Store: storetest.New(), Rand: rand.NewChaCha8([32]byte{5}),
		Now:    func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) },
		NewKey: signingKeys(),
	})
	if err != nil {
		t.Fatal(err)
	}
	s := wire.New(wire.Config{Handler: e.Handler()})
	t.Cleanup(func() { _ = s.Shutdown(t.Context()) })
	return demos.Wire{Base: base, HTTP: s.Transport()}
}

// signingKey is a key for tests alone, always the same: recorded anew, the
// tokens on the frames differ only where they are meant to.
func signingKey() (*rsa.PrivateKey, error) {
	data, err := os.ReadFile(filepath.Join("testdata", "signing.pem"))
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(data)
	return x509.ParsePKCS1PrivateKey(block.Bytes)
}

// signingKeys gives one sandbox that key, and others once it rotates.
func signingKeys() func() (*rsa.PrivateKey, error) {
	first := true
	return func() (*rsa.PrivateKey, error) {
		if first {
			first = false
			return signingKey()
		}
		return rsa.GenerateKey(crand.Reader, sign.KeyBits)
	}
}

// cassette plays what the engine once answered, so that the expected frames
// change when the interface does and not when the engine words a check anew.
// Per request line it gives the answers in the order of recording, the last of
// them again and again.
type cassette struct {
	mu    sync.Mutex
	from  http.RoundTripper // set while recording
	Takes []*take
	used  map[string]int
}

type take struct {
	Line   string      `json:"line"`
	Status int         `json:"status"`
	Header http.Header `json:"header"`
	Body   string      `json:"body"`
}

func (c *cassette) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	line := r.Method + " " + r.URL.RequestURI()
	if c.from != nil {
		return c.record(line, r)
	}
	n, last := 0, (*take)(nil)
	for _, t := range c.Takes {
		if t.Line != line {
			continue
		}
		last = t
		if n++; n > c.used[line] {
			break
		}
	}
	c.used[line]++
	if last == nil {
		last = &take{Status: http.StatusNotFound}
	}
	return &http.Response{
		StatusCode: last.Status, Status: strconv.Itoa(last.Status) + " " + http.StatusText(last.Status),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: last.Header.Clone(), Body: io.NopCloser(strings.NewReader(last.Body)), Request: r,
	}, nil
}

func (c *cassette) record(line string, r *http.Request) (*http.Response, error) {
	resp, err := c.from.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	c.Takes = append(c.Takes, &take{line, resp.StatusCode, resp.Header.Clone(), string(body)})
	return resp, nil
}

// played is a cassette by name, from its beginning.
func played(t testing.TB, name string) demos.Wire {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	c := &cassette{used: map[string]int{}}
	if err := json.Unmarshal(data, &c.Takes); err != nil {
		t.Fatal(err)
	}
	return demos.Wire{Base: base, HTTP: c}
}

// recorded is a cassette that records the real engine, and is kept when the
// test is over.
func recorded(t testing.TB, name string) demos.Wire {
	t.Helper()
	c := &cassette{from: realEngine(t).HTTP}
	t.Cleanup(func() {
		data, err := json.MarshalIndent(c.Takes, "", " ")
		if err == nil {
			err = os.WriteFile(filepath.Join("testdata", name+".json"), append(data, '\n'), 0o644)
		}
		if err != nil {
			t.Error(err)
		}
	})
	return demos.Wire{Base: base, HTTP: c}
}

// lessons are the demos as they were when the cassette was recorded.
func lessons(t testing.TB) []*demos.Demo {
	t.Helper()
	var out []*demos.Demo
	for _, name := range []string{"get-a-refresh-token", "mfa-challenge"} {
		d, err := demos.Load(filepath.Join("testdata", "demos", name+".md"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	return out
}
