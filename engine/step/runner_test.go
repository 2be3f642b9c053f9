package step_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/clock"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/storetest"
)

var ruleNever = check.Rule{
	ID: "never", Says: "This never holds", Ref: "Playgrant", Fix: "Do not ask.",
	Answer:   check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "No"},
	Standard: check.Answer{Status: http.StatusBadRequest},
}

func runner(t *testing.T, dialect string) *step.Runner {
	t.Helper()
	s := storetest.New()
	if err := s.Update(t.Context(), func(tx store.Tx) error {
		return store.PolicySetting.Put(tx, model.Policy{Dialect: dialect})
	}); err != nil {
		t.Fatal(err)
	}
	return &step.Runner{
		Store: s, Log: slog.New(slog.DiscardHandler), Issuer: func(*http.Request) string { return "http://localhost/" },
		Clock: clock.New(func() time.Time { return time.Unix(0, 0) }, clock.State{}),
	}
}

func ask(r *step.Runner, e step.Endpoint) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.Handle(e).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", http.NoBody))
	return w
}

// kept reports whether the endpoint's write outlived its step.
func kept(t *testing.T, r *step.Runner) bool {
	t.Helper()
	var err error
	if view := r.Store.View(t.Context(), func(v store.Reader) error {
		_, err = store.Logins.Get(v, "written")
		return nil
	}); view != nil {
		t.Fatal(view)
	}
	return err == nil
}

func write(s *step.Step) error { return store.Logins.Put(s.Tx, &model.Login{ID: "written"}) }

func TestWhatAStepLeavesBehind(t *testing.T) {
	fault := errors.New("the disk is gone: secret")
	rows := []struct {
		name   string
		do     func(*step.Step) (*step.Answer, error)
		status int
		body   string
		kept   bool
	}{
		{"an answer commits", func(s *step.Step) (*step.Answer, error) { return step.JSON("done"), write(s) }, 200, `"done"`, true},
		{"a refusal leaves no trace", func(s *step.Step) (*step.Answer, error) {
			return nil, errors.Join(write(s), s.Require(ruleNever, false, "", ""))
		}, 403, `{"error":"invalid_grant","error_description":"No"}`, false},
		{"a refusal that keeps commits", func(s *step.Step) (*step.Answer, error) {
			if err := write(s); err != nil {
				return nil, err
			}
			return nil, check.Keep(s.Require(ruleNever, false, "", ""))
		}, 403, `{"error":"invalid_grant","error_description":"No"}`, true},
		{"a fault rolls back and tells nothing", func(s *step.Step) (*step.Answer, error) { return nil, errors.Join(write(s), fault) }, 500, `{"error":"server_error","error_description":"Playgrant failed at this request; the log says why"}`, false},
		{"time that ran out is no bug", func(s *step.Step) (*step.Answer, error) { return nil, context.DeadlineExceeded }, 503, `{"error":"server_error","error_description":"The request took too long; send it again"}`, false},
		{"a full disk is no bug, and can be mended", func(s *step.Step) (*step.Answer, error) { return nil, errors.Join(errors.New("x"), store.ErrFull) }, 507, `{"error":"server_error","error_description":"The disk that the sandbox is kept on is nearly full. Make room on it, and send the request again"}`, false},
		{"a step too big is no bug", func(s *step.Step) (*step.Answer, error) { return nil, errors.Join(write(s), store.ErrTooBig) }, 409, `{"error":"invalid_request","error_description":"The sandbox holds too much for this to be done at once. Nothing was changed; POST /sandbox/reset, or ` + "`playgrant sandbox reset`" + `, empties it however much it holds, and then it can be done"}`, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			r := runner(t, model.DialectAuth0)
			w := ask(r, step.Endpoint{Do: row.do})
			if w.Code != row.status || w.Body.String() != row.body || kept(t, r) != row.kept {
				t.Errorf("got %d %s, kept %v", w.Code, w.Body, kept(t, r))
			}
		})
	}
}

func TestFinishRunsOnceAndAfterTheCommit(t *testing.T) {
	r := runner(t, model.DialectAuth0)
	tries, finished := 0, 0
	w := ask(r, step.Endpoint{Do: func(s *step.Step) (*step.Answer, error) {
		if tries++; tries == 1 {
			// Another transaction gets in the way.
			if _, err := store.Logins.Get(s.Tx, "contested"); !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
			if err := r.Store.Update(s.Ctx, func(tx store.Tx) error {
				return store.Logins.Put(tx, &model.Login{ID: "contested"})
			}); err != nil {
				return nil, err
			}
		}
		_ = s.Note(ruleNever, true, "", "once") // beside the parameters' own check
		return &step.Answer{Finish: func() (any, error) {
			finished++
			return map[string]any{"kept": kept(t, r), "checks": len(s.Results())}, nil
		}}, write(s)
	}})
	if tries != 2 || finished != 1 || w.Body.String() != `{"checks":2,"kept":true}` {
		t.Errorf("%d tries, finished %d times, %s", tries, finished, w.Body)
	}
}

// TestAnAttemptLeavesNothingForTheNext: what one put in the place of the
// request's parameters, and what it noted of the exchange, went with it.
func TestAnAttemptLeavesNothingForTheNext(t *testing.T) {
	r := runner(t, model.DialectAuth0)
	r.Store = storetest.Again(r.Store)
	var asked, clients []string
	x := &model.Exchange{}
	req := httptest.NewRequest(http.MethodGet, "/?request_uri=urn:x&client_id=web-app", http.NoBody)
	req = req.WithContext(step.WithExchange(req.Context(), x, &check.Trail{}))
	r.Handle(step.Endpoint{Do: func(s *step.Step) (*step.Answer, error) {
		asked, clients = append(asked, s.Params.Get("request_uri")), append(clients, s.ClientID())
		s.Params = step.NewParams(map[string]string{"client_id": "web-app"})
		if len(asked) == 1 {
			s.Describe("another")
			s.Issued("a token that never was")
			s.ProofKey = "key"
		}
		return &step.Answer{}, s.Require(ruleNever, s.ProofKey == "" || len(asked) == 1, "none", s.ProofKey)
	}}).ServeHTTP(httptest.NewRecorder(), req)
	if !slices.Equal(asked, []string{"urn:x", "urn:x"}) || !slices.Equal(clients, []string{"web-app", "web-app"}) {
		t.Errorf("the attempts saw request_uri %q and the clients %q", asked, clients)
	}
	if x.ClientID != "web-app" || x.Issued != "" {
		t.Errorf("the exchange is noted as %q's, and gave %q", x.ClientID, x.Issued)
	}
}

func TestTheDialectIsThePolicys(t *testing.T) {
	refuse := step.Endpoint{Do: func(s *step.Step) (*step.Answer, error) { return nil, s.Require(ruleNever, false, "", "") }}
	for dialect, want := range map[string]int{model.DialectAuth0: 403, model.DialectOIDC: 400} {
		if w := ask(runner(t, dialect), refuse); w.Code != want {
			t.Errorf("%s: %d", dialect, w.Code)
		}
	}
}

func TestAnEmptyAnswerHasNoType(t *testing.T) {
	w := ask(runner(t, model.DialectAuth0), step.Endpoint{Do: func(*step.Step) (*step.Answer, error) { return &step.Answer{}, nil }})
	if w.Code != http.StatusOK || w.Body.Len() != 0 || strings.Join(w.Header()["Content-Type"], "") != "" {
		t.Errorf("got %d %q %v", w.Code, w.Body, w.Header())
	}
}
