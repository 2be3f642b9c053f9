package persist_test

import (
	"crypto"
	crand "crypto/rand"
	"crypto/sha256"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/persist"
)

// BenchmarkRefresh measures one refresh, recorded and all, against what it
// cannot do without: two RS256 signatures and one commit.
//
//	go test ./persist -run '^$' -bench Refresh$ -benchtime 500x
func BenchmarkRefresh(b *testing.B) {
	db, err := persist.Open(b.TempDir(), persist.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	e, err := engine.New(b.Context(), engine.Config{Store: db, NewKey: scaleKey})
	if err != nil {
		b.Fatal(err)
	}
	token := post(b, e.Handler(), url.Values{
		"grant_type": {"password"}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
		"username": {"user@example.com"}, "password": {"opensesame"},
		"audience": {"https://expenses.example/api"}, "scope": {"openid offline_access read:expenses"},
	})
	key, err := scaleKey()
	if err != nil {
		b.Fatal(err)
	}
	digest, record := sha256.Sum256([]byte("a token")), []byte(strings.Repeat("x", 400))
	var bare, refresh []float64
	b.ReportAllocs()
	for b.Loop() { // in turn, so that a machine that slows down slows both
		began := time.Now()
		for range 2 {
			if _, err := key.Sign(crand.Reader, digest[:], crypto.SHA256); err != nil {
				b.Fatal(err)
			}
		}
		if err := db.Update(b.Context(), func(tx store.Tx) error { return tx.Set("bench", record) }); err != nil {
			b.Fatal(err)
		}
		bare = append(bare, float64(time.Since(began)))
		began = time.Now()
		token = post(b, e.Handler(), url.Values{
			"grant_type": {"refresh_token"}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
			"refresh_token": {token},
		})
		refresh = append(refresh, float64(time.Since(began)))
	}
	b.ReportMetric(median(refresh)/1e3, "refresh-µs")
	b.ReportMetric(median(refresh)/median(bare), "refresh-ratio")
}

// post sends a form to the token endpoint and returns the refresh token to use
// next.
func post(b *testing.B, h http.Handler, form url.Values) string {
	b.Helper()
	req := httptest.NewRequest(http.MethodPost, "http://localhost:2884/oauth/token", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	if w.Code != http.StatusOK {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	if given := form.Get("refresh_token"); given != "" {
		return given
	}
	_, rest, _ := strings.Cut(w.Body.String(), `"refresh_token":"`)
	token, _, _ := strings.Cut(rest, `"`)
	return token
}
