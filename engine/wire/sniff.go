package wire

import (
	"crypto/tls"
	"errors"
	"net"
)

// recordTypeHandshake is the first byte of every TLS connection (RFC 8446
// §5.1). No HTTP method begins with it.
const recordTypeHandshake = 0x16

var errNoTLS = errors.New("https is not offered here")

// read finds out by the first byte whether a connection speaks TLS. That
// happens here and not when it is accepted, where a silent client would keep
// the others waiting.
func (c *Conn) read(p []byte) (int, error) {
	if c.sniffed {
		return (*c.stream.Load()).Read(p)
	}
	n, err := c.Conn.Read(p)
	if n == 0 {
		return n, err
	}
	c.sniffed = true
	if c.piped || p[0] != recordTypeHandshake {
		c.stream.Store(&c.Conn)
		return n, err
	}
	if c.tls == nil {
		c.stream.Store(&c.Conn)
		return 0, errNoTLS
	}
	var stream net.Conn = tls.Server(&rereader{Conn: c.Conn, first: append([]byte{}, p[:n]...)}, c.tls)
	c.secure.Store(true)
	c.stream.Store(&stream)
	n, err = stream.Read(p)
	if c.log != nil && distrusts(err) {
		c.log.Warn("an app does not trust this server's certificate, and hung up",
			"from", c.RemoteAddr().String(), "mend", "playgrant ca says how each runtime is told to trust it; or use http")
	}
	return n, err
}

// distrusts reports whether the other side ended the handshake because it does
// not know who signed the certificate (RFC 8446 §6.2). crypto/tls has names for
// the alerts that come in, but no type that can be seen.
func distrusts(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	if !ok {
		return false
	}
	if op.Op == "local error" { // OpenSSL, and so curl and Node.js, sends the alert of a handshake in the clear
		return op.Err.Error() == "tls: bad record MAC"
	}
	switch op.Err.Error() {
	case "tls: unknown certificate authority", "tls: unknown certificate", "tls: bad certificate":
		return true
	}
	return false
}

// rereader gives back what was read to have a look.
type rereader struct {
	net.Conn
	first []byte
}

func (r *rereader) Read(p []byte) (int, error) {
	if len(r.first) > 0 {
		n := copy(p, r.first)
		r.first = r.first[n:]
		return n, nil
	}
	return r.Conn.Read(p)
}
