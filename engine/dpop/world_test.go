package dpop_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/dpop"
	"github.com/playgrant/playgrant/engine/enginetest"
)

const (
	expenses = "https://expenses.example/api"
	atAPI    = "/sandbox/apis/https%3A%2F%2Fexpenses.example%2Fapi"
	trusted  = "client_id=trusted-app&client_secret=trusted-app-secret"
	password = "&grant_type=password&username=user@example.com&password=opensesame&scope=openid+offline_access+read:expenses"
)

// app is a client that has a key of its own.
type app struct {
	*enginetest.Server
	t    *testing.T
	key  crypto.Signer
	made int
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newApp(t *testing.T) *app {
	t.Helper()
	return &app{Server: enginetest.New(t), t: t, key: newKey(t)}
}

func (a *app) thumbprint() string {
	a.t.Helper()
	sum, err := (&jose.JSONWebKey{Key: a.key.Public()}).Thumbprint(crypto.SHA256)
	if err != nil {
		a.t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(sum)
}

// proof makes a good proof but for the claims that are changed; nil leaves one
// out.
func (a *app) proof(method, path string, change map[string]any) string {
	a.made++
	return a.signed("dpop+jwt", jose.ES256, a.key, a.claims(method, path, change))
}

func (a *app) claims(method, path string, change map[string]any) map[string]any {
	claims := map[string]any{"jti": fmt.Sprint("proof ", a.made), "htm": method, "htu": a.URL + path, "iat": a.Now.Unix()}
	maps.Copy(claims, change)
	maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
	return claims
}

func (a *app) signed(typ string, alg jose.SignatureAlgorithm, key any, claims any) string {
	a.t.Helper()
	options := (&jose.SignerOptions{EmbedJWK: true}).WithType(jose.ContentType(typ))
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, options)
	if err != nil {
		a.t.Fatal(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		a.t.Fatal(err)
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		a.t.Fatal(err)
	}
	text, err := jws.CompactSerialize()
	if err != nil {
		a.t.Fatal(err)
	}
	return text
}

// bare writes a JWS by hand, for headers that a library does not make.
func (a *app) bare(header map[string]any, claims any) string {
	a.t.Helper()
	var parts []string
	for _, v := range []any{header, claims} {
		raw, err := json.Marshal(v)
		if err != nil {
			a.t.Fatal(err)
		}
		parts = append(parts, base64.RawURLEncoding.EncodeToString(raw))
	}
	text := strings.Join(parts, ".")
	digest := crypto.SHA256.New()
	digest.Write([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, a.key.(*ecdsa.PrivateKey), digest.Sum(nil))
	if err != nil {
		a.t.Fatal(err)
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// token asks the token endpoint, with a proof unless it is empty.
func (a *app) token(form, proof string) enginetest.Answer {
	a.t.Helper()
	if proof == "" {
		return a.Form("/oauth/token", form)
	}
	return a.Form("/oauth/token", form, "DPoP: "+proof)
}

// tokens gets tokens with a proof, with the server's nonce where it wants one.
func (a *app) tokens(form string) map[string]any {
	a.t.Helper()
	got := a.token(form, a.proof("POST", "/oauth/token", nil))
	if got.Object()["error"] == "use_dpop_nonce" {
		got = a.token(form, a.proof("POST", "/oauth/token", map[string]any{"nonce": got.Header.Get("DPoP-Nonce")}))
	}
	if got.Status != http.StatusOK {
		a.t.Fatalf("%d %s", got.Status, got.Text)
	}
	return got.Object()
}

// call uses an access token at a resource.
func (a *app) call(path, scheme, token, proof string) enginetest.Answer {
	a.t.Helper()
	headers := []string{"Authorization: " + scheme + " " + token}
	if proof != "" {
		headers = append(headers, "DPoP: "+proof)
	}
	return a.Do("GET", path, "", headers...)
}

func (a *app) forToken(path, token string) string {
	return a.proof("GET", path, map[string]any{"ath": dpop.Hash(token)})
}

func (a *app) set(path, body string) {
	a.t.Helper()
	if got := a.Do("PATCH", path, body); got.Status != http.StatusOK {
		a.t.Fatalf("%s: %d %s", path, got.Status, got.Text)
	}
}

// code logs the user in with a client and returns the code.
func (a *app) code(client, more string) string {
	a.t.Helper()
	a.set("/sandbox/policy", `{"auto_login":"user@example.com"}`)
	got := a.Do("GET", "/authorize?client_id="+client+"&response_type=code&scope=openid+offline_access+read:expenses&audience="+url.QueryEscape(expenses)+
		"&redirect_uri="+url.QueryEscape("http://localhost:3000/callback")+more, "")
	to, err := url.Parse(got.Header.Get("Location"))
	if err != nil || to.Query().Get("code") == "" {
		a.t.Fatalf("no code: %d %s %s", got.Status, got.Header.Get("Location"), got.Text)
	}
	return to.Query().Get("code")
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func claimsOf(t *testing.T, token any) map[string]any {
	t.Helper()
	parts := strings.Split(text(token), ".")
	if len(parts) != 3 {
		t.Fatalf("%v is no JWT", token)
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(raw, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}
