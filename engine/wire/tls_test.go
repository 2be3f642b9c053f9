package wire_test

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/wire"
	"github.com/playgrant/playgrant/engine/wire/localca"
)

// trusting is a client that trusts the authority alone.
func trusting(t *testing.T, ca *localca.CA, protocols ...string) *tls.Config {
	t.Helper()
	if err := ca.Ensure(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(ca.CertPath())
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(raw)
	return &tls.Config{RootCAs: pool, NextProtos: protocols}
}

func newCA(t *testing.T) *localca.CA {
	return localca.New(filepath.Join(t.TempDir(), "ca"), time.Now, rand.Reader)
}

func TestOnePortForBothSchemes(t *testing.T) {
	ca := newCA(t)
	rec := &recorder{}
	s := serve(t, wire.Config{Handler: rec, TLS: ca.TLSConfig()})
	_, port, _ := net.SplitHostPort(listen(t, s).String())
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: trusting(t, ca), ForceAttemptHTTP2: true}}
	t.Cleanup(client.CloseIdleConnections)
	for base, secure := range map[string]bool{
		"http://localhost": false, "https://localhost": true,
		"http://127.0.0.1": false, "https://127.0.0.1": true,
	} {
		for range 2 {
			res, err := client.Get(base + ":" + port + "/both")
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(res.Body)
			_ = res.Body.Close()
			if want := fmt.Sprintf("GET /both  secure=%v inside=false", secure); string(body) != want || res.Proto != "HTTP/1.1" {
				t.Errorf("%s: %s %s, want %s", base, res.Proto, body, want)
			}
		}
	}
	for _, x := range rec.noted() {
		if !strings.HasPrefix(x.Request, "GET /both HTTP/1.1\r\n") || !strings.HasPrefix(x.Response, "HTTP/1.1 200 OK\r\n") {
			t.Errorf("recorded %q", x)
		}
	}
}

// TestAnAppThatDoesNotTrustTheCA sees only that its request failed; the log
// says why, and what to do.
func TestAnAppThatDoesNotTrustTheCA(t *testing.T) {
	ca := newCA(t)
	said := make(chan string, 8)
	s := serve(t, wire.Config{Handler: &recorder{}, TLS: ca.TLSConfig(), Log: slog.New(slog.NewTextHandler(lineTo(said), nil))})
	_, port, _ := net.SplitHostPort(listen(t, s).String())
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: x509.NewCertPool()}}}
	t.Cleanup(client.CloseIdleConnections)
	if _, err := client.Get("https://localhost:" + port + "/"); err == nil {
		t.Fatal("it trusts what it should not")
	}
	if line := <-said; !strings.Contains(line, "level=WARN") || !strings.Contains(line, "does not trust") || !strings.Contains(line, "playgrant ca") {
		t.Errorf("the log says %q", line)
	}
}

// lineTo sends each line of a log on.
type lineTo chan<- string

func (l lineTo) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
}

func TestOnlyHTTP1IsAgreedOn(t *testing.T) {
	ca := newCA(t)
	s := serve(t, wire.Config{Handler: &recorder{}, TLS: ca.TLSConfig()})
	addr := listen(t, s)
	config := trusting(t, ca, "h2", "http/1.1")
	config.ServerName = "localhost"
	c := tls.Client(dial(t, addr), config)
	if err := c.HandshakeContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p := c.ConnectionState().NegotiatedProtocol; p != "http/1.1" {
		t.Errorf("agreed on %q", p)
	}
}

func TestBrokenHandshakes(t *testing.T) {
	ca := newCA(t)
	rows := []struct {
		name, send string
		config     *tls.Config
	}{
		{"noise after the first byte", "\x16" + strings.Repeat("\xff", 200), ca.TLSConfig()},
		{"TLS where none is offered", "\x16\x03\x01\x00\x05hello", nil},
		{"a version long gone", "\x16\x02\x00\x00\x01\x01", ca.TLSConfig()},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			rec := &recorder{}
			s := serve(t, wire.Config{Handler: rec, TLS: row.config})
			addr := listen(t, s)
			c := dial(t, addr)
			_, _ = io.WriteString(c, row.send)
			_ = c.(*net.TCPConn).CloseWrite()
			if got, _ := io.ReadAll(c); strings.Contains(string(got), " 200 ") {
				t.Errorf("answered %q", got)
			}
			if got := talk(t, addr, last); !strings.HasPrefix(got, "HTTP/1.1 200") {
				t.Errorf("afterwards the server answers %q", got)
			}
			if n := len(rec.noted()); n != 1 {
				t.Errorf("%d exchanges were recorded, want the one that was one", n)
			}
		})
	}
}

// TestASilentClientKeepsNobodyWaiting holds a connection open that says
// nothing, and one that stops inside its TLS greeting.
func TestASilentClientKeepsNobodyWaiting(t *testing.T) {
	ca := newCA(t)
	s := serve(t, wire.Config{Handler: &recorder{}, TLS: ca.TLSConfig()})
	addr := listen(t, s)
	silent, halting := dial(t, addr), dial(t, addr)
	_, _ = io.WriteString(halting, "\x16\x03\x01")
	if got := talk(t, addr, last); !strings.HasPrefix(got, "HTTP/1.1 200") {
		t.Errorf("answered %q", got)
	}
	_, _ = silent.Close(), halting.Close()
}
