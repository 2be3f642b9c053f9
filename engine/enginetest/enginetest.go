// Package enginetest serves a fresh sandbox over HTTP for tests, with a clock
// and chance of their own.
package enginetest

import (
	"context"
	crand "crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/storetest"
	"github.com/playgrant/playgrant/engine/wire"
	"github.com/playgrant/playgrant/engine/wire/localca"
)

// Server is an engine on a fresh sandbox.
type Server struct {
	URL   string // without a slash at the end
	Store store.Store
	Now   time.Time // the machine's time, as the engine sees it
	// Inside sends requests by the in-process connection.
	Inside http.RoundTripper
	// Roots vouches for the server's certificate, if it has one.
	Roots *x509.CertPool

	t         testing.TB
	transport http.Transport
}

// keys are made once for all servers: they are what takes longest.
var keys struct {
	sync.Mutex
	made []*rsa.PrivateKey
}

// Key gives the i-th signing key of each server, the same for all of them.
func Key(i int) (*rsa.PrivateKey, error) {
	keys.Lock()
	defer keys.Unlock()
	for len(keys.made) <= i {
		k, err := rsa.GenerateKey(crand.Reader, sign.KeyBits)
		if err != nil {
			return nil, err
		}
		keys.made = append(keys.made, k)
	}
	return keys.made[i], nil
}

// New serves a fresh sandbox until the test is over. Each transaction of it is
// run twice, so that every test holds its endpoints to leave nothing of an
// attempt that another got in the way of.
func New(t testing.TB, change ...func(*engine.Config)) *Server {
	t.Helper()
	return serve(t, nil, change)
}

// NewTLS serves a fresh sandbox by https, and by http on the same port, until
// the test is over.
func NewTLS(t testing.TB, change ...func(*engine.Config)) *Server {
	t.Helper()
	ca := localca.New(t.TempDir(), time.Now, crand.Reader)
	if err := ca.Ensure(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(ca.CertPath())
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, ca.TLSConfig(), change)
	s.Roots = x509.NewCertPool()
	s.Roots.AppendCertsFromPEM(raw)
	s.transport.TLSClientConfig = &tls.Config{RootCAs: s.Roots}
	s.URL = strings.Replace(s.URL, "http:", "https:", 1)
	return s
}

func serve(t testing.TB, secure *tls.Config, change []func(*engine.Config)) *Server {
	t.Helper()
	s := &Server{t: t, Store: storetest.Again(storetest.New()), Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	made := 0
	newKey := func() (*rsa.PrivateKey, error) { made++; return Key(made - 1) }
	cfg := engine.Config{
		Store: s.Store, Now: func() time.Time { return s.Now }, NewKey: newKey, Rand: rand.NewChaCha8([32]byte{1}),
	}
	for _, c := range change {
		c(&cfg)
	}
	s.Store = cfg.Store
	e, err := engine.New(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	server := wire.New(wire.Config{Handler: e.Handler(), TLS: secure})
	t.Cleanup(func() {
		s.transport.CloseIdleConnections()
		if err := server.Shutdown(context.WithoutCancel(t.Context())); err != nil {
			t.Errorf("shutting down: %v", err)
		}
	})
	addr, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.URL, s.Inside = "http://"+addr.String(), server.Transport()
	return s
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Text   string
}

// Object reads the body as a JSON object; nil if it is none.
func (a Answer) Object() map[string]any {
	var v map[string]any
	_ = json.Unmarshal([]byte(a.Text), &v) // the caller sees nil
	return v
}

// List reads the body as a JSON array; nil if it is none.
func (a Answer) List() []map[string]any {
	var v []map[string]any
	_ = json.Unmarshal([]byte(a.Text), &v) // the caller sees nil
	return v
}

// Do sends a request; headers are "Name: value". Redirects are not followed.
func (s *Server) Do(method, path, body string, headers ...string) Answer {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			req.Host = value
		}
		req.Header.Add(name, value)
	}
	resp, err := s.transport.RoundTrip(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return Answer{resp.StatusCode, resp.Header, string(text)}
}

// Form sends a form by POST.
func (s *Server) Form(path, form string, headers ...string) Answer {
	s.t.Helper()
	return s.Do(http.MethodPost, path, form, append(headers, "Content-Type: application/x-www-form-urlencoded")...)
}
