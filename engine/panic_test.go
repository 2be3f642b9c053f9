package engine

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/storetest"
)

func TestAPanicIsAnsweredAndLogged(t *testing.T) {
	var log bytes.Buffer
	e, err := New(t.Context(), Config{
		Store: storetest.New(), Log: slog.New(slog.NewTextHandler(&log, nil)),
		NewKey: func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 1024) },
	})
	if err != nil {
		t.Fatal(err)
	}
	h := e.record(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("half a page"))
		panic("a bug of ours")
	}))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/authorize?code=confidential", nil))
	if w.Code != 500 || w.Header().Get("Content-Type") != "application/json" || !strings.Contains(w.Body.String(), "server_error") {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
	if got := log.String(); !strings.Contains(got, "a bug of ours") || !strings.Contains(got, "panic_test.go") {
		t.Errorf("the log says %q", got)
	}
	if strings.Contains(log.String(), "confidential") {
		t.Error("the log holds the query")
	}
	w = httptest.NewRecorder()
	e.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/healthz", nil))
	if w.Code != 200 {
		t.Errorf("afterwards: %d", w.Code)
	}
}
