package wire

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// pipeListener accepts connections from inside the process.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
	ending chan struct{} // closed before closed is
	end    sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{}), ending: make(chan struct{})}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// wake tells those who wait that there will not be anything more.
func (l *pipeListener) wake() { l.end.Do(func() { close(l.ending) }) }

func (l *pipeListener) Addr() net.Addr { return pipeAddr{} }

// pipeAddr is the address of the in-process listener.
type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "in-process" }

// dial makes a connection; one that is to count as https has no TLS all the
// same, since nobody can listen in.
func (l *pipeListener) dial(secure bool) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		client, server := net.Pipe()
		c := &Conn{Conn: server, piped: true, closing: l.ending}
		c.secure.Store(secure)
		select {
		case l.conns <- c:
			return client, nil
		case <-l.closed:
			return nil, http.ErrServerClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (l *pipeListener) transport() *http.Transport {
	return &http.Transport{
		DialContext:           l.dial(false),
		DialTLSContext:        l.dial(true),
		DisableCompression:    true,
		MaxIdleConnsPerHost:   4,
		IdleConnTimeout:       idleTimeout / 2,
		ExpectContinueTimeout: time.Second,
	}
}
