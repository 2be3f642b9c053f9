package step

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"sync"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/clock"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/store"
)

// Runner runs endpoints.
type Runner struct {
	Store store.Store
	Clock *clock.Clock
	Rand  io.Reader // safe for concurrent use
	Keys  *sign.Keyring
	Log   *slog.Logger
	// Issuer names the issuer of a request, with the trailing slash.
	Issuer func(*http.Request) string
	// Dialect stands in for the policy's, unless it is empty.
	Dialect string

	// Doctor adds to the checks that failed what mends them, inside the step's
	// transaction and before a refusal is answered; nil: nobody does.
	Doctor func(*Step) error

	alone sync.RWMutex // held for writing by an Endpoint that is Alone
}

// Handle serves an endpoint: parameters → transaction → commit → answer. A
// refusal rolls the transaction back unless it says Keep.
func (r *Runner) Handle(e Endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if e.Wait != nil {
			e.Wait(req)
		}
		a := r.decide(req, e)
		if a.After != nil && !a.Discard {
			a.After()
		}
		send(w, a)
	})
}

// decide runs the step, by itself if it has to be alone.
func (r *Runner) decide(req *http.Request, e Endpoint) *Answer {
	if e.Alone {
		r.alone.Lock()
		defer r.alone.Unlock()
	} else {
		r.alone.RLock()
		defer r.alone.RUnlock()
	}
	s := &Step{
		Ctx: req.Context(), Request: req, Now: r.Clock.Now(), Machine: r.Clock.Machine(), Rand: r.Rand, Keys: r.Keys,
		Issuer: r.Issuer(req), Trail: TrailOf(req.Context()),
	}
	a, err := r.run(s, e)
	if err == nil && a.Finish != nil && !a.Discard {
		a.JSON, err = a.Finish()
	}
	if err != nil {
		r.Log.ErrorContext(req.Context(), "a step failed", "path", req.URL.Path, "err", err)
		return fault(err)
	}
	return a
}

func (r *Runner) run(s *Step, e Endpoint) (*Answer, error) {
	var answer *Answer
	var first Step // as it was before the first attempt
	begun, mark := false, 0
	err := r.Store.Update(s.Ctx, func(tx store.Tx) error {
		s.Tx = tx
		if err := r.readPolicy(s); err != nil {
			return err
		}
		if !begun { // the parameters are read once: a body cannot be read again
			begun = true
			if err := s.read(e); err != nil {
				refusal, _ := check.AsRefusal(err)
				answer = refuse(s, e, err, refusal)
				return errRolledBack
			}
			mark, first = s.Trail.Len(), *s
		}
		s.begin(&first, mark)
		var err error
		answer, err = e.Do(s)
		r.examine(s)
		if refusal, ok := check.AsRefusal(err); ok {
			answer = refuse(s, e, err, refusal)
			if refusal.Keep {
				return nil
			}
			return errRolledBack
		}
		if err == nil && answer.Discard {
			return errRolledBack
		}
		return err
	})
	if err != nil && !errors.Is(err, errRolledBack) {
		return nil, err
	}
	return answer, nil
}

// begin takes the step back to where it was before an attempt that another
// transaction got in the way of: that one may have put other parameters in the
// place of the request's, and noted whose it is and what was issued.
func (s *Step) begin(first *Step, mark int) {
	s.Params, s.ProofKey, s.client = first.Params, first.ProofKey, first.client
	s.Trail.Truncate(mark)
	describe(s.Ctx, s.Params)
}

// readPolicy reads the policy, and by which dialect to answer.
func (r *Runner) readPolicy(s *Step) (err error) {
	if s.Policy, err = store.PolicySetting.Get(s.Tx); err != nil {
		return err
	}
	if r.Dialect != "" {
		s.Policy.Dialect = r.Dialect
	}
	s.Trail.Standard = s.Policy.Standard()
	return nil
}

// examine has the doctor look at a step that is recorded. A doctor that fails
// is no reason to fail the step.
func (r *Runner) examine(s *Step) {
	if r.Doctor == nil || s.Exchange() == "" {
		return
	}
	if err := r.Doctor(s); err != nil {
		r.Log.WarnContext(s.Ctx, "what mends a request could not be found out", "err", err)
	}
}

// read takes what the endpoint asks for from the request. Its error is a
// refusal.
func (s *Step) read(e Endpoint) (err error) {
	if e.Raw {
		s.Body, err = readBody(s.Request, s.Trail)
		return err
	}
	if s.Params, err = ReadParams(s.Request, s.Trail); err != nil {
		return err
	}
	return nil
}

