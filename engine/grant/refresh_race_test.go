package grant_test

import (
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/store"
)

// Two refreshes at once are how real apps lose their families. Fifty at once,
// a thousand times: without a leeway one wins at most, and the family is dead;
// inside a leeway all win, and the tree shows it.
func TestFiftyRefreshesAtOnce(t *testing.T) {
	const rounds, racers = 500, 50
	for _, client := range []string{"spa", "mobile-app"} {
		t.Run(client, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			for range rounds {
				won := s.race(client, s.loginOpaque(client), racers)
				if t.Failed() {
					return
				}
				if client == "spa" {
					s.checkDead(won)
				} else {
					s.checkTree(won, racers)
				}
			}
		})
	}
}

// loginOpaque gets a first refresh token whose exchanges need no signature,
// so that the races are about the store and nothing else.
func (s *server) loginOpaque(client string) string {
	s.t.Helper()
	form := codeForm(s.code(func(c *model.Code) {
		c.Authorization.ClientID, c.Authorization.Audience, c.Authorization.Scope = client, "", []string{"offline_access"}
	}))
	return s.post(with(form, "client_id", client)).text("refresh_token")
}

// race exchanges one token many times at once and returns what was given.
func (s *server) race(client, token string, racers int) []string {
	s.t.Helper()
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		won []string
	)
	for range racers {
		wg.Go(func() {
			a := s.post(rotatingForm(client, token))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case a.status == http.StatusOK:
				won = append(won, a.text("refresh_token"))
			case a.status != http.StatusForbidden || a.text("error") != "invalid_grant":
				s.t.Errorf("got %d %v", a.status, a.body)
			}
		})
	}
	wg.Wait()
	return won
}

func (s *server) checkDead(won []string) {
	s.t.Helper()
	if len(won) > 1 {
		s.t.Fatalf("%d exchanges of one token won", len(won))
	}
	for _, token := range won {
		if a := s.post(rotatingForm("spa", token)); a.status != http.StatusForbidden {
			s.t.Fatalf("the family outlived reuse: %d %v", a.status, a.body)
		}
	}
}

func (s *server) checkTree(won []string, racers int) {
	s.t.Helper()
	slices.Sort(won)
	if len(slices.Compact(won)) != racers {
		s.t.Fatalf("inside the leeway %d of %d won", len(won), racers)
	}
	s.update(func(tx store.Tx) error {
		raced, err := store.RefreshTokens.Get(tx, secret.Hash(won[0]))
		if err != nil {
			return err
		}
		children := 0
		for hash, err := range store.TokenByFamily.Find(tx, raced.FamilyID) {
			if err != nil {
				return err
			}
			t, err := store.RefreshTokens.Get(tx, hash)
			if err != nil {
				return err
			}
			if t.Parent == raced.FamilyID+".1" {
				children++
			}
		}
		if children != racers {
			s.t.Errorf("the tree shows %d children of the raced token", children)
		}
		return nil
	})
	if a := s.post(rotatingForm("mobile-app", won[0])); a.status != http.StatusOK {
		s.t.Fatalf("afterwards: %d %v", a.status, a.body)
	}
}
