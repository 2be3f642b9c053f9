package engine

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/wire"
)

// maxRaw is how much of a request or an answer is kept, in bytes.
const maxRaw = 64 << 10

// hold writes the answer as far as the connection, takes the bytes both ways,
// and returns what lets the answer go.
func (a *answer) hold(w http.ResponseWriter, r *http.Request, x *model.Exchange, body []byte) (release func()) {
	conn := wire.FromContext(r.Context())
	if conn == nil {
		x.Request, x.Response = clipRaw(rawRequest(r, body)), clipRaw(a.raw(r))
		return func() { a.sendTo(w) }
	}
	conn.Hold()
	a.sendTo(w)
	_ = http.NewResponseController(w).Flush() // what fails here fails for the client too
	x.Request, x.Response = clipRaw(conn.TakeRequest()), clipRaw(conn.Held())
	return func() { _ = conn.Release() }
}

// rawRequest writes a request as it was sent, or nearly so: a handler that is
// called without a connection of ours has no bytes to show.
func rawRequest(r *http.Request, body []byte) string {
	copied := r.Clone(r.Context())
	copied.Body = io.NopCloser(bytes.NewReader(body))
	raw, err := httputil.DumpRequest(copied, true)
	if err != nil {
		return fmt.Sprintf("%s %s %s\r\n", clip(r.Method), r.URL.RequestURI(), r.Proto)
	}
	return string(raw)
}

// raw writes the answer as net/http sends it.
func (a *answer) raw(r *http.Request) string {
	var out strings.Builder
	fmt.Fprintf(&out, "HTTP/1.1 %d %s\r\n", a.status, http.StatusText(a.status))
	_ = a.header.Write(&out) // a Builder does not fail
	out.WriteString("\r\n")
	if r.Method != http.MethodHead {
		out.Write(a.body.Bytes())
	}
	return out.String()
}

// clipRaw keeps noise from filling the store.
func clipRaw(raw string) string {
	if len(raw) <= maxRaw {
		return raw
	}
	return raw[:maxRaw] + "\n[cut here: no more than 65536 bytes are kept]"
}

// clipPath keeps an address short enough for a list.
func clipPath(path string) string {
	const most = 1024
	if len(path) > most {
		return path[:most] + "…"
	}
	return path
}