// errRolledBack rolls back the transaction of a step that was refused, or that
// is to leave no trace.
var errRolledBack = errors.New("rolled back")

func refuse(s *Step, e Endpoint, err error, r *check.Refusal) *Answer {
	if e.Refuse != nil {
		return e.Refuse(s, err, r)
	}
	return Refused(r)
}

// Refused answers in the OAuth shape (RFC 6749 §5.2).
func Refused(r *check.Refusal) *Answer {
	body := map[string]any{"error": r.Answer.Code}
	if r.Answer.Description != "" {
		body["error_description"] = r.Answer.Description
	}
	maps.Copy(body, r.Extra)
	a := &Answer{Status: r.Answer.Status, JSON: body, Header: r.Header.Clone()}
	return a.Set("Cache-Control", "no-store").Set("Pragma", "no-cache")
}

// tooBig says what to do where a step would change some ten thousand records.
const tooBig = "The sandbox holds too much for this to be done at once. Nothing was changed; POST /sandbox/reset, or `playgrant sandbox reset`, empties it however much it holds, and then it can be done"

// fault answers for a failure of our own. A store that cannot keep up, or a
// client that went away, is no bug.
func fault(err error) *Answer {
	status, text := http.StatusInternalServerError, "Playgrant failed at this request; the log says why"
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		status, text = http.StatusServiceUnavailable, "The request took too long; send it again"
	}
	if errors.Is(err, store.ErrFull) {
		status, text = http.StatusInsufficientStorage, "The disk that the sandbox is kept on is nearly full. Make room on it, and send the request again"
	}
	if errors.Is(err, store.ErrTooBig) {
		return &Answer{Status: http.StatusConflict, JSON: map[string]any{"error": "invalid_request", "error_description": tooBig}}
	}
	return &Answer{Status: status, JSON: map[string]any{"error": "server_error", "error_description": text}}
}

func send(w http.ResponseWriter, a *Answer) {
	h := w.Header()
	maps.Copy(h, a.Header)
	status := a.Status
	if status == 0 {
		status = http.StatusOK
	}
	body := a.Body
	switch {
	case a.JSON != nil:
		encoded, err := encode(a.JSON)
		if err != nil {
			status, encoded = http.StatusInternalServerError, []byte(`{"error":"server_error"}`)
		}
		body = encoded
		h.Set("Content-Type", "application/json")
	case a.ContentType != "":
		h.Set("Content-Type", a.ContentType)
	case len(body) == 0:
		h["Content-Type"] = nil // net/http must not guess one
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that went away misses nothing but its answer
}

// encode writes what goes over the wire as others write it: & stays what it
// is, in an address too, for whoever reads the bytes. The answer is never taken
// for HTML (its type is application/json, and none is to be guessed).
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

type exchangeKey struct{}

// WithExchange gives a request the record that its handling fills in.
func WithExchange(ctx context.Context, x *model.Exchange, t *check.Trail) context.Context {
	return context.WithValue(ctx, exchangeKey{}, recording{x, t})
}

type recording struct {
	exchange *model.Exchange
	trail    *check.Trail
}

// TrailOf returns the request's trail; a request that is not recorded has a
// trail of its own.
func TrailOf(ctx context.Context) *check.Trail {
	if r, ok := ctx.Value(exchangeKey{}).(recording); ok {
		return r.trail
	}
	return &check.Trail{}
}

// describe notes whose request it is, before anything was issued.
func describe(ctx context.Context, p Params) {
	if r, ok := ctx.Value(exchangeKey{}).(recording); ok {
		r.exchange.ClientID = p.Get("client_id")
		r.exchange.GrantType = p.Get("grant_type")
		r.exchange.Issued = ""
	}
}

// Describe notes the client of a request that named it elsewhere than in
// client_id, such as in an Authorization header.
func (s *Step) Describe(clientID string) {
	s.client = clientID
	if r, ok := s.Ctx.Value(exchangeKey{}).(recording); ok {
		r.exchange.ClientID = clientID
	}
}

// Exchange is the id under which the request is recorded; "" if it is not.
func (s *Step) Exchange() string {
	if r, ok := s.Ctx.Value(exchangeKey{}).(recording); ok {
		return r.exchange.ID
	}
	return ""
}

// ClientID is the client that the request names, in client_id or as Describe
// was told; "" if it names none.
func (s *Step) ClientID() string {
	if s.client == "" {
		return s.Params.Get("client_id")
	}
	return s.client
}

// Issued notes the short id of the refresh token that the answer holds.
func (s *Step) Issued(tokenID string) {
	if r, ok := s.Ctx.Value(exchangeKey{}).(recording); ok {
		r.exchange.Issued = tokenID
	}
}
