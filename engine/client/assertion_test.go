package client_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const api = "https://expenses.example/api"

var (
	rsaKey   = sync.OnceValue(func() *rsa.PrivateKey { k, _ := rsa.GenerateKey(rand.Reader, 2048); return k })
	otherKey = sync.OnceValue(func() *rsa.PrivateKey { k, _ := rsa.GenerateKey(rand.Reader, 2048); return k })
	ecKey    = sync.OnceValue(func() *ecdsa.PrivateKey { k, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader); return k })
)

func public(t *testing.T, key crypto.PublicKey) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// signer is a sandbox with a client that signs its own assertions.
func signer(t *testing.T) *enginetest.Server {
	t.Helper()
	s := enginetest.New(t)
	body, err := json.Marshal(map[string]any{
		"client_id": "signer", "app_type": "non_interactive",
		"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{"credentials": []any{
			map[string]any{"pem": public(t, rsaKey().Public()), "kid": "one"},
			map[string]any{"pem": public(t, ecKey().Public())},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	made := s.Do("POST", "/sandbox/clients", string(body))
	if made.Status != 201 || made.Object()["token_endpoint_auth_method"] != "private_key_jwt" || made.Object()["client_secret"] != nil {
		t.Fatalf("%d %s", made.Status, made.Text)
	}
	if got := s.Do("POST", "/sandbox/client-grants", `{"client_id":"signer","audience":"`+api+`","scope":["read:expenses"]}`); got.Status != 201 {
		t.Fatal(got.Text)
	}
	return s
}

// claims are those of a good assertion, with some changed; nil leaves one out.
func claims(s *enginetest.Server, jti string, change map[string]any) map[string]any {
	c := map[string]any{"iss": "signer", "sub": "signer", "aud": s.URL + "/", "iat": s.Now.Unix(), "exp": s.Now.Add(time.Minute).Unix(), "jti": jti}
	maps.Copy(c, change)
	maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	return c
}

func sign(t *testing.T, alg jose.SignatureAlgorithm, key any, kid string, claims map[string]any) string {
	t.Helper()
	made, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: key, KeyID: kid}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	jws, err := made.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	text, err := jws.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func ask(s *enginetest.Server, assertion string, pairs ...string) enginetest.Answer {
	form := url.Values{
		"grant_type": {"client_credentials"}, "audience": {api}, "client_assertion": {assertion},
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return s.Form("/oauth/token", form.Encode())
}

func TestAssertionsThatAreTaken(t *testing.T) {
	s := signer(t)
	https := strings.Replace(s.URL, "http://", "https://", 1)
	for i, row := range []struct {
		name   string
		alg    jose.SignatureAlgorithm
		key    any
		kid    string
		change map[string]any
	}{
		{"RS256", jose.RS256, rsaKey(), "one", nil},
		{"without a kid", jose.RS256, rsaKey(), "", nil},
		{"ES256", jose.ES256, ecKey(), "", nil},
		{"the issuer without its slash", jose.RS256, rsaKey(), "", map[string]any{"aud": s.URL}},
		{"the issuer by https, as SDKs have it", jose.RS256, rsaKey(), "", map[string]any{"aud": https + "/"}},
		{"the token endpoint", jose.RS256, rsaKey(), "", map[string]any{"aud": s.URL + "/oauth/token"}},
		{"a list", jose.RS256, rsaKey(), "", map[string]any{"aud": []string{"https://other.example", s.URL + "/"}}},
		{"no iat", jose.RS256, rsaKey(), "", map[string]any{"iat": nil}},
		{"a clock ten seconds ahead", jose.RS256, rsaKey(), "", map[string]any{"iat": s.Now.Add(10 * time.Second).Unix()}},
		{"five minutes", jose.RS256, rsaKey(), "", map[string]any{"exp": s.Now.Add(5 * time.Minute).Unix()}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := ask(s, sign(t, row.alg, row.key, row.kid, claims(s, string(rune('a'+i)), row.change))); got.Status != 200 {
				t.Errorf("%d %s", got.Status, got.Text)
			}
		})
	}
}

func TestAssertionsThatAreRefused(t *testing.T) {
	none := "eyJhbGciOiJub25lIn0.eyJpc3MiOiJzaWduZXIiLCJzdWIiOiJzaWduZXIifQ."
	for _, row := range []struct {
		name   string
		make   func(s *enginetest.Server) string
		pairs  []string
		status int
	}{
		{"another's key", func(s *enginetest.Server) string {
			return sign(t, jose.RS256, otherKey(), "one", claims(s, "a", nil))
		}, nil, 401},
		{"another algorithm of the same key", func(s *enginetest.Server) string {
			return sign(t, jose.PS256, rsaKey(), "", claims(s, "a", nil))
		}, nil, 401},
		{"another kid", func(s *enginetest.Server) string { return sign(t, jose.RS256, rsaKey(), "two", claims(s, "a", nil)) }, nil, 401},
		{"the public key as an HMAC secret", func(s *enginetest.Server) string {
			return sign(t, jose.HS256, []byte(public(t, rsaKey().Public())), "", claims(s, "a", nil))
		}, nil, 401},
		{"no signature", func(*enginetest.Server) string { return none }, nil, 401},
		{"nonsense", func(*enginetest.Server) string { return "a.b.c" }, nil, 401},
		{"another server's", func(s *enginetest.Server) string {
			return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", map[string]any{"aud": "https://other.example/"}))
		}, nil, 401},
		{"no audience", func(s *enginetest.Server) string {
			return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", map[string]any{"aud": nil}))
		}, nil, 401},
		{"an issuer that is not its subject", func(s *enginetest.Server) string {
			return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", map[string]any{"sub": "backend"}))
		}, nil, 401},
		{"an unknown client", func(s *enginetest.Server) string {
			return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", map[string]any{"iss": "nobody", "sub": "nobody"}))
		}, nil, 401},
		{"a client without a key", func(s *enginetest.Server) string {
			return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", map[string]any{"iss": "backend", "sub": "backend"}))
		}, nil, 401},
		{"expired", func(s *enginetest.Server) string {
			return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", map[string]any{"exp": s.Now.Add(-11 * time.Second).Unix()}))
		}, nil, 401},
		{"no end", func(s *enginetest.Server) string {
			return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", map[string]any{"exp": nil}))
		}, nil, 401},
		{"an hour long", func(s *enginetest.Server) string {
			return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", map[string]any{"exp": s.Now.Add(time.Hour).Unix()}))
		}, nil, 401},
		{"not yet", func(s *enginetest.Server) string {
			return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", map[string]any{"nbf": s.Now.Add(11 * time.Second).Unix()}))
		}, nil, 401},
		{"no jti", func(s *enginetest.Server) string { return sign(t, jose.RS256, rsaKey(), "", claims(s, "", nil)) }, nil, 401},
		{"a long jti", func(s *enginetest.Server) string {
			return sign(t, jose.RS256, rsaKey(), "", claims(s, strings.Repeat("j", 65), nil))
		}, nil, 401},
		{"too long", func(s *enginetest.Server) string {
			return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", map[string]any{"x": strings.Repeat("x", 2048)}))
		}, nil, 401},
		{"another client_id", func(s *enginetest.Server) string { return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", nil)) },
			[]string{"client_id", "backend"}, 401},
		{"another type", func(s *enginetest.Server) string { return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", nil)) },
			[]string{"client_assertion_type", "saml"}, 401},
		{"a secret too", func(s *enginetest.Server) string { return sign(t, jose.RS256, rsaKey(), "", claims(s, "a", nil)) },
			[]string{"client_secret", "x"}, 400},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := signer(t)
			got := ask(s, row.make(s), row.pairs...)
			if got.Status != row.status || got.Object()["access_token"] != nil {
				t.Errorf("%d %s", got.Status, got.Text)
			}
			s.Do("PATCH", "/sandbox/policy", `{"dialect":"oidc"}`)
			if got := ask(s, row.make(s), row.pairs...); got.Status != row.status || row.status == 401 && got.Object()["error"] != "invalid_client" || got.Header.Get("WWW-Authenticate") != "" {
				t.Errorf("oidc: %d %s", got.Status, got.Text)
			}
		})
	}
}

func TestAnAssertionWorksOnce(t *testing.T) {
	s := signer(t)
	text := sign(t, jose.RS256, rsaKey(), "one", claims(s, "a", nil))
	if first, second := ask(s, text), ask(s, text); first.Status != 200 || second.Status != 401 {
		t.Errorf("%d, then %d %s", first.Status, second.Status, second.Text)
	}
	if got := s.Form("/oauth/token", "grant_type=client_credentials&client_id=signer&client_secret=&audience="+api); got.Status != 401 {
		t.Errorf("without anything: %d %s", got.Status, got.Text)
	}
}

func TestKeysThatAreNotKept(t *testing.T) {
	s := enginetest.New(t)
	for name, list := range map[string]string{
		"no PEM":            `[{"pem":"nonsense"}]`,
		"a private key":     `[{"pem":"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"}]`,
		"an unfit alg":      `[{"alg":"ES256","pem":` + quoted(public(t, rsaKey().Public())) + `}]`,
		"HS256":             `[{"alg":"HS256","pem":` + quoted(public(t, rsaKey().Public())) + `}]`,
		"a type of another": `[{"credential_type":"x509_cert","pem":` + quoted(public(t, rsaKey().Public())) + `}]`,
	} {
		got := s.Do("POST", "/sandbox/clients", `{"client_id":"x","client_authentication_methods":{"private_key_jwt":{"credentials":`+list+`}}}`)
		if got.Status != 400 {
			t.Errorf("%s: %d %s", name, got.Status, got.Text)
		}
	}
	if got := s.Do("PATCH", "/sandbox/clients/backend", `{"token_endpoint_auth_method":"private_key_jwt"}`); got.Status != 400 {
		t.Errorf("a method without a key: %d %s", got.Status, got.Text)
	}
}

func quoted(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err) // a text always can be
	}
	return string(raw)
}
