package engine

import (
	"context"
	"net/http"
	"strings"

	"github.com/playgrant/playgrant/engine/sandbox"
	"github.com/playgrant/playgrant/engine/wire"
)

// makeHandler puts the routes behind what all requests have to pass: each is
// recorded, and sent to a host that is served.
func (e *Engine) makeHandler() http.Handler {
	mux := http.NewServeMux()
	routes := e.routes()
	for _, r := range routes {
		mux.Handle(r.Pattern, e.runner.Handle(r.Endpoint))
	}
	nothing := e.runner.Handle(unmatched(mux, pathsOf(routes)))
	mux.Handle("/", nothing)
	preflights := e.runner.Handle(answerPreflight())
	return e.record(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !e.servesHost(r.Host):
			e.runner.Handle(wrongHost(r.Host)).ServeHTTP(w, r)
		case !strings.HasPrefix(r.URL.Path, "/"): // OPTIONS * and CONNECT, which the mux answers without a word
			nothing.ServeHTTP(w, r)
		case preflight(r):
			preflights.ServeHTTP(w, r)
		default:
			mux.ServeHTTP(w, r)
		}
	}))
}

func (e *Engine) sandboxDeps() sandbox.Deps {
	return sandbox.Deps{
		Clock: e.clock, Store: e.cfg.Store, Token: e.cfg.SandboxToken, Trusted: wire.InProcess,
		News: e.exchanges.news, Closing: wire.Closing, Forget: e.exchanges.forget,
		NewKey: e.newKey,
		Reset: func(ctx context.Context) error {
			return e.exchanges.restart(func() error {
				return sandbox.Seed(ctx, e.cfg.Store, e.clock, e.cfg.Rand)
			})
		},
	}
}
