package engine_test

import (
	"net/http"
	"testing"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

// A code that was made up is refused with 403 by Auth0, and with 400 by RFC
// 6749 §5.2.
func TestTheDialectOfTheConfigOutdoesThePolicys(t *testing.T) {
	for dialect, want := range map[string]int{
		"": http.StatusForbidden, model.DialectAuth0: http.StatusForbidden, model.DialectOIDC: http.StatusBadRequest,
	} {
		s := enginetest.New(t, func(c *engine.Config) { c.Dialect = dialect })
		got := s.Form("/oauth/token", "grant_type=authorization_code&client_id=web-app&client_secret=web-app-secret&code=made-up&redirect_uri=http://localhost:3000")
		if got.Status != want {
			t.Errorf("dialect %q answered %d %s, want %d", dialect, got.Status, got.Text, want)
		}
	}
}
