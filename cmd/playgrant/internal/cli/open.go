package cli

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"

	"github.com/playgrant/playgrant/cmd/playgrant/internal/dirs"
	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/wire"
	"github.com/playgrant/playgrant/persist"
)

// defaultListen spells A-U-T-H on a phone's keys.
const defaultListen = "localhost:2884"

// patience is how long what is in flight may take at the end.
const patience = 4 * time.Second

// sandbox is an open one: a store, the engine on it, and the wire to that.
type sandbox struct {
	dir       string // where it is kept; "" in memory
	base      string // what its addresses begin with, without a slash at the end
	token     string // what /sandbox asks for; "" while only this machine can reach it
	wire      *wire.Server
	transport http.RoundTripper
	store     *persist.Store
	endSweep  func()
	// prepareKey makes the next signing key, which takes a while.
	prepareKey func(context.Context) error
}

// open opens the sandbox that the flags name. Logs go to log.
func (a *app) open(ctx context.Context, log *slog.Logger) (*sandbox, error) {
	issuer, err := a.fixedIssuer()
	if err != nil {
		return nil, err
	}
	sb := &sandbox{base: baseURL(a.address(), a.hosts)}
	if !onLoopback(a.address()) {
		sb.token = rand.Text()
	}
	if sb.store, sb.dir, err = a.openStore(log); err != nil {
		return nil, err
	}
	e, err := engine.New(ctx, engine.Config{
		Store: sb.store, Issuer: issuer, Hosts: a.hosts, Dialect: a.dialect, SandboxToken: sb.token, Log: log,
		Exchanged: a.exchanged,
	})
	if err != nil {
		return nil, errors.Join(err, sb.store.Close())
	}
	sb.wire = wire.New(wire.Config{Handler: e.Handler(), TLS: secure(log), Log: log})
	sb.transport = sb.wire.Transport()
	sb.prepareKey = e.PrepareKey
	sb.endSweep = startSweep(e.Sweep, log)
	return sb, nil
}

// secure makes https work, where there is a place to keep the authority.
func secure(log *slog.Logger) *tls.Config {
	ca, err := authority()
	if err != nil {
		log.Warn("https is not served", "because", err)
		return nil
	}
	return ca.TLSConfig()
}

func (a *app) openStore(log *slog.Logger) (*persist.Store, string, error) {
	options := persist.Options{Log: log}
	if a.memory {
		s, err := persist.Memory(options)
		return s, "", err
	}
	dir := a.data
	if dir == "" {
		var err error
		if dir, err = dirs.Data(); err != nil {
			return nil, "", err
		}
	}
	s, err := persist.Open(dir, options)
	return s, dir, err
}

// close finishes what is in flight, or cuts it off once patience is over.
func (sb *sandbox) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := sb.wire.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = nil // whoever took that long was told so
	}
	sb.endSweep()
	return errors.Join(err, sb.store.Close())
}

// logger writes to the error stream.
func (a *app) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(a.Err, &slog.HandlerOptions{Level: a.logLevel}))
}

// fixedIssuer reads --issuer and gives it the slash that issuers of Auth0 end
// with.
func (a *app) fixedIssuer() (string, error) {
	if a.issuer == "" {
		return "", nil
	}
	u, err := url.Parse(a.issuer)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", &usageError{
			err: fmt.Errorf("--issuer %q is no issuer", a.issuer),
			try: "It is an address such as https://auth.example/, without a query.",
		}
	}
	return strings.TrimSuffix(a.issuer, "/") + "/", nil
}

// baseURL is the address under which a listener at addr is reached from this
// machine, without a slash at the end. Until a port is picked for port 0, which
// no address can have, it has the usual one.
func baseURL(addr string, hosts []string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "http://" + addr
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
		if len(hosts) > 0 {
			host = hosts[0]
		}
	}
	if port == "0" {
		_, port, _ = net.SplitHostPort(defaultListen)
	}
	return "http://" + net.JoinHostPort(host, port)
}

// onLoopback reports whether only this machine can reach a listener at addr.
func onLoopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// errorsOnly is for commands that print something else: they log what failed.
func (a *app) errorsOnly() *slog.Logger {
	return slog.New(slog.NewTextHandler(a.Err, &slog.HandlerOptions{Level: max(a.logLevel, slog.LevelWarn)}))
}

// isTerminal reports whether f is a screen that someone sits at.
func isTerminal(f any) bool {
	file, ok := f.(*os.File)
	return ok && term.IsTerminal(file.Fd())
}
