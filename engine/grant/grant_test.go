package grant_test

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/storetest"
)

const (
	host     = "localhost:2884"
	issuer   = "http://" + host + "/"
	expenses = "https://expenses.example/api"
	reports  = "https://reports.example/api"
	callback = "https://yourapp.example/callback"
)

// server is an engine on a fresh sandbox, with a clock that only tests move.
type server struct {
	t     *testing.T
	store store.Store
	http  http.Handler

	mu  sync.Mutex
	now time.Time
}

func newServer(t *testing.T) *server {
	t.Helper()
	s := &server{t: t, store: storetest.New(), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	e, err := engine.New(t.Context(), engine.Config{
		Store: s.store, Now: s.time, Rand: rand.NewChaCha8([32]byte{1}), NewKey: testKey,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.http = e.Handler()
	return s
}

func (s *server) time() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *server) advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// policy, client, user and api change what the sandbox has set up.
func (s *server) policy(change func(*model.Policy)) {
	s.update(func(tx store.Tx) error {
		p, err := store.PolicySetting.Get(tx)
		if err != nil {
			return err
		}
		change(&p)
		return store.PolicySetting.Put(tx, p)
	})
}

func (s *server) client(id string, change func(*model.Client)) {
	s.update(func(tx store.Tx) error {
		c, err := store.Clients.Get(tx, id)
		if err != nil {
			return err
		}
		change(c)
		return store.Clients.Put(tx, c)
	})
}

func (s *server) user(email string, change func(*model.User)) {
	s.update(func(tx store.Tx) error {
		u, err := store.UserWithEmail(tx, email)
		if err != nil {
			return err
		}
		change(u)
		return store.Users.Put(tx, u)
	})
}

func (s *server) update(fn func(store.Tx) error) {
	s.t.Helper()
	if err := s.store.Update(context.WithoutCancel(s.t.Context()), fn); err != nil {
		s.t.Fatal(err)
	}
}

// code puts an authorization code into the store, as /authorize does.
func (s *server) code(change func(*model.Code)) string {
	s.t.Helper()
	const text = "the-code-of-this-test"
	s.update(func(tx store.Tx) error {
		u, err := store.UserWithEmail(tx, "user@example.com")
		if err != nil {
			return err
		}
		c := &model.Code{
			Hash: secret.Hash(text), CreatedAt: s.time(), ExpiresAt: s.time().Add(10 * time.Minute),
			Authenticated: model.Authenticated{UserID: u.UserID, SID: "sid-1", AuthTime: s.time()},
			Authorization: model.Authorization{
				ClientID: "web-app", RedirectURI: callback, RedirectGiven: true, Audience: expenses, Issuer: issuer,
				Scope: []string{"openid", "profile", "email", "offline_access", "read:expenses"}, Nonce: "n-1",
			},
		}
		if change != nil {
			change(c)
		}
		return store.Codes.Put(tx, c)
	})
	return text
}

// answer is what /oauth/token said.
type answer struct {
	status int
	header http.Header
	body   map[string]any
}

func (a answer) text(name string) string {
	v, _ := a.body[name].(string)
	return v
}

// post sends a form to /oauth/token.
func (s *server) post(form url.Values, edit ...func(*http.Request)) answer {
	s.t.Helper()
	req := httptest.NewRequest(http.MethodPost, issuer+"oauth/token", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, e := range edit {
		e(req)
	}
	return s.send(req)
}

func (s *server) send(req *http.Request) answer {
	s.t.Helper()
	w := httptest.NewRecorder()
	s.http.ServeHTTP(w, req)
	a := answer{status: w.Code, header: w.Header()}
	if err := json.Unmarshal(w.Body.Bytes(), &a.body); err != nil {
		s.t.Fatalf("%d with a body that is not JSON: %q", w.Code, w.Body)
	}
	return a
}

func with(form url.Values, pairs ...string) url.Values {
	out := url.Values{}
	maps.Copy(out, form)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			out.Del(pairs[i])
		} else {
			out.Set(pairs[i], pairs[i+1])
		}
	}
	return out
}
