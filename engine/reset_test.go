package engine_test

import (
	"sync"
	"testing"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
)

// A reset comes between two steps, never into one.
func TestResetsAmongRequests(t *testing.T) {
	s := enginetest.New(t)
	const login = "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret" +
		"&username=user@example.com&password=opensesame&scope=openid+offline_access"
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for range 8 {
				if got := s.Form("/oauth/token", login); got.Status != 200 {
					t.Errorf("a login among resets: %d %s", got.Status, got.Text)
				}
			}
		})
	}
	for range 5 {
		if got := s.Do("POST", "/sandbox/reset", ""); got.Status != 200 {
			t.Errorf("reset: %d %s", got.Status, got.Text)
		}
	}
	wg.Wait()
	s.Do("POST", "/sandbox/reset", "")
	if got := s.Do("GET", "/nowhere", "").Header.Get(engine.ExchangeHeader); got != "1" {
		t.Errorf("after the last reset comes exchange %s", got)
	}
	if list := s.Do("GET", "/sandbox/exchanges", "").List(); len(list) != 1 {
		t.Errorf("exchanges of before are kept: %v", list)
	}
}
