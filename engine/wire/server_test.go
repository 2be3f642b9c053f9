package wire_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/wire"
)

// recorder answers as the engine does: it holds its answer back until the
// exchange was noted.
type recorder struct {
	mu        sync.Mutex
	exchanges []exchange
	during    func(r *http.Request) // runs before the answer
}

type exchange struct{ Request, Response string }

func (rec *recorder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if rec.during != nil {
		rec.during(r)
	}
	if r.URL.Path == "/unrecorded" {
		return
	}
	c := wire.FromContext(r.Context())
	c.Hold()
	answer := fmt.Sprintf("%s %s %s secure=%v inside=%v", r.Method, r.URL.Path, body, wire.Secure(r.Context()), wire.InProcess(r.Context()))
	w.Header().Set("Content-Length", fmt.Sprint(len(answer)))
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Date", "then")
	_, _ = io.WriteString(w, answer)
	_ = http.NewResponseController(w).Flush()
	rec.mu.Lock()
	rec.exchanges = append(rec.exchanges, exchange{c.TakeRequest(), c.Held()})
	rec.mu.Unlock()
	if r.URL.Path == "/panic" {
		panic(http.ErrAbortHandler)
	}
	_ = c.Release()
}

func (rec *recorder) noted() []exchange {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return append([]exchange{}, rec.exchanges...)
}

// serve runs a server until the test ends.
func serve(t *testing.T, cfg wire.Config) *wire.Server {
	t.Helper()
	s := wire.New(cfg)
	t.Cleanup(func() {
		if err := s.Shutdown(context.Background()); err != nil {
			t.Errorf("Shutdown: %v", err)
		}
	})
	return s
}

func listen(t *testing.T, s *wire.Server) net.Addr {
	t.Helper()
	addr, err := s.Listen("localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	return addr
}

// talk writes to a socket and returns all that comes back until its end.
func talk(t *testing.T, addr net.Addr, send string) string {
	t.Helper()
	c := dial(t, addr)
	if _, err := io.WriteString(c, send); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

func dial(t *testing.T, addr net.Addr) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(20 * time.Second)) // a deadlock fails, and says where
	return c
}

func response(answer string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Type: text/plain\r\nDate: then\r\n\r\n%s", len(answer), answer)
}

const (
	get  = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
	last = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
)

func TestExchangesAreRecordedByteForByte(t *testing.T) {
	const (
		post   = "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nX-Odd:   kept  \r\n\r\nhello"
		chunks = "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
		hidden = "GET /unrecorded HTTP/1.1\r\nHost: x\r\n\r\n"
		star   = "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"
	)
	rows := []struct{ name, send string }{
		{"one", last},
		{"kept alive", get + post + last},
		{"pipelined", get + get + get + last},
		{"chunked", chunks + last},
		{"one that is not recorded", hidden + get + hidden + last},
		{"OPTIONS for all", star + last},
	}
	answers := map[string]string{
		get:    response("GET /a  secure=false inside=false"),
		post:   response("POST /b hello secure=false inside=false"),
		chunks: response("POST /c abcde secure=false inside=false"),
		star:   response("OPTIONS *  secure=false inside=false"),
		last:   strings.Replace(response("GET /last  secure=false inside=false"), "\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1),
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			rec := &recorder{}
			s := serve(t, wire.Config{Handler: rec})
			received := talk(t, listen(t, s), row.send)
			var want []exchange
			all := ""
			for rest := row.send; rest != ""; {
				for request, answer := range answers {
					if after, ok := strings.CutPrefix(rest, request); ok {
						want, rest = append(want, exchange{request, answer}), after
						all += answer
					}
				}
				rest = strings.TrimPrefix(rest, hidden)
			}
			if diff := cmp.Diff(want, rec.noted()); diff != "" {
				t.Errorf("recorded (-want +got):\n%s", diff)
			}
			if !strings.Contains(row.name, "not recorded") && received != all {
				t.Errorf("received:\n%s\nwant:\n%s", received, all)
			}
		})
	}
}

