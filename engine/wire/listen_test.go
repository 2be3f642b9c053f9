package wire_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/wire"
)

func TestTheListenerIsSwitched(t *testing.T) {
	s := serve(t, wire.Config{Handler: &recorder{}})
	if s.Addr() != nil {
		t.Errorf("Addr is %v before listening", s.Addr())
	}
	addr := listen(t, s)
	for range 3 {
		if got := talk(t, addr, last); !strings.HasPrefix(got, "HTTP/1.1 200") {
			t.Errorf("answered %q", got)
		}
		if s.Addr() != addr {
			t.Errorf("Addr is %v, want %v", s.Addr(), addr)
		}
		if _, err := s.Listen("localhost:0"); !errors.Is(err, wire.ErrListening) {
			t.Errorf("listening twice: %v", err)
		}
		if err := s.StopListening(t.Context()); err != nil {
			t.Errorf("StopListening: %v", err)
		}
		if _, err := net.Dial("tcp", addr.String()); err == nil {
			t.Error("the socket is still open")
		}
		if s.Addr() != nil {
			t.Errorf("Addr is %v after stopping", s.Addr())
		}
		again, err := s.Listen(addr.String())
		if err != nil {
			t.Fatal(err)
		}
		addr = again
	}
	if err := s.StopListening(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.StopListening(t.Context()); err != nil {
		t.Errorf("stopping twice: %v", err)
	}
}

func TestLocalhostIsBothLoopbacks(t *testing.T) {
	s := serve(t, wire.Config{Handler: &recorder{}})
	host, port, _ := net.SplitHostPort(listen(t, s).String())
	if host != "localhost" || port == "0" {
		t.Errorf("the address is %s:%s", host, port)
	}
	for _, ip := range []string{"127.0.0.1", "::1"} {
		c, err := net.Dial("tcp", net.JoinHostPort(ip, port))
		if err != nil && ip == "::1" && !haveIPv6() {
			t.Skip("no IPv6 here")
		}
		if err != nil {
			t.Fatal(err)
		}
		_ = c.Close()
	}
}

func haveIPv6() bool {
	l, err := net.Listen("tcp6", "[::1]:0")
	if err == nil {
		_ = l.Close()
	}
	return err == nil
}

func TestAddressesThatCannotBeHad(t *testing.T) {
	taken, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	rows := []struct{ addr, want string }{
		{"localhost:" + port, "in use by another program; stop that, or choose another port"},
		{"127.0.0.1:" + port, "in use by another program; stop that, or choose another port"},
		{"localhost", "write host:port"},
		{"2884", "write host:port"},
		{"", "write host:port"},
		{"localhost:70000", "choose another address"},
		{"localhost:no", "choose another address"},
		{"192.0.2.1:0", "choose another address"}, // TEST-NET-1 is nobody's
		{"a\x1b[2Jb", "write host:port"},
	}
	for _, row := range rows {
		s := serve(t, wire.Config{Handler: &recorder{}})
		_, err := s.Listen(row.addr)
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%q: %v; want %q", row.addr, err, row.want)
		}
		if err != nil && strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%q reaches the terminal", row.addr)
		}
	}
}

func TestAPortTakenOnTheOtherLoopback(t *testing.T) {
	taken, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		t.Skip("no IPv6 here")
	}
	defer func() { _ = taken.Close() }()
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	s := serve(t, wire.Config{Handler: &recorder{}})
	if _, err := s.Listen("localhost:" + port); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("Listen: %v", err)
	}
	four, err := net.Listen("tcp4", "127.0.0.1:"+port)
	if err != nil {
		t.Fatalf("the half that could be had was kept: %v", err)
	}
	_ = four.Close()
}

func TestStoppingFinishesWhatIsInFlight(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	s := wire.New(wire.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-release
		_, _ = io.WriteString(w, "finished")
	})})
	addr := listen(t, s)
	idle, halting := dial(t, addr), dial(t, addr) // as browsers open in advance
	_, _ = io.WriteString(halting, "GET / HT")
	answer := make(chan string)
	go func() { answer <- talk(t, addr, get) }()
	<-entered
	stopped := make(chan error)
	go func() { stopped <- s.Shutdown(context.Background()) }()
	for _, c := range []net.Conn{idle, halting} {
		var timeout net.Error
		if _, err := c.Read(make([]byte, 1)); err == nil || errors.As(err, &timeout) && timeout.Timeout() {
			t.Errorf("a connection without a request was not closed: %v", err)
		}
	}
	close(release)
	if got := <-answer; !strings.HasSuffix(got, "\r\n\r\nfinished") {
		t.Errorf("answered %q", got)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Shutdown: %v", err)
	}
}

func TestStoppingDoesNotWaitForever(t *testing.T) {
	entered := make(chan struct{})
	s := wire.New(wire.Config{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(entered)
		<-r.Context().Done()
	})})
	addr := listen(t, s)
	c := dial(t, addr)
	_, _ = io.WriteString(c, get)
	<-entered
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Shutdown(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Shutdown: %v", err)
	}
	if got, _ := io.ReadAll(c); len(got) > 0 {
		t.Errorf("received %q", got)
	}
}

func TestHeadsThatAreTooLong(t *testing.T) {
	rec := &recorder{}
	s := serve(t, wire.Config{Handler: rec})
	got := talk(t, listen(t, s), "GET / HTTP/1.1\r\nHost: x\r\nX-Long: "+strings.Repeat("x", 100<<10)+"\r\n\r\n")
	if !strings.HasPrefix(got, "HTTP/1.1 431 ") {
		t.Errorf("answered %.80q", got)
	}
	if n := len(rec.noted()); n != 0 {
		t.Errorf("%d exchanges were recorded", n)
	}
}
