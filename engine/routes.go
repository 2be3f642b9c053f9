package engine

import (
	"slices"

	"github.com/playgrant/playgrant/engine/authorize"
	"github.com/playgrant/playgrant/engine/dbconnections"
	"github.com/playgrant/playgrant/engine/device"
	"github.com/playgrant/playgrant/engine/discovery"
	"github.com/playgrant/playgrant/engine/grant"
	"github.com/playgrant/playgrant/engine/introspect"
	"github.com/playgrant/playgrant/engine/lockout"
	"github.com/playgrant/playgrant/engine/logout"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/par"
	"github.com/playgrant/playgrant/engine/passwordless"
	"github.com/playgrant/playgrant/engine/revoke"
	"github.com/playgrant/playgrant/engine/samples"
	"github.com/playgrant/playgrant/engine/sandbox"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/userinfo"
)

// routes is the map of the server: one line for each room of endpoints.
func (e *Engine) routes() []step.Route {
	routes := slices.Concat(
		health(),
		sandbox.Routes(e.sandboxDeps()),
		authorize.Routes(),
		grant.Routes(),
		passwordless.Routes(),
		revoke.Routes(),
		introspect.Routes(),
		lockout.Routes(),
		logout.Routes(&logout.Teller{HTTP: e.cfg.Outgoing}),
		dbconnections.Routes(),
		device.Routes(),
		mfa.Routes(),
		par.Routes(authorize.Validate),
		userinfo.Routes(),
		samples.Routes(),
	)
	served := pathsOf(routes)
	return slices.Concat(routes, discovery.Routes(served))
}
