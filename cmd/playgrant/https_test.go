package main

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestServeAnswersHTTPSOnTheSamePort(t *testing.T) {
	s := serve(t, "--memory", "--listen", "localhost:0")
	cmd := exec.Command("playgrant", "ca")
	cmd.Env = s.cmd.Env
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	file, _, _ := strings.Cut(string(out), "\n")
	pem, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		t.Fatalf("%s holds no certificate", file)
	}
	trusting := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}}
	port := s.base[strings.LastIndex(s.base, ":"):]
	for _, host := range []string{"localhost", "127.0.0.1", "app.localhost"} {
		base := "https://" + host + port
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://localhost"+port+"/.well-known/openid-configuration", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host + port
		if host != "app.localhost" { // which not every resolver knows
			req.URL.Host = host + port
		}
		resp, err := trusting.Do(req)
		if err != nil {
			t.Errorf("%s: %v", base, err)
			continue
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if !strings.Contains(string(body), `"issuer":"`+base+`/"`) {
			t.Errorf("the issuer at %s is another: %s", base, body)
		}
	}
	if _, err := http.Get("https" + strings.TrimPrefix(s.base, "http")); err == nil {
		t.Error("a client that does not trust the authority was content")
	}
}
