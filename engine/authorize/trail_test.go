package authorize_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/store"
)

// TestChecksHoldNoSecrets goes through a whole login and reads what the
// screens show of it.
func TestChecksHoldNoSecrets(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	verifier := strings.Repeat("plain-challenge~", 3)
	p := b.authorize("code_challenge", verifier)
	p = b.submit(p, "username", "otp@example.com", "password", "opensesame?", "action", "default")
	p = b.logIn(p, "otp@example.com")
	typed := otp(t, s)
	p = b.submit(p, "code", "wrong"+typed, "action", "default")
	code := wantCode(t, b.submit(p, "code", typed, "action", "default"))
	secrets := []string{"opensesame?", typed, code, verifier, cookie(b, "playgrant_session"), cookie(b, "playgrant_browser")}

	list := s.Do(http.MethodGet, "/sandbox/exchanges?limit=100", "").List()
	if len(list) < 6 {
		t.Fatalf("%d exchanges", len(list))
	}
	for _, x := range list {
		raw, err := json.Marshal(x["checks"])
		if err != nil || x["client_id"] != "web-app" {
			t.Errorf("%v, %v", x, err)
		}
		for _, secret := range secrets {
			if strings.Contains(string(raw), secret) {
				t.Errorf("%s %s tells %q: %s", x["method"], x["path"], secret, raw)
			}
		}
	}
}

func TestAClientThatIsRemovedDuringALogin(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.authorize()
	edit(t, s, func(tx store.Tx) error { return store.Clients.Delete(tx, "web-app") })
	wantPage(t, b.logIn(p, "user@example.com"), 400, "This login is over")
}
