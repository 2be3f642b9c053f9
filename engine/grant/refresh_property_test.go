package grant_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

// TestRefreshTokensFollowTheModel does random things to refresh tokens, a
// hundred thousand in all (a tenth of that under the race detector), and holds
// the engine's answers against a model that was written independently.
func TestRefreshTokensFollowTheModel(t *testing.T) {
	const runs = 8
	steps := 12_500
	if enginetest.Race {
		steps /= 10
	}
	for seed := range uint64(runs) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			walk := &walk{server: newServer(t), rng: rand.New(rand.NewPCG(seed, 7))}
			walk.world.set = model.RefreshSettings{
				RotationType: "rotating", ExpirationType: "expiring", Leeway: 10, TokenLifetime: 2592000, IdleTokenLifetime: 1296000,
			}
			walk.client("web-app", func(c *model.Client) { c.RefreshToken = walk.world.set })
			for i := range steps {
				did := walk.step()
				if t.Failed() {
					t.Fatalf("step %d of seed %d: %s", i, seed, did)
				}
			}
			if walk.given == 0 || walk.refused == 0 {
				t.Errorf("%d given and %d refused: the walk went nowhere", walk.given, walk.refused)
			}
		})
	}
}

type walk struct {
	*server
	rng            *rand.Rand
	world          world
	tokens         []*worldToken
	given, refused int
}

// step does one thing and says what.
func (w *walk) step() string {
	switch n := w.rng.IntN(100); {
	case n < 6 || len(w.tokens) == 0:
		return w.logIn()
	case n < 50:
		return w.exchange(w.pick(4), "exchange")
	case n < 60:
		return w.exchange(w.pick(len(w.tokens)), "replay")
	case n < 82:
		d := []time.Duration{time.Second, 5 * time.Second, 11 * time.Second, time.Hour, day, 9 * day}[w.rng.IntN(6)]
		w.advance(d)
		return "advance " + d.String()
	case n < 86:
		return w.revokeOne(w.pick(20))
	case n < 98:
		return w.change()
	default:
		return w.crash()
	}
}

// pick takes one of the last n tokens.
func (w *walk) pick(n int) *worldToken {
	n = min(n, len(w.tokens))
	return w.tokens[len(w.tokens)-1-w.rng.IntN(n)]
}

func (w *walk) logIn() string {
	w.advance(time.Millisecond) // two families begun at once have no oldest
	text := w.code(func(c *model.Code) {
		c.Authorization.Audience, c.Authorization.Scope = "", []string{"offline_access"}
	})
	a := w.post(codeForm(text))
	f := w.world.login(w.time(), w.world.lifetime(w.time()))
	w.tokens = append(w.tokens, &worldToken{text: a.text("refresh_token"), family: f})
	return "log in"
}

func (w *walk) exchange(tok *worldToken, name string) string {
	w.advance(time.Millisecond)
	ok, next := w.world.exchange(tok, w.time())
	a := w.post(refreshForm(tok.text))
	if (a.status == http.StatusOK) != ok || (a.text("refresh_token") != "") != (next != nil) {
		w.t.Errorf("the model says %v, with a refresh token %v; the engine %d %v", ok, next != nil, a.status, a.body)
	}
	if !ok {
		w.refused++
		return name
	}
	w.given++
	if next != nil {
		child := &worldToken{text: a.text("refresh_token"), family: next}
		if next == tok.family {
			child.parent = tok
		}
		w.tokens = append(w.tokens, child)
	}
	return name
}

func (w *walk) revokeOne(tok *worldToken) string {
	w.world.revoke(tok)
	if r := w.revoke(url.Values{"client_id": {"web-app"}, "client_secret": {"web-app-secret"}, "token": {tok.text}}); r.Code != http.StatusOK {
		w.t.Errorf("revoke got %d %s", r.Code, r.Body)
	}
	return "revoke"
}

// change sets something else, more often back than forth so that families
// live long enough to be interesting.
func (w *walk) change() string {
	set := &w.world.set
	did := "change nothing"
	switch w.rng.IntN(9) {
	case 0:
		set.RotationType, did = []string{"rotating", "rotating", "non-rotating"}[w.rng.IntN(3)], "change rotation"
	case 1:
		set.Leeway, did = []int{0, 3, 10}[w.rng.IntN(3)], "change leeway"
	case 2:
		set.IdleTokenLifetime, did = []int{3600, 1296000, 2592000}[w.rng.IntN(3)], "change idle lifetime"
	case 3:
		set.TokenLifetime, did = []int{86400, 2592000, 31557600}[w.rng.IntN(3)], "change absolute lifetime"
	case 4:
		set.InfiniteTokenLifetime, did = w.rng.IntN(2) == 0, "change infinite"
	case 5:
		set.InfiniteIdleTokenLifetime, did = w.rng.IntN(2) == 0, "change infinite idle"
	case 6:
		if set.RotationType == "non-rotating" {
			set.ExpirationType, did = []string{"expiring", "non-expiring"}[w.rng.IntN(2)], "change expiration"
		}
	case 7:
		w.world.wholeGrant = w.rng.IntN(4) == 0
		w.policy(func(p *model.Policy) { p.RevokeRefreshTokenGrant = w.world.wholeGrant })
		return "change the grant switch"
	}
	if set.RotationType == "rotating" {
		set.ExpirationType = "expiring" // as the settings' validation has it
	}
	w.client("web-app", func(c *model.Client) { c.RefreshToken = *set })
	return did
}

// crash opens the sandbox again on what was committed.
func (w *walk) crash() string {
	e, err := engine.New(w.t.Context(), engine.Config{
		Store: w.store, Now: w.time, Rand: rand.NewChaCha8([32]byte{byte(w.rng.Uint32()), byte(w.rng.Uint32()), byte(w.rng.Uint32())}), NewKey: testKey,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.http = e.Handler()
	return "crash"
}
