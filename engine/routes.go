package engine

import (
	"net/http"
	"slices"

	"github.com/playgrant/playgrant/engine/grant"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/sandbox"
)

// routes is the map of the server: one line for each room of endpoints.
func (e *Engine) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range slices.Concat(
		grant.Routes(),
		sandbox.Routes(sandbox.Deps{Store: e.cfg.Store, Clock: e.clock, Rand: e.cfg.Rand}),
		mfa.Routes(),
	) {
		mux.Handle(r.Pattern, e.runner.Handle(r.Endpoint))
	}
	return mux
}

func (e *Engine) issuer(r *http.Request) string {
	if e.cfg.Issuer != "" {
		return e.cfg.Issuer
	}
	return "http://" + r.Host + "/"
}