func TestBodiesOnRequest(t *testing.T) {
	rec := &recorder{}
	s := serve(t, wire.Config{Handler: rec})
	c := dial(t, listen(t, s))
	head := "POST /b HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"
	_, _ = io.WriteString(c, head)
	const goOn = "HTTP/1.1 100 Continue\r\n\r\n"
	buf := make([]byte, len(goOn))
	if _, err := io.ReadFull(c, buf); err != nil || string(buf) != goOn {
		t.Fatalf("%q, %v", buf, err)
	}
	_, _ = io.WriteString(c, "body")
	if _, err := io.ReadAll(c); err != nil {
		t.Fatal(err)
	}
	got := rec.noted()
	if len(got) != 1 || got[0].Request != head+"body" || !strings.HasPrefix(got[0].Response, "HTTP/1.1 200 OK") {
		t.Errorf("recorded %q", got)
	}
}

func TestAPanicReleases(t *testing.T) {
	rec := &recorder{}
	s := serve(t, wire.Config{Handler: rec})
	addr := listen(t, s)
	got := talk(t, addr, "GET /panic HTTP/1.1\r\nHost: x\r\n\r\n")
	if want := response("GET /panic  secure=false inside=false"); got != want {
		t.Errorf("received %q, want %q", got, want)
	}
	if got := talk(t, addr, last); !strings.HasPrefix(got, "HTTP/1.1 200") {
		t.Errorf("after a panic the server answers %q", got)
	}
}

func TestAClientThatLeaves(t *testing.T) {
	entered, gone := make(chan struct{}), make(chan struct{})
	rec := &recorder{during: func(r *http.Request) {
		if r.URL.Path == "/a" {
			close(entered)
			<-r.Context().Done() // net/http noticed
			close(gone)
		}
	}}
	s := serve(t, wire.Config{Handler: rec})
	addr := listen(t, s)
	c := dial(t, addr)
	_, _ = io.WriteString(c, get)
	<-entered
	_ = c.Close()
	<-gone
	if got := talk(t, addr, last); !strings.HasPrefix(got, "HTTP/1.1 200") {
		t.Errorf("the next client gets %q", got)
	}
	if got := rec.noted(); len(got) != 2 || got[0].Request != get {
		t.Errorf("recorded %q", got)
	}
}

func TestABodyThatNobodyReads(t *testing.T) {
	var requests []string
	s := serve(t, wire.Config{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		requests = append(requests, wire.FromContext(r.Context()).TakeRequest())
	})})
	body := strings.Repeat("x", 20000)
	talk(t, listen(t, s), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n"+body+last)
	if len(requests) != 2 || requests[1] != last {
		t.Fatalf("%d requests, the last %.60q", len(requests), requests[len(requests)-1])
	}
}

func TestInsideTheProcess(t *testing.T) {
	rec := &recorder{}
	s := serve(t, wire.Config{Handler: rec})
	for _, scheme := range []string{"http", "https"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, scheme+"://whatever.example:99/in", strings.NewReader("form"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("User-Agent", "test")
		res, err := s.Transport().RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if want := fmt.Sprintf("POST /in form secure=%v inside=true", scheme == "https"); string(body) != want {
			t.Errorf("%s: %s, want %s", scheme, body, want)
		}
	}
	want := "POST /in HTTP/1.1\r\nHost: whatever.example:99\r\nUser-Agent: test\r\nContent-Length: 4\r\n\r\nform"
	for _, x := range rec.noted() {
		if x.Request != want {
			t.Errorf("recorded %q, want %q", x.Request, want)
		}
	}
}

func TestALongAnswerArrivesWhole(t *testing.T) {
	long := strings.Repeat("0123456789", 100_000)
	held := ""
	s := serve(t, wire.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := wire.FromContext(r.Context())
		c.Hold()
		_, _ = io.WriteString(w, long)
		held = c.Held()
	})})
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/", nil)
	res, err := s.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if body, err := io.ReadAll(res.Body); err != nil || string(body) != long {
		t.Errorf("%d bytes arrived, %v", len(body), err)
	}
	if !strings.HasSuffix(held, "more bytes were sent]") || len(held) > wire.MaxKept+100 {
		t.Errorf("%d bytes are remembered, ending %q", len(held), held[len(held)-40:])
	}
}

func TestAfterShutdown(t *testing.T) {
	s := wire.New(wire.Config{Handler: &recorder{}})
	addr := listen(t, s)
	if err := s.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := net.Dial("tcp", addr.String()); err == nil {
		t.Error("the socket is still open")
	}
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/", nil)
	if res, err := s.Transport().RoundTrip(req); !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("inside: %v, %v", res, err)
	}
	if _, err := s.Listen("localhost:0"); !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("Listen: %v", err)
	}
}
