package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/wire"
	"github.com/playgrant/playgrant/persist"
)

// BenchmarkThroughput sets the processor time of a token request, recording
// included, against that of a bare net/http handler which makes the same
// signatures and the same commits, byte for byte. Both are served over
// loopback in the same run, by turns, to a client that does next to nothing;
// the aim is a ratio of at most 1.15.
//
//	go test ./cmd/playgrant -run '^$' -bench Throughput -benchtime 30x
func BenchmarkThroughput(b *testing.B) {
	b.Run("client_credentials", func(b *testing.B) {
		form := "grant_type=client_credentials&client_id=backend&client_secret=backend-secret&audience=" + url.QueryEscape(expenses)
		throughput(b, 1, func(*testing.B, store.Store) func() string { return func() string { return form } })
	})
	b.Run("authorization_code", func(b *testing.B) { throughput(b, 2, codeForms) })
	b.Run("refresh_token", func(b *testing.B) { throughput(b, 2, refreshForms) })
}

// requests is how many of each kind are sent in one turn: enough for the
// garbage of each to be collected several times in its own turn.
const requests = 200

// throughput compares the two. prepare gets ready for one turn, and returns
// what makes its forms.
func throughput(b *testing.B, signatures int, prepare func(*testing.B, store.Store) func() string) {
	b.Helper()
	s, err := persist.Open(b.TempDir(), persist.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	tapped := &tap{Store: s}
	e, err := engine.New(b.Context(), engine.Config{Store: tapped})
	if err != nil {
		b.Fatal(err)
	}
	ours := serveWire(b, e.Handler())
	key, err := rsa.GenerateKey(rand.Reader, sign.KeyBits)
	if err != nil {
		b.Fatal(err)
	}
	// One request tells what is committed, and what a bare answer looks like.
	next := prepare(b, s)
	tapped.commits = nil
	tapped.on.Store(true)
	body := ours.post(b, next())
	tapped.on.Store(false)
	bare := serveHTTP(b, &bareHandler{key: key, store: s, commits: tapped.commits, signatures: signatures, body: body})

	var spent, least []float64
	for b.Loop() {
		next := prepare(b, s)
		forms := make([]string, 0, requests)
		for range requests {
			forms = append(forms, next())
		}
		one := spends(func() {
			for _, form := range forms {
				ours.post(b, form)
			}
		})
		other := spends(func() {
			for _, form := range forms {
				bare.post(b, form)
			}
		})
		spent, least = append(spent, micros(one)), append(least, micros(other))
	}
	// Medians: what else the machine does falls on either by chance.
	request, bareOne := middle(spent), middle(least)
	b.ReportMetric(request, "µs/request")
	b.ReportMetric(bareOne, "µs/bare")
	b.ReportMetric(request/bareOne, "ratio")
}

func micros(d time.Duration) float64 { return float64(d.Microseconds()) / requests }

func middle(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// spends is the processor time that the whole program spends on do, in user
// and system mode.
func spends(do func()) time.Duration {
	began := processorTime()
	do()
	return processorTime() - began
}

func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// codeForms mints codes for the turn.
func codeForms(b *testing.B, s store.Store) func() string {
	b.Helper()
	var codes []string
	err := s.Update(b.Context(), func(tx store.Tx) error {
		codes = nil
		user, err := store.UserWithEmail(tx, "user@example.com")
		if err != nil {
			return err
		}
		for i := range requests {
			code := fmt.Sprintf("code-%d-%d", time.Now().UnixNano(), i)
			codes = append(codes, code)
			err := store.Codes.Put(tx, &model.Code{
				Hash: secret.Hash(code), CreatedAt: time.Now(), ExpiresAt: time.Now().Add(time.Hour),
				Authenticated: model.Authenticated{UserID: user.UserID, SID: "sid", AuthTime: time.Now()},
				Authorization: model.Authorization{
					ClientID: "web-app", RedirectURI: "http://localhost:3000/callback", RedirectGiven: true, Nonce: "nonce",
					Audience: expenses, Scope: []string{"openid", "profile", "email", "read:expenses"}, Issuer: origin + "/",
				},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	i := -1
	return func() string {
		i++
		return "grant_type=authorization_code&client_id=web-app&client_secret=web-app-secret&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&code=" + codes[i%requests]
	}
}

// refreshForms gives each request of the turn a login of its own: a family with
// one refresh token.
func refreshForms(b *testing.B, s store.Store) func() string {
	b.Helper()
	var tokens []string
	err := s.Update(b.Context(), func(tx store.Tx) error {
		tokens = nil
		user, err := store.UserWithEmail(tx, "user@example.com")
		if err != nil {
			return err
		}
		for i := range requests {
			id := fmt.Sprintf("%d_%d", time.Now().UnixNano(), i)
			tokens = append(tokens, "v1.M"+id)
			f := &model.Family{
				ID: "fam_" + id, ClientID: "web-app", Audience: expenses, Issuer: origin + "/", GrantType: "authorization_code",
				Scope:         []string{"openid", "profile", "email", "offline_access", "read:expenses"},
				Authenticated: model.Authenticated{UserID: user.UserID, SID: "sid", AuthTime: time.Now()},
				CreatedAt:     time.Now(), LastUsedAt: time.Now(), State: model.StateActive, Tokens: 1,
			}
			if err := store.Families.Put(tx, f); err != nil {
				return err
			}
			err := store.RefreshTokens.Put(tx, &model.RefreshToken{
				Hash: secret.Hash("v1.M" + id), ID: "rt_" + id, FamilyID: f.ID, State: model.StateActive, CreatedAt: time.Now(),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	i := -1
	return func() string {
		i++
		return "grant_type=refresh_token&client_id=web-app&client_secret=web-app-secret&refresh_token=" + tokens[i%requests]
	}
}

// tap notes what is committed.
type tap struct {
	store.Store
	on      atomic.Bool
	commits [][]store.Entry
}

func (t *tap) Update(ctx context.Context, fn func(store.Tx) error) error {
	if !t.on.Load() {
		return t.Store.Update(ctx, fn)
	}
	noted := &tappedTx{}
	err := t.Store.Update(ctx, func(tx store.Tx) error {
		noted = &tappedTx{Tx: tx}
		return fn(noted)
	})
	if err == nil && len(noted.sets) > 0 {
		t.commits = append(t.commits, noted.sets)
	}
	return err
}

type tappedTx struct {
	store.Tx
	sets []store.Entry
}

func (t *tappedTx) Set(key string, value []byte) error {
	t.sets = append(t.sets, store.Entry{Key: key, Value: bytes.Clone(value)})
	return t.Tx.Set(key, value)
}

// bareHandler is what a token endpoint cannot do without.
type bareHandler struct {
	key        *rsa.PrivateKey
	store      store.Store
	commits    [][]store.Entry
	signatures int
	body       []byte
	n          atomic.Int64
}

func (h *bareHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.ParseForm() != nil || r.Form.Get("client_id") == "" {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	n := strconv.FormatInt(h.n.Add(1), 10)
	for i := range h.signatures {
		digest := sha256.Sum256(append(h.body[:len(h.body)/2:len(h.body)/2], n+strconv.Itoa(i)...))
		signature, err := rsa.SignPKCS1v15(rand.Reader, h.key, crypto.SHA256, digest[:])
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_ = base64.RawURLEncoding.EncodeToString(signature)
	}
	for _, commit := range h.commits {
		err := h.store.Update(r.Context(), func(tx store.Tx) error {
			for _, e := range commit {
				if err := tx.Set("bare\x00"+e.Key+n, e.Value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(h.body)
}

// origin is what all requests of the benchmark are sent to.
const origin = "http://localhost:2884"

// peer is a kept connection, and a client that costs next to nothing.
type peer struct {
	conn net.Conn
	read *bufio.Reader
}

func serveWire(b *testing.B, h http.Handler) *peer {
	b.Helper()
	server := wire.New(wire.Config{Handler: h})
	b.Cleanup(func() { _ = server.Shutdown(context.WithoutCancel(b.Context())) })
	addr, err := server.Listen("127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	return dial(b, addr.String())
}

func serveHTTP(b *testing.B, h http.Handler) *peer {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(l) }()
	b.Cleanup(func() { _ = server.Close() })
	return dial(b, l.Addr().String())
}

func dial(b *testing.B, addr string) *peer {
	b.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close() })
	return &peer{conn, bufio.NewReader(conn)}
}

// post sends a form to the token endpoint and returns the answer's body, which
// has to be tokens.
func (p *peer) post(b *testing.B, form string) []byte {
	b.Helper()
	_, err := fmt.Fprintf(p.conn, "POST /oauth/token HTTP/1.1\r\nHost: localhost:2884\r\nUser-Agent: Go-http-client/1.1\r\n"+
		"Content-Length: %d\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: gzip\r\n\r\n%s", len(form), form)
	if err != nil {
		b.Fatal(err)
	}
	status, length := "", 0
	for line := ""; line != "\r\n"; {
		if line, err = p.read.ReadString('\n'); err != nil {
			b.Fatal(err)
		}
		if status == "" {
			status = line
		}
		_, _ = fmt.Sscanf(line, "Content-Length: %d", &length)
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(p.read, body); err != nil {
		b.Fatal(err)
	}
	if !bytes.Contains(body, []byte("access_token")) {
		b.Fatalf("%s %s", status, body)
	}
	return body
}
