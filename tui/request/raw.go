package request

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/ui"
)

// own are headers that the connection sets by itself.
var own = map[string]bool{"content-length": true, "connection": true, "transfer-encoding": true, "accept-encoding": true}

// FromRaw is the request that recorded bytes hold, to be sent to a server with
// that base once more. Errors say in a sentence why it cannot be.
func FromRaw(raw, base string) (*demos.Draft, error) {
	if strings.Contains(raw, "\n[cut here") {
		return nil, errors.New("only the beginning of that request is kept, so it cannot be sent again")
	}
	req, err := http.ReadRequest(bufio.NewReader(strings.NewReader(raw)))
	if err != nil {
		return nil, fmt.Errorf("that request cannot be read: %w", err)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, fmt.Errorf("that request's body cannot be read: %w", err)
	}
	path, query, _ := strings.Cut(req.RequestURI, "?")
	if !strings.HasPrefix(path, "/") {
		return nil, errors.New("that request names no path of this server")
	}
	d := &demos.Draft{Method: req.Method, Target: path, Query: Pairs(query), Exact: true}
	kind := ""
	for _, h := range ui.ParseMessage(raw).Headers {
		name, value, _ := strings.Cut(h, ":")
		name, value = http.CanonicalHeaderKey(strings.TrimSpace(name)), strings.TrimSpace(value)
		_, host, _ := strings.Cut(base, "://")
		switch {
		case name == "" || own[strings.ToLower(name)], name == "Host" && value == host:
			continue
		case name == "Content-Type":
			kind = value
		}
		d.Headers = append(d.Headers, demos.DraftParam{Name: name, Value: value})
	}
	if strings.HasPrefix(kind, formType) && form(string(body)) {
		d.Form = Pairs(string(body))
	} else {
		d.Body = string(body)
	}
	return d, nil
}

// form reports whether a body is a form that says the same when it is written
// anew from its parameters.
func form(body string) bool {
	if body == "" {
		return false
	}
	for pair := range strings.SplitSeq(body, "&") {
		name, value, ok := strings.Cut(pair, "=")
		if _, err := url.QueryUnescape(name); err != nil || !ok {
			return false
		}
		if _, err := url.QueryUnescape(value); err != nil {
			return false
		}
	}
	return true
}
