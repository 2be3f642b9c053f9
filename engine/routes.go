package engine

import (
	"slices"

	"github.com/playgrant/playgrant/engine/authorize"
	"github.com/playgrant/playgrant/engine/grant"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/revoke"
	"github.com/playgrant/playgrant/engine/sandbox"
	"github.com/playgrant/playgrant/engine/step"
)

// routes is the map of the server: one line for each room of endpoints.
func (e *Engine) routes() []step.Route {
	return slices.Concat(
		health(),
		sandbox.Routes(e.sandboxDeps()),
		authorize.Routes(),
		grant.Routes(),
		revoke.Routes(),
		mfa.Routes(),
	)
}
