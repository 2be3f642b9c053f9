package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"syscall"
)

// socket is a server on one address, or on both loopback ones.
type socket struct {
	addr      net.Addr
	server    *http.Server
	listeners []net.Listener
	closing   chan struct{} // closed when it begins to end

	mu    sync.Mutex
	fresh map[*Conn]bool // connections whose first request is not handled yet
}

// ErrListening is returned by Listen while the server listens already.
var ErrListening = errors.New("listening already; stop that first")

// Listen begins to serve on host:port and returns the address; with port 0 one
// is picked. The host localhost stands for 127.0.0.1 and, where there is one,
// ::1, and stays localhost in the address.
func (s *Server) Listen(addr string) (net.Addr, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return nil, http.ErrServerClosed
	case s.socket != nil:
		return nil, ErrListening
	}
	sockets, at, err := listen(addr)
	if err != nil {
		return nil, err
	}
	k := &socket{addr: at, server: s.server(), fresh: map[*Conn]bool{}, closing: make(chan struct{})}
	for _, l := range sockets {
		k.listeners = append(k.listeners, &capturer{Listener: l, tls: s.cfg.TLS, closing: k.closing, log: s.cfg.Log})
	}
	k.server.ConnState = k.watch
	for _, l := range k.listeners {
		go func() { _ = k.server.Serve(l) }() // ends once l is closed
	}
	s.socket = k
	return at, nil
}

// Addr is where the server listens, or nil.
func (s *Server) Addr() net.Addr {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.socket == nil {
		return nil
	}
	return s.socket.addr
}

// StopListening closes the socket once what is in flight there is finished, or
// ctx is over. It may be switched on again.
func (s *Server) StopListening(ctx context.Context) error {
	s.mu.Lock()
	k := s.socket
	s.socket = nil
	s.mu.Unlock()
	if k == nil {
		return nil
	}
	for _, l := range k.listeners {
		_ = l.Close() // before the fresh ones are, so that no more come
	}
	close(k.closing)
	k.closeFresh()
	return end(ctx, k.server)
}

// watch keeps account of connections that have not sent a request, such as a
// browser opens in advance: net/http would wait for them at the end.
func (k *socket) watch(c net.Conn, state http.ConnState) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if conn, ok := c.(*Conn); ok {
		if state == http.StateNew {
			k.fresh[conn] = true
		} else {
			delete(k.fresh, conn)
		}
	}
}

func (k *socket) closeFresh() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for c := range k.fresh {
		if c.idle() {
			_ = c.Close()
		}
	}
}

// capturer makes a Conn of each connection. Closing it again does nothing.
type capturer struct {
	net.Listener
	tls     *tls.Config
	closing <-chan struct{}
	log     *slog.Logger
	closed  sync.Once
}

func (l *capturer) Close() (err error) {
	l.closed.Do(func() { err = l.Listener.Close() })
	return err
}

func (l *capturer) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &Conn{Conn: c, tls: l.tls, closing: l.closing, log: l.log}, nil
}

// localhost is the address of both loopback listeners.
type localhost int

func (localhost) Network() string  { return "tcp" }
func (p localhost) String() string { return net.JoinHostPort("localhost", strconv.Itoa(int(p))) }

func listen(addr string) ([]net.Listener, net.Addr, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, nil, fmt.Errorf("%q is no address to listen on: write host:port, such as localhost:2884", addr)
	}
	if host != "localhost" {
		l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", addr)
		if err != nil {
			return nil, nil, advise(addr, err)
		}
		return []net.Listener{l}, l.Addr(), nil
	}
	for attempt := 0; ; attempt++ {
		listeners, at, err := listenLoopback(port)
		// A picked port is free on one address, but perhaps not on the other.
		if err == nil || port != "0" || attempt == 10 || !inUse(err) {
			return listeners, at, err
		}
	}
}

func listenLoopback(port string) ([]net.Listener, net.Addr, error) {
	four, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp4", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return nil, nil, advise("localhost:"+port, err)
	}
	picked := four.Addr().(*net.TCPAddr).Port
	six, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp6", net.JoinHostPort("::1", strconv.Itoa(picked)))
	switch {
	case err == nil:
		return []net.Listener{four, six}, localhost(picked), nil
	case inUse(err): // a client that tries ::1 first would meet the other program
		_ = four.Close()
		return nil, nil, advise(fmt.Sprint("localhost:", picked), err)
	}
	return []net.Listener{four}, localhost(picked), nil // a machine without IPv6
}

// advise says what to do about an address that cannot be had.
func advise(addr string, err error) error {
	switch {
	case inUse(err):
		return fmt.Errorf("%s is in use by another program; stop that, or choose another port, such as --listen localhost:0: %w", addr, err)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("%s may not be used without privileges; choose a port from 1024 on: %w", addr, err)
	}
	return fmt.Errorf("cannot listen on %s; choose another address, such as --listen localhost:2884: %w", addr, err)
}

// wsaAddrInUse is Windows' EADDRINUSE, which package syscall does not map.
const wsaAddrInUse = syscall.Errno(10048)

func inUse(err error) bool {
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, wsaAddrInUse)
}
