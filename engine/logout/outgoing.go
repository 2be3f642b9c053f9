package logout

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// outgoing tells clients, unless a Teller brings another way. Clients on this
// machine or in its private network are apps in the making, whose certificates
// nobody vouches for: there any will do. Everybody else has to have a good one.
var outgoing http.RoundTripper = &http.Transport{
	Proxy:               http.ProxyFromEnvironment,
	DialTLSContext:      dialTLS,
	TLSHandshakeTimeout: patience,
	IdleConnTimeout:     time.Minute,
	MaxIdleConns:        16,
}

func dialTLS(ctx context.Context, network, address string) (net.Conn, error) {
	raw, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		_ = raw.Close()
		return nil, err
	}
	conn := tls.Client(raw, &tls.Config{
		ServerName: host, MinVersion: tls.VersionTLS12,
		InsecureSkipVerify: atHand(raw.RemoteAddr()), //nolint:gosec // see outgoing
	})
	if err := conn.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return nil, err
	}
	return conn, nil
}

// atHand reports whether a peer is on this machine or in its private network.
func atHand(peer net.Addr) bool {
	at, err := netip.ParseAddrPort(peer.String())
	if err != nil {
		return false
	}
	ip := at.Addr().Unmap()
	return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
}
