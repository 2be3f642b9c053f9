package persist_test

import (
	crand "crypto/rand"
	"crypto/rsa"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/persist"
)

// BenchmarkMillionRefreshTokens measures what a store with 1,000,000 refresh
// tokens costs against one with 1,000: an exchange, the list of one user's
// families, and opening. Filling the store takes a minute or two:
//
//	go test ./persist -run '^$' -bench MillionRefreshTokens -benchtime 400x
func BenchmarkMillionRefreshTokens(b *testing.B) {
	small, big := fill(b, 1_000), fill(b, 1_000_000)
	var exchanges, lists [2][]float64
	for b.Loop() { // in turn, so that a machine that slows down slows both
		for i, s := range []*sandbox{small, big} {
			exchanges[i] = append(exchanges[i], s.exchange(b))
			lists[i] = append(lists[i], s.list(b))
		}
	}
	b.ReportMetric(median(exchanges[1])/median(exchanges[0]), "exchange-ratio")
	b.ReportMetric(median(lists[1])/median(lists[0]), "list-ratio")
	b.ReportMetric(big.reopen(b), "open-ms")
}

type sandbox struct {
	dir    string
	store  *persist.Store
	http   http.Handler
	tokens []string
	users  []string
	next   int
}

var scaleKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(crand.Reader, 2048) })

func fill(b *testing.B, n int) *sandbox {
	b.Helper()
	dir, err := os.MkdirTemp("", "playgrant-scale-")
	if err != nil {
		b.Fatal(err)
	}
	s := &sandbox{dir: dir}
	b.Cleanup(func() { _ = s.store.Close(); _ = os.RemoveAll(dir) })
	s.open(b)
	var app *model.Client
	if err := s.store.View(b.Context(), func(r store.Reader) (err error) {
		app, err = store.Clients.Get(r, "web-app")
		return err
	}); err != nil {
		b.Fatal(err)
	}
	const perUser, perBatch = 10, 1_000
	chance := rand.NewChaCha8([32]byte{9})
	for done := 0; done < n; done += perBatch {
		err := s.store.Update(b.Context(), func(tx store.Tx) error {
			st := &step.Step{Ctx: b.Context(), Tx: tx, Now: time.Now(), Rand: chance, Issuer: "http://localhost:2884/", Trail: &check.Trail{}}
			for i := done; i < min(done+perBatch, n); i++ {
				u := &model.User{UserID: fmt.Sprintf("auth0|%024x", i/perUser), Email: fmt.Sprintf("u%d@scale.example", i/perUser)}
				if i%perUser == 0 {
					if err := store.AddUser(tx, u); err != nil {
						return err
					}
				}
				token, err := family.Begin(st, app, &model.Family{
					ClientID: app.ClientID, Audience: "https://expenses.example/api", Scope: []string{"openid", "offline_access"},
					Authenticated: model.Authenticated{UserID: u.UserID},
				})
				if err != nil {
					return err
				}
				if i%(n/1_000) == 0 { // spread over the whole store
					s.tokens, s.users = append(s.tokens, token), append(s.users, u.Email)
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	s.reopen(b)
	return s
}

func (s *sandbox) open(b *testing.B) {
	b.Helper()
	var err error
	if s.store, err = persist.Open(s.dir, persist.Options{}); err != nil {
		b.Fatal(err)
	}
	e, err := engine.New(b.Context(), engine.Config{Store: s.store, NewKey: scaleKey})
	if err != nil {
		b.Fatal(err)
	}
	s.http = e.Handler()
}

// reopen closes the sandbox and returns how many milliseconds opening it
// again takes.
func (s *sandbox) reopen(b *testing.B) float64 {
	b.Helper()
	if err := s.store.Close(); err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	s.open(b)
	return float64(time.Since(began).Microseconds()) / 1000
}

func (s *sandbox) exchange(b *testing.B) float64 {
	b.Helper()
	s.next = (s.next + 1) % len(s.tokens)
	form := url.Values{
		"grant_type": {"refresh_token"}, "client_id": {"web-app"}, "client_secret": {"web-app-secret"}, "refresh_token": {s.tokens[s.next]},
	}
	req := httptest.NewRequest(http.MethodPost, "http://localhost:2884/oauth/token", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.serve(b, req)
}

func (s *sandbox) list(b *testing.B) float64 {
	b.Helper()
	return s.serve(b, httptest.NewRequest(http.MethodGet, "http://localhost:2884/sandbox/families?user="+url.QueryEscape(s.users[s.next]), http.NoBody))
}

// serve returns how many nanoseconds a request takes.
func (s *sandbox) serve(b *testing.B, req *http.Request) float64 {
	b.Helper()
	w := httptest.NewRecorder()
	began := time.Now()
	s.http.ServeHTTP(w, req)
	took := time.Since(began)
	if w.Code != http.StatusOK {
		b.Fatalf("%s got %d %s", req.URL, w.Code, w.Body)
	}
	return float64(took.Nanoseconds())
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}
