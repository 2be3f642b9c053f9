package main

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// chain is a client that refreshes one token after the other.
type chain struct {
	last     string   // the token it was handed last
	consumed []string // those it exchanged and got an answer for
}

// A process killed under load loses no token that a client was handed last,
// and brings none back to life that was consumed. The leeway covers exchanges
// that were decided and whose answer the kill cut off.
func TestAKilledServerUnderLoadLosesNoToken(t *testing.T) {
	const kills, clients = 20, 6
	s := openOnDisk(t)
	patch(t, s, "/sandbox/clients/trusted-app", `{"refresh_token":{"rotation_type":"rotating","leeway":600}}`)
	rng := rand.New(rand.NewPCG(11, 23))
	for range kills {
		chains := make([]*chain, clients)
		for i := range chains {
			tokens := s.granted(trusted("grant_type", "password", "username", "user@example.com", "password", "opensesame", "scope", "offline_access"))
			chains[i] = &chain{last: tokens["refresh_token"].(string)}
		}
		refreshUntilKilled(s, chains, int64(1+rng.IntN(120)))
		s.server = serve(t, s.args...)
		for i, c := range chains {
			s.check(c)
			if t.Failed() {
				t.Fatalf("client %d of %d", i, clients)
			}
		}
	}
}

// refreshUntilKilled has all clients refresh at once until so many exchanges
// were answered, and kills the server in the midst of the others.
func refreshUntilKilled(s *sandboxOnDisk, chains []*chain, after int64) {
	var (
		answered atomic.Int64
		wg       sync.WaitGroup
		once     sync.Once
		base     = s.base
	)
	for _, c := range chains {
		wg.Go(func() {
			for {
				next, ok := exchange(base, c.last)
				if !ok {
					return
				}
				c.consumed, c.last = append(c.consumed, c.last), next
				if answered.Add(1) >= after {
					once.Do(s.kill)
				}
			}
		})
	}
	wg.Wait()
}

// check holds a client's tokens after the kill.
func (s *sandboxOnDisk) check(c *chain) {
	s.t.Helper()
	if n := len(c.consumed); n > 0 {
		// The token before the last is the previous one, inside the leeway;
		// whatever is older must be dead. Asking kills the family, so the last
		// token is tried first.
		defer func() {
			for _, old := range c.consumed[:n-1] {
				s.refused("a consumed token", "invalid_grant", trusted("grant_type", "refresh_token", "refresh_token", old))
			}
		}()
	}
	s.granted(trusted("grant_type", "refresh_token", "refresh_token", c.last))
}

// exchange refreshes a token; it reports false once the server is gone.
func exchange(base, token string) (next string, ok bool) {
	resp, err := http.PostForm(base+"/oauth/token", trusted("grant_type", "refresh_token", "refresh_token", token))
	if err != nil {
		return "", false
	}
	defer resp.Body.Close()
	var tokens struct {
		RefreshToken string `json:"refresh_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&tokens); err != nil {
		return "", false
	}
	return tokens.RefreshToken, tokens.RefreshToken != ""
}

func trusted(pairs ...string) url.Values {
	form := url.Values{"client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func patch(t *testing.T, s *sandboxOnDisk, path, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, s.base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("PATCH %s answered %s", path, resp.Status)
	}
}
