// Package sandbox sets the sandbox up, shows it, and resets it: the fixtures
// and the /sandbox endpoints.
package sandbox

import (
	"io"

	"github.com/playgrant/playgrant/engine/clock"
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
	Store store.Store
	Clock *clock.Clock
	Rand  io.Reader
}

// Routes are the sandbox's own endpoints.
func Routes(d Deps) []step.Route { return nil }
