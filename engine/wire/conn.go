package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
)

// Conn is a connection that remembers what goes over it, above TLS where there
// is TLS.
type Conn struct {
	net.Conn             // the socket or pipe; deadlines and addresses are its
	tls      *tls.Config // nil: there is no https
	piped    bool
	closing  <-chan struct{} // closed when its server begins to end
	log      *slog.Logger    // nil where there is no https

	sniffed bool                     // only the reading goroutine uses it
	stream  atomic.Pointer[net.Conn] // the bytes of HTTP; nil before the first
	secure  atomic.Bool

	reading sync.Mutex
	in      incoming

	writing sync.Mutex
	held    bool
	waiting []byte // what a hold keeps back
}

type connKey struct{}

// FromContext returns the connection that a request came by, or nil if it came
// by none of this package's.
func FromContext(ctx context.Context) *Conn {
	c, _ := ctx.Value(connKey{}).(*Conn)
	return c
}

// Secure reports whether a request came by https.
func Secure(ctx context.Context) bool {
	c := FromContext(ctx)
	return c != nil && c.secure.Load()
}

// InProcess reports whether a request came from this very process, by
// [Server.Transport].
func InProcess(ctx context.Context) bool {
	c := FromContext(ctx)
	return c != nil && c.piped
}

// Closing is closed once the server that a request came by begins to end: what
// waits for something should wait no longer. It is nil, and so never closed,
// for a request that came by no connection of this package.
func Closing(ctx context.Context) <-chan struct{} {
	if c := FromContext(ctx); c != nil {
		return c.closing
	}
	return nil
}

// TakeRequest returns what has been read of the request being
// handled: all of it once its body was read. Beyond MaxKept bytes it is cut,
// and says so. Bytes of a pipelined next request are not in it.
func (c *Conn) TakeRequest() string {
	c.reading.Lock()
	defer c.reading.Unlock()
	return c.in.current()
}

// Hold keeps back what is written from now on, until Release. The request's
// body must have been read before: net/http may have to write "100 Continue"
// to get it.
func (c *Conn) Hold() {
	c.writing.Lock()
	defer c.writing.Unlock()
	c.held = true
}

// Held returns what is kept back. Beyond MaxKept bytes it is cut,
// and says so.
func (c *Conn) Held() string {
	c.writing.Lock()
	defer c.writing.Unlock()
	kept := c.waiting[:min(len(c.waiting), MaxKept)]
	m := memory{kept: kept, more: int64(len(c.waiting) - len(kept))}
	return m.text()
}

// Release sends what was kept back. Without a Hold it does nothing. The server
// calls it when a handler returns or panics without having done so.
func (c *Conn) Release() error {
	c.writing.Lock()
	defer c.writing.Unlock()
	waiting := c.waiting
	c.held, c.waiting = false, nil
	if len(waiting) == 0 {
		return nil
	}
	_, err := c.write(waiting)
	return err
}

// finish ends the handling of a request.
func (c *Conn) finish() {
	_ = c.Release() // the next write meets the same error
	c.reading.Lock()
	defer c.reading.Unlock()
	c.in.next()
}

func (c *Conn) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	n, err := c.read(p)
	c.reading.Lock()
	defer c.reading.Unlock()
	c.in.add(p[:n])
	return n, err
}

func (c *Conn) Write(p []byte) (int, error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	if c.held {
		c.waiting = append(c.waiting, p...)
		return len(p), nil
	}
	return c.write(p)
}

func (c *Conn) write(p []byte) (int, error) {
	if s := c.stream.Load(); s != nil {
		return (*s).Write(p)
	}
	return c.Conn.Write(p)
}

// Close ends the connection, and TLS with a farewell.
func (c *Conn) Close() error {
	if s := c.stream.Load(); s != nil {
		return (*s).Close()
	}
	return c.Conn.Close()
}

// CloseWrite lets net/http end its side first, so that a client still sending
// gets to read the answer (RFC 9112 §9.6).
func (c *Conn) CloseWrite() error {
	s := c.stream.Load()
	if s == nil {
		s = &c.Conn
	}
	if half, ok := (*s).(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

// idle reports whether no request has come in with the whole of its head.
func (c *Conn) idle() bool {
	c.reading.Lock()
	defer c.reading.Unlock()
	return !c.in.begun()
}
