package engine

import "github.com/playgrant/playgrant/engine/step"

// health answers those who ask whether the server is there and can read its
// store: no step is run without that.
func health() []step.Route {
	e := step.Endpoint{Raw: true, Do: func(*step.Step) (*step.Answer, error) {
		return step.JSON(map[string]string{"status": "ok"}).Set("Cache-Control", "no-store"), nil
	}}
	return []step.Route{{Pattern: "GET /healthz", Endpoint: e}, {Pattern: "GET /readyz", Endpoint: e}}
}
