package mfa_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/clock"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sandbox"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/storetest"
)

const issuer = "http://localhost:2884/"

// start stands at the beginning of a TOTP time step.
var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// world is a fresh sandbox with the MFA endpoints, and a few of the test's own
// that call the package as the grants and the hosted pages do.
type world struct {
	t     *testing.T
	store store.Store
	keys  *sign.Keyring
	mux   *http.ServeMux

	issuer string // of the requests

	mu  sync.Mutex
	now time.Time
}

var testKey = sync.OnceValue(func() *sign.Keyring {
	private, err := rsa.GenerateKey(rand.Reader, sign.KeyBits)
	if err != nil {
		panic(err)
	}
	key, err := sign.NewKey(private, start)
	if err != nil {
		panic(err)
	}
	ring, err := sign.NewKeyring(key)
	if err != nil {
		panic(err)
	}
	return ring
})

type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(p)
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, store: storetest.New(), keys: testKey(), mux: http.NewServeMux(), issuer: issuer, now: start}
	chance := &lockedReader{r: mathrand.NewChaCha8([32]byte{1})}
	c := clock.New(w.time, clock.State{})
	if err := sandbox.Seed(t.Context(), w.store, c, chance); err != nil {
		t.Fatal(err)
	}
	runner := &step.Runner{
		Store: w.store, Clock: c, Rand: chance, Keys: w.keys, Log: slog.New(slog.DiscardHandler),
		Issuer: func(*http.Request) string { return w.issuer },
	}
	for _, r := range append(mfa.Routes(), w.routes()...) {
		w.mux.Handle(r.Pattern, runner.Handle(r.Endpoint))
	}
	return w
}

func (w *world) routes() []step.Route {
	route := func(pattern string, do func(*step.Step, *model.User) (any, error)) step.Route {
		return step.Route{Pattern: pattern, Endpoint: step.Endpoint{Do: func(s *step.Step) (*step.Answer, error) {
			u, err := store.UserWithEmail(s.Tx, s.Params.Get("user"))
			if err != nil {
				return nil, err
			}
			v, err := do(s, u)
			return step.JSON(v), err
		}}}
	}
	return []step.Route{
		route("POST /begin", func(s *step.Step, u *model.User) (any, error) {
			req, err := mfa.Required(s, u, model.FlowPassword)
			if err != nil || !req.Needed {
				return "no second factor", err
			}
			return nil, mfa.Begin(s, model.MFATransaction{
				UserID: u.UserID, ClientID: s.Params.Get("client_id"), GrantType: model.GrantPassword,
				Requested: []string{"openid"}, Scope: []string{"openid"},
			}, req)
		}),
		route("POST /otp", func(s *step.Step, u *model.User) (any, error) {
			return "right", mfa.VerifyOTP(s, u, s.Params.Get("otp"))
		}),
		route("POST /recovery", func(s *step.Step, u *model.User) (any, error) {
			return mfa.VerifyRecoveryCode(s, u, s.Params.Get("recovery_code"))
		}),
		route("POST /spend", func(s *step.Step, _ *model.User) (any, error) {
			tx, err := mfa.Transaction(s, s.Params.Get("mfa_token"), nil)
			if err != nil {
				return nil, err
			}
			return "spent", mfa.Spend(s, tx)
		}),
	}
}

func (w *world) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) setTime(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = now
}

func (w *world) advance(d time.Duration) { w.setTime(w.time().Add(d)) }

// answer is what came back, with what was checked on the way.
type answer struct {
	status int
	body   string
	header http.Header
	trail  []check.Result
}

func (w *world) send(r *http.Request) answer {
	var trail check.Trail
	r = r.WithContext(step.WithExchange(w.t.Context(), &model.Exchange{}, &trail))
	rec := httptest.NewRecorder()
	w.mux.ServeHTTP(rec, r)
	return answer{rec.Code, rec.Body.String(), rec.Header(), trail.Results()}
}

// post sends a form of the given name, value pairs.
func (w *world) post(path string, pairs ...string) answer {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.send(r)
}

// list asks for the authenticators, with a whole Authorization header.
func (w *world) list(authorization string) answer {
	r := httptest.NewRequest(http.MethodGet, "/mfa/authenticators", nil)
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	return w.send(r)
}

// begin gets an mfa_token for trusted-app.
func (w *world) begin(user string) string {
	w.t.Helper()
	a := w.post("/begin", "user", user, "client_id", "trusted-app")
	var body struct {
		Token string `json:"mfa_token"`
	}
	if err := json.Unmarshal([]byte(a.body), &body); err != nil || body.Token == "" {
		w.t.Fatalf("no mfa_token in %d %s", a.status, a.body)
	}
	return body.Token
}

// setPolicy changes the policy for what comes.
func (w *world) setPolicy(change func(*model.Policy)) {
	w.t.Helper()
	w.update(func(tx store.Tx) error {
		p, err := store.PolicySetting.Get(tx)
		if err != nil {
			return err
		}
		change(&p)
		return store.PolicySetting.Put(tx, p)
	})
}

func (w *world) update(fn func(store.Tx) error) {
	w.t.Helper()
	if err := w.store.Update(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

// user finds a fixture.
func (w *world) user(email string) *model.User {
	w.t.Helper()
	var u *model.User
	w.update(func(tx store.Tx) (err error) {
		u, err = store.UserWithEmail(tx, email)
		return err
	})
	return u
}

// authenticator finds a user's authenticator of a kind.
func (w *world) authenticator(email, kind string) *model.Authenticator {
	w.t.Helper()
	u := w.user(email)
	var found *model.Authenticator
	w.update(func(tx store.Tx) error {
		list, err := mfa.Authenticators(tx, u.UserID)
		for _, a := range list {
			if a.Kind == kind {
				found = a
			}
		}
		return err
	})
	if found == nil {
		w.t.Fatalf("%s has no %s", email, kind)
	}
	return found
}

// code is what the fixtures' authenticator app shows, some steps from now.
func (w *world) code(steps int) string {
	w.t.Helper()
	code, _, err := mfa.Code(sandbox.TOTPSecret, w.time().Add(time.Duration(steps)*30*time.Second))
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

// wantError checks an OAuth error.
func wantError(t *testing.T, a answer, status int, code, description string) {
	t.Helper()
	var body struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if err := json.Unmarshal([]byte(a.body), &body); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
	if a.status != status || body.Error != code || description != "" && body.Description != description {
		t.Errorf("got %d %s\nwant %d %s %q", a.status, a.body, status, code, description)
	}
}
