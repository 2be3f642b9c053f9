package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/wire"
)

// ExchangeHeader names the exchange that an answer belongs to.
const ExchangeHeader = "Playgrant-Exchange"

// record keeps what goes over the wire, and why it was answered so. The
// answer is sent once the exchange is kept, so that whoever has the answer
// can read the exchange.
func (e *Engine) record(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := e.cfg.Now()
		body := &bytes.Buffer{}
		_, err := io.Copy(body, io.LimitReader(r.Body, step.MaxBody+1))
		r.Body = io.NopCloser(rest(body.Bytes(), err))

		trail := &check.Trail{}
		x := &model.Exchange{At: e.clock.Now(), Method: clip(r.Method), Path: clipPath(r.URL.EscapedPath()), Inside: wire.InProcess(r.Context()),
			Secure: r.TLS != nil || wire.Secure(r.Context())}
		var era int
		if recorded(r.URL.Path) {
			x.ID, era = e.exchanges.number()
		}
		answer := &answer{header: http.Header{}}
		e.serve(answer, r.WithContext(step.WithExchange(r.Context(), x, trail)), next)
		if err := e.allowOrigin(r, answer.header, x.ClientID, trail); err != nil {
			e.cfg.Log.ErrorContext(r.Context(), "an origin could not be looked up", "err", err)
		}
		answer.finish(e.clock.Now())
		if x.ID == "" {
			answer.sendTo(w)
			return
		}

		x.Status, x.Checks = answer.status, trail.Results()
		x.MS = float64(e.cfg.Now().Sub(began).Microseconds()) / 1000
		answer.header.Set(ExchangeHeader, x.ID)
		release := answer.hold(w, r, x, body.Bytes())
		// A client that has gone away did send its request.
		if err := e.exchanges.save(context.WithoutCancel(r.Context()), x, era); err != nil {
			e.cfg.Log.ErrorContext(r.Context(), "an exchange could not be kept", "id", x.ID, "err", err)
		}
		if e.cfg.Exchanged != nil {
			e.cfg.Exchanged(x)
		}
		release()
	})
}

// serve runs the handler; a panic is a fault of ours, and the server lives on.
func (e *Engine) serve(a *answer, r *http.Request, next http.Handler) {
	defer func() {
		if cause := recover(); cause != nil {
			e.cfg.Log.ErrorContext(r.Context(), "a request caused a panic",
				"path", r.URL.EscapedPath(), "panic", fmt.Sprint(cause), "stack", string(debug.Stack()))
			a.header, a.status = http.Header{"Content-Type": {"application/json"}}, http.StatusInternalServerError
			a.body.Reset()
			a.body.WriteString(`{"error":"server_error","error_description":"Playgrant failed at this request; the log says why"}`)
		}
	}()
	next.ServeHTTP(a, r)
}

// recorded reports whether requests to an address are kept: those that look
// after the server itself are not.
func recorded(path string) bool {
	return path != "/sandbox" && !strings.HasPrefix(path, "/sandbox/") &&
		path != "/healthz" && path != "/readyz" && path != "/favicon.ico"
}

// rest gives the body that was read ahead, and how reading it ended.
func rest(body []byte, err error) io.Reader {
	if err == nil {
		return bytes.NewReader(body)
	}
	return io.MultiReader(bytes.NewReader(body), brokenOff{err})
}

type brokenOff struct{ err error }

func (b brokenOff) Read([]byte) (int, error) {
	return 0, errors.Join(io.ErrUnexpectedEOF, b.err)
}

// answer is a response that is held back.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// finish adds the headers that every answer has.
func (a *answer) finish(now time.Time) {
	a.WriteHeader(http.StatusOK)
	a.header.Set("Date", now.UTC().Format(http.TimeFormat))
	if a.status != http.StatusNoContent && a.status != http.StatusNotModified {
		a.header.Set("Content-Length", strconv.Itoa(a.body.Len()))
	}
	for name, value := range map[string]string{
		"X-Content-Type-Options": "nosniff",
		"X-Frame-Options":        "DENY",
		"Referrer-Policy":        "same-origin",
	} {
		if _, said := a.header[name]; !said {
			a.header.Set(name, value)
		}
	}
}

// sendTo sends the answer. A client that has gone away misses nothing but it.
func (a *answer) sendTo(w http.ResponseWriter) {
	h := w.Header()
	maps.Copy(h, a.header)
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes())
}
