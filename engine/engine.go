package engine

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/playgrant/playgrant/engine/clock"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/sweep"
)

// Config is what an engine is made of. Only Store is required.
type Config struct {
	Store store.Store
	// Now is the time that the sandbox's clock runs with; time.Now if nil.
	Now func() time.Time
	// Rand is where all chance comes from; crypto/rand if nil. It need not be
	// safe for concurrent use.
	Rand io.Reader
	// NewKey makes the signing key of a new sandbox; an RSA key of
	// sign.KeyBits if nil.
	NewKey func() (*rsa.PrivateKey, error)
	// Issuer fixes the issuer, with its trailing slash. When empty it follows
	// the scheme, host and port of each request.
	Issuer string
	// Hosts are names that requests may use besides localhost, *.localhost
	// and loopback addresses.
	Hosts []string
	// Dialect decides how to answer, auth0 or oidc, whatever the sandbox's
	// policy says; empty: as that says.
	Dialect string
	// SandboxToken is the bearer token that the /sandbox endpoints ask for;
	// empty: none.
	SandboxToken string
	// Exchanges is how many exchanges are kept whole, the newest; 10,000 if
	// zero.
	Exchanges int
	// Lines is how many are kept in the list, without their bytes and checks;
	// 100,000 if zero, and never fewer than Exchanges.
	Lines int
	// Exchanged is told each exchange once it is kept, before it is answered;
	// nil: nobody is. It must not hold on to it, nor take long.
	Exchanged func(*model.Exchange)
	// Outgoing sends what clients are told of their own accord, such as the
	// end of a session; nil: directly, with any certificate on this machine
	// or in its private network.
	Outgoing http.RoundTripper
	// Log gets what goes wrong; nothing is logged if nil.
	Log *slog.Logger
}

// Engine is an authorization server on a store.
type Engine struct {
	cfg       Config
	clock     *clock.Clock
	runner    *step.Runner
	exchanges *exchangeLog
	handler   http.Handler

	sweeping sync.Mutex
	sweeper  *sweep.Sweeper
}

// New opens the sandbox that the store holds, or makes a fresh one in it.
func New(ctx context.Context, cfg Config) (*Engine, error) {
	if cfg.Store == nil {
		return nil, errors.New("engine: a store is required")
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.Reader
	}
	if cfg.NewKey == nil {
		cfg.NewKey = func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, sign.KeyBits) }
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	cfg.Rand = &lockedReader{r: cfg.Rand}
	e := &Engine{cfg: cfg}
	if err := e.open(ctx); err != nil {
		return nil, fmt.Errorf("opening the sandbox: %w", err)
	}
	e.handler = e.makeHandler()
	return e, nil
}

// Handler serves the whole of the engine.
func (e *Engine) Handler() http.Handler { return e.handler }

// lockedReader lets many requests draw from one source of chance.
type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return io.ReadFull(l.r, p)
}
