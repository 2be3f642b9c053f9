package discovery_test

import (
	"crypto/sha1"
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
)

func TestIssuerIsTheAddressOfTheRequest(t *testing.T) {
	s := enginetest.New(t)
	fixed := enginetest.New(t, func(c *engine.Config) { c.Issuer = "https://auth.example/" })
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	tests := []struct {
		name   string
		server *enginetest.Server
		host   string
		want   string
	}{
		{"as called", s, "", s.URL + "/"},
		{"by name", s, "localhost" + port, "http://localhost" + port + "/"},
		{"by a tenant's name", s, "tenant.localhost" + port, "http://tenant.localhost" + port + "/"},
		{"without a port", s, "localhost", "http://localhost/"},
		{"over IPv6", s, "[::1]:2884", "http://[::1]:2884/"},
		{"fixed", fixed, "localhost", "https://auth.example/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var headers []string
			if tt.host != "" {
				headers = []string{"Host: " + tt.host}
			}
			for _, path := range []string{"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"} {
				got := tt.server.Do("GET", path, "", headers...).Object()
				if got["issuer"] != tt.want {
					t.Errorf("%s: issuer %v, want %s", path, got["issuer"], tt.want)
				}
				for name, value := range got {
					if text, ok := value.(string); ok && !strings.HasPrefix(text, tt.want) {
						t.Errorf("%s: %s is %s", path, name, text)
					}
				}
			}
		})
	}
}

func TestEveryEndpointThatIsNamedAnswersClients(t *testing.T) {
	s := enginetest.New(t)
	for name, value := range s.Do("GET", "/.well-known/openid-configuration", "").Object() {
		path, ok := value.(string)
		if !ok || name == "issuer" {
			continue
		}
		path = strings.TrimPrefix(path, s.URL)
		get, post := s.Do("GET", path, ""), s.Form(path, "")
		if get.Status == 404 || post.Status == 404 || get.Status >= 500 || post.Status >= 500 {
			t.Errorf("%s: GET %d, POST %d", name, get.Status, post.Status)
		}
	}
}

func TestOnlyWhatWorksIsListed(t *testing.T) {
	s := enginetest.New(t)
	got := s.Do("GET", "/.well-known/openid-configuration", "").Object()
	want := map[string][]any{
		"response_types_supported":              {"code", "token", "id_token", "code token", "code id_token", "token id_token", "code token id_token"},
		"response_modes_supported":              {"query", "fragment", "form_post"},
		"code_challenge_methods_supported":      {"S256", "plain"},
		"subject_types_supported":               {"public"},
		"id_token_signing_alg_values_supported": {"HS256", "RS256", "PS256"},
		"dpop_signing_alg_values_supported":     {"ES256"},
		"token_endpoint_auth_methods_supported": {"client_secret_basic", "client_secret_post", "private_key_jwt", "none"},
		"scopes_supported":                      {"openid", "profile", "email", "address", "phone", "offline_access"},
	}
	for name, list := range want {
		if diff := cmp.Diff(any(list), got[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestKeysBearTheirCertificate(t *testing.T) {
	s := enginetest.New(t)
	first := s.Do("GET", "/.well-known/jwks.json", "")
	keys, _ := first.Object()["keys"].([]any)
	if len(keys) != 1 {
		t.Fatalf("keys: %s", first.Text)
	}
	key := keys[0].(map[string]any)
	if key["alg"] != "RS256" || key["kty"] != "RSA" || key["use"] != "sig" || len(key["kid"].(string)) != 21 {
		t.Errorf("key: %v", key)
	}
	if _, private := key["d"]; private {
		t.Fatal("the private key is on the wire")
	}
	der, err := base64.StdEncoding.DecodeString(key["x5c"].([]any)[0].(string))
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	if err := cert.CheckSignature(cert.SignatureAlgorithm, cert.RawTBSCertificate, cert.Signature); err != nil {
		t.Errorf("the certificate is not signed by its own key: %v", err)
	}
	thumbprint := sha1.Sum(der)
	if key["x5t"] != base64.RawURLEncoding.EncodeToString(thumbprint[:]) {
		t.Errorf("x5t is %v", key["x5t"])
	}
	if again := s.Do("GET", "/.well-known/jwks.json", ""); again.Text != first.Text {
		t.Error("the keys change from one request to the next")
	}
}
