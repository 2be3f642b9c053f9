package demos_test

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/enginetest"
)

// chance is the same in every run.
func chance() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{7}) }

func wireTo(s *enginetest.Server) demos.Wire {
	return demos.Wire{Base: s.URL, HTTP: http.DefaultTransport}
}

// Every document holds against the real engine, each variant after its step.
func TestDocumentsRun(t *testing.T) {
	for _, d := range demos.All() {
		t.Run(d.Name, func(t *testing.T) {
			var out bytes.Buffer
			report, err := demos.Run(t.Context(), &out, d, wireTo(enginetest.New(t)), chance())
			if err != nil {
				t.Fatal(err)
			}
			if !report.OK {
				t.Errorf("the demo does not hold:\n%s", out.String())
			}
			if len(report.Steps) != len(d.Steps) {
				t.Errorf("%d of %d steps were done", len(report.Steps), len(d.Steps))
			}
		})
	}
}
