// Package sandbox sets the sandbox up, shows it, and resets it: the fixtures
// and the /sandbox endpoints.
package sandbox

import (
	"context"

	"github.com/playgrant/playgrant/engine/clock"
	"github.com/playgrant/playgrant/engine/feed"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// What outlives a reset, or starts one.
var (
	ClockSetting = store.NewSetting[clock.State]("clock")
	KeysSetting  = store.NewSetting[[]sign.Key]("keys")
)

// Deps is what the sandbox's endpoints need besides their step.
type Deps struct {
	Clock *clock.Clock
	// Store is where snapshots are taken of, and kept.
	Store store.Store
	// Token is the bearer token that the endpoints ask for; empty: none.
	Token string
	// Trusted reports whether a request came by the in-process connection,
	// which needs no token.
	Trusted func(context.Context) bool
	// Reset brings the fixtures back, once the marker of a seeded sandbox is
	// gone.
	Reset func(context.Context) error
	// News tells who waits that an exchange was finished.
	News *feed.Feed
	// Closing is closed when the server that a request came by is about to
	// end, so that nobody goes on waiting.
	Closing func(context.Context) <-chan struct{}
	// NewKey makes a signing key.
	NewKey func() (sign.Key, error)
	// Forget forgets all exchanges.
	Forget func(context.Context) error
}

// setupPath is where all that is set up is read and replaced at once.
const setupPath = "/sandbox/setup"

// Routes are the sandbox's own endpoints.
func Routes(d Deps) []step.Route {
	return []step.Route{
		{Pattern: "GET /sandbox", Endpoint: d.endpoint(show)},
		{Pattern: "GET " + setupPath, Endpoint: d.endpoint(showSetup)},
		{Pattern: "PUT " + setupPath, Endpoint: alone(d.endpoint(d.putSetup))},
		{Pattern: "PATCH /sandbox/policy", Endpoint: d.endpoint(patchPolicy)},
		{Pattern: "POST /sandbox/clients", Endpoint: d.endpoint(addClient)},
		{Pattern: "PATCH /sandbox/clients/{client_id}", Endpoint: d.endpoint(patchClient)},
		{Pattern: "DELETE /sandbox/clients/{client_id}", Endpoint: d.endpoint(d.deleteClient)},
		{Pattern: "POST /sandbox/apis", Endpoint: d.endpoint(addAPI)},
		{Pattern: "PATCH /sandbox/apis/{identifier}", Endpoint: d.endpoint(patchAPI)},
		{Pattern: "DELETE /sandbox/apis/{identifier}", Endpoint: d.endpoint(deleteAPI)},
		{Pattern: "POST /sandbox/users", Endpoint: d.endpoint(addUser)},
		{Pattern: "PATCH /sandbox/users/{email}", Endpoint: d.endpoint(patchUser)},
		{Pattern: "DELETE /sandbox/users/{email}", Endpoint: d.endpoint(deleteUser)},
		{Pattern: "POST /sandbox/roles", Endpoint: d.endpoint(addRole)},
		{Pattern: "PATCH /sandbox/roles/{id}", Endpoint: d.endpoint(patchRole)},
		{Pattern: "DELETE /sandbox/roles/{id}", Endpoint: d.endpoint(deleteRole)},
		{Pattern: "POST /sandbox/users/{email}/factors", Endpoint: d.endpoint(addFactor)},
		{Pattern: "DELETE /sandbox/users/{email}/factors/{id}", Endpoint: d.endpoint(removeFactor)},
		{Pattern: "POST /sandbox/users/{email}/multifactor/actions/invalidate-remember-browser", Endpoint: d.endpoint(forgetBrowsers)},
		{Pattern: "GET /sandbox/clock", Endpoint: d.endpoint(d.showClock)},
		{Pattern: "POST /sandbox/clock", Endpoint: alone(d.endpoint(d.moveClock))},
		{Pattern: "GET /sandbox/totp", Endpoint: d.endpoint(showTOTP)},
		{Pattern: "GET /sandbox/exchanges", Endpoint: d.waiting(listExchanges, d.forNewer)},
		{Pattern: "DELETE /sandbox/exchanges", Endpoint: alone(d.endpoint(d.forget))},
		{Pattern: "GET /sandbox/exchanges/{id}", Endpoint: d.endpoint(showExchange)},
		{Pattern: "GET /sandbox/traffic", Endpoint: d.endpoint(d.listTraffic)},
		{Pattern: "GET /sandbox/traffic/news", Endpoint: d.waiting(d.trafficNews, d.forNews)},
		{Pattern: "GET /sandbox/families", Endpoint: d.endpoint(listFamilies)},
		{Pattern: "POST /sandbox/families/{id}", Endpoint: d.endpoint(endFamily)},
		{Pattern: "GET /sandbox/sessions", Endpoint: d.endpoint(listSessions)},
		{Pattern: "GET /sandbox/inbox", Endpoint: d.endpoint(listInbox)},
		{Pattern: "POST /sandbox/inbox/{id}", Endpoint: d.endpoint(answerPush)},
		{Pattern: "GET /sandbox/progress", Endpoint: d.endpoint(listProgress)},
		{Pattern: "GET /sandbox/progress/{name}", Endpoint: d.endpoint(showProgress)},
		{Pattern: "PUT /sandbox/progress/{name}", Endpoint: d.endpoint(putProgress)},
		{Pattern: "DELETE /sandbox/progress/{name}", Endpoint: d.endpoint(deleteProgress)},
		{Pattern: "GET /sandbox/keys/signing", Endpoint: d.endpoint(listKeys)},
		{Pattern: "POST /sandbox/keys/signing/rotate", Endpoint: alone(d.endpoint(d.rotateKeys))},
		{Pattern: "PUT /sandbox/keys/signing/{kid}/revoke", Endpoint: alone(d.endpoint(d.revokeKey))},
		{Pattern: "POST /sandbox/client-grants", Endpoint: d.endpoint(addClientGrant)},
		{Pattern: "PATCH /sandbox/client-grants/{id}", Endpoint: d.endpoint(patchClientGrant)},
		{Pattern: "DELETE /sandbox/client-grants/{id}", Endpoint: d.endpoint(deleteClientGrant)},
		{Pattern: "GET /sandbox/snapshots", Endpoint: d.endpoint(listSnapshots)},
		{Pattern: "PUT /sandbox/snapshots/{name}", Endpoint: alone(d.endpoint(d.takeSnapshot))},
		{Pattern: "POST /sandbox/snapshots/{name}", Endpoint: alone(d.endpoint(d.restoreSnapshot))},
		{Pattern: "DELETE /sandbox/snapshots/{name}", Endpoint: alone(d.endpoint(d.deleteSnapshot))},
		{Pattern: "POST /sandbox/reset", Endpoint: alone(d.endpoint(d.reset))},
	}
}

// alone runs an endpoint while no other step runs.
func alone(e step.Endpoint) step.Endpoint {
	e.Alone = true
	return e
}
