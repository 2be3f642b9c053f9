package demos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
)

// Wire is the connection that a player speaks over: the in-process one, or a
// socket. Redirects are answered, never followed.
type Wire struct {
	Base string // "http://localhost:2884", without a slash at the end
	HTTP http.RoundTripper
	// Token is the bearer token of the /sandbox endpoints, for a server that
	// asks for one.
	Token string
}

// maxAnswer is how much of an answer's body is read, in bytes.
const maxAnswer = 1 << 20

// answer is what came back for one request.
type answer struct {
	url      *url.URL // of the request
	status   int
	header   http.Header
	body     []byte
	exchange model.Exchange
}

// Send sends a draft, as it stands, and reads back how the server recorded it.
// A refusal is no error: it is in the exchange. Of what the server does not
// record, its own endpoints below /sandbox, the exchange holds the bytes.
func (w Wire) Send(ctx context.Context, d *Draft) (model.Exchange, error) {
	req, err := d.request(ctx, w.Base, d.themselves())
	if err != nil {
		return model.Exchange{}, err
	}
	a, err := w.send(req)
	if err != nil {
		return model.Exchange{}, err
	}
	return a.exchange, nil
}

// send does one exchange and fetches what the server recorded of it.
func (w Wire) send(req *http.Request) (*answer, error) {
	sent := rawRequest(req)
	a, err := w.roundTrip(req)
	if err != nil {
		return nil, err
	}
	id := a.header.Get("Playgrant-Exchange")
	if id == "" {
		a.exchange = model.Exchange{
			Method: req.Method, Path: req.URL.Path, Status: a.status, Request: sent, Response: a.raw(),
		}
		return a, nil
	}
	if err := w.sandbox(req.Context(), http.MethodGet, "/sandbox/exchanges/"+url.PathEscape(id), nil, &a.exchange); err != nil {
		return nil, fmt.Errorf("reading what the server recorded: %w", err)
	}
	return a, nil
}

func (w Wire) roundTrip(req *http.Request) (*answer, error) {
	if req.Header.Get("User-Agent") == "" {
		req.Header.Set("User-Agent", "Playgrant")
	}
	resp, err := w.HTTP.RoundTrip(req)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", req.Method, req.URL.Path, err)
	}
	defer func() { _ = resp.Body.Close() }() // it was read; there is nothing to lose
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("reading the answer of %s %s: %w", req.Method, req.URL.Path, err)
	}
	return &answer{url: req.URL, status: resp.StatusCode, header: resp.Header, body: body}, nil
}

// sandbox calls one of the sandbox's own endpoints. in is sent as JSON unless
// it is nil, out is filled unless it is nil.
func (w Wire) sandbox(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("%s %s: %w", method, path, err)
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, w.Base+path, body)
	if err != nil {
		return err
	}
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if w.Token != "" {
		req.Header.Set("Authorization", "Bearer "+w.Token)
	}
	a, err := w.roundTrip(req)
	if err != nil {
		return err
	}
	if a.status < 200 || a.status > 299 {
		said := Visible(a.summary())
		if a.errorCode() == "" {
			said = fmt.Sprintf("%d: %s", a.status, clip(strings.TrimSpace(string(a.body))))
		}
		return &sandboxError{a.status, fmt.Sprintf("%s %s answered %s", method, path, said)}
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(a.body, out); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

// sandboxError is what one of the sandbox's own endpoints refuses.
type sandboxError struct {
	status int
	text   string
}

func (e *sandboxError) Error() string { return e.text }

// refused reports whether one of the sandbox's own endpoints answered with that
// status.
func refused(err error, status int) bool {
	var e *sandboxError
	return errors.As(err, &e) && e.status == status
}

// rawRequest writes a request that the server does not record, such as one to
// /sandbox, as it goes out.
func rawRequest(req *http.Request) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s HTTP/1.1\r\nHost: %s\r\n", req.Method, req.URL.RequestURI(), req.URL.Host)
	_ = req.Header.Write(&out) // a strings.Builder takes everything
	out.WriteString("\r\n")
	if req.GetBody != nil {
		if body, err := req.GetBody(); err == nil {
			_, _ = io.Copy(&out, body)
		}
	}
	return out.String()
}

func (a *answer) raw() string {
	var out strings.Builder
	fmt.Fprintf(&out, "HTTP/1.1 %d %s\r\n", a.status, http.StatusText(a.status))
	_ = a.header.Write(&out)
	out.WriteString("\r\n")
	out.Write(a.body)
	return out.String()
}

// redirect is where the answer sends a browser, or nil.
func (a *answer) redirect() *url.URL {
	if a.status < 300 || a.status > 399 {
		return nil
	}
	to, err := a.url.Parse(a.header.Get("Location"))
	if err != nil || a.header.Get("Location") == "" {
		return nil
	}
	return to
}

// own reports whether an address is the server's.
func (w Wire) own(u *url.URL) bool {
	base, err := url.Parse(w.Base)
	return err == nil && u.Scheme == base.Scheme && u.Host == base.Host
}

// fields are what the answer tells the client: the members of its JSON body,
// or the parameters of the redirect.
func (a *answer) fields() any {
	if to := a.redirect(); to != nil {
		out := map[string]any{}
		for _, raw := range []string{to.RawQuery, to.Fragment} {
			values, err := url.ParseQuery(raw)
			if err != nil {
				continue
			}
			for name, list := range values {
				out[name] = list[0]
			}
		}
		return out
	}
	if v, err := decodeJSON(a.body); err == nil {
		return v
	}
	return nil
}
