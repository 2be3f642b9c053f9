package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// maxHeaderBytes is the longest head of a request.
const maxHeaderBytes = 64 << 10

// A client that dawdles is cut off after these.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 30 * time.Second // head and body
	writeTimeout      = 60 * time.Second
	idleTimeout       = 2 * time.Minute
)

// Config is what a server is made of. Only Handler is required.
type Config struct {
	Handler http.Handler
	// TLS serves https on the same port; nil: there is none.
	TLS *tls.Config
	// Log gets what clients do wrong, as debug; nothing is logged if nil.
	Log *slog.Logger
}

// Server serves a handler inside the process and, while it listens, on a
// socket. Its methods are safe for concurrent use.
type Server struct {
	cfg       Config
	pipe      *pipeListener
	inside    *http.Server
	transport *http.Transport

	mu     sync.Mutex
	socket *socket // nil while it does not listen
	closed bool
}

// New starts serving inside the process.
func New(cfg Config) *Server {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.TLS != nil {
		cfg.TLS = cfg.TLS.Clone()
		cfg.TLS.NextProtos = []string{"http/1.1"}
	}
	s := &Server{cfg: cfg, pipe: newPipeListener()}
	s.inside = s.server()
	s.transport = s.pipe.transport()
	go func() { _ = s.inside.Serve(s.pipe) }() // ends with ErrServerClosed only
	return s
}

// Transport sends requests through the in-process connection, whatever host
// they name. It follows no redirects, and asks for no compression, so that a
// request has the bytes that it was given. A request to https:// counts as
// secure.
func (s *Server) Transport() *http.Transport { return s.transport }

func (s *Server) server() *http.Server {
	return &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.cfg.Log.Handler(), slog.LevelDebug),
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, connKey{}, c)
		},
		// An answer by net/http itself would be one that nobody recorded.
		DisableGeneralOptionsHandler: true,
	}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	defer FromContext(r.Context()).finish()
	s.cfg.Handler.ServeHTTP(w, r)
}

// Shutdown stops listening, finishes what is in flight, and ends the
// in-process connections. When ctx is over before, it cuts off what is left
// and returns the context's error.
func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.pipe.wake()
	err := s.StopListening(ctx)
	s.transport.CloseIdleConnections()
	return errors.Join(err, end(ctx, s.inside))
}

// end shuts a server down, by force once ctx is over.
func end(ctx context.Context, hs *http.Server) error {
	err := hs.Shutdown(ctx)
	if err != nil {
		_ = hs.Close()
	}
	return err
}
