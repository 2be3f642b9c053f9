package verify_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const (
	expenses = "https://expenses.example/api"
	atAPI    = "/sandbox/apis/https%3A%2F%2Fexpenses.example%2Fapi"
	trusted  = "client_id=trusted-app&client_secret=trusted-app-secret"
	shared   = "a secret that API and server share"
)

func set(t *testing.T, s *enginetest.Server, path, body string) map[string]any {
	t.Helper()
	got := s.Do("PATCH", path, body)
	if got.Status != http.StatusOK {
		t.Fatalf("%s: %d %s", path, got.Status, got.Text)
	}
	return got.Object()
}

func login(t *testing.T, s *enginetest.Server) (access, id string) {
	t.Helper()
	got := s.Form("/oauth/token", trusted+"&grant_type=password&username=user@example.com&password=opensesame&scope=openid+read:expenses&audience="+expenses)
	if got.Status != http.StatusOK {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	access, _ = got.Object()["access_token"].(string)
	id, _ = got.Object()["id_token"].(string)
	return access, id
}

func calls(s *enginetest.Server, path, token string) int {
	return s.Do("GET", path, "", "Authorization: Bearer "+token).Status
}

func header(t *testing.T, token string) (h struct{ Alg, Kid string }) {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &h); err != nil {
		t.Fatal(err)
	}
	return h
}

func claims(t *testing.T, token string) map[string]any {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// forge signs a token's claims anew with HS256.
func forge(token, key string) string {
	text := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + strings.Split(token, ".")[1]
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func jwks(t *testing.T, s *enginetest.Server) (set jose.JSONWebKeySet) {
	t.Helper()
	if err := json.Unmarshal([]byte(s.Do("GET", "/.well-known/jwks.json", "").Text), &set); err != nil {
		t.Fatal(err)
	}
	return set
}

func TestTokensSignedByASecret(t *testing.T) {
	s := enginetest.New(t)
	set(t, s, atAPI, `{"signing_alg":"HS256","signing_secret":"`+shared+`"}`)
	set(t, s, "/sandbox/clients/trusted-app", `{"jwt_configuration":{"alg":"HS256"}}`)
	access, id := login(t, s)
	for name, row := range map[string]struct{ token, key string }{"access": {access, shared}, "ID": {id, "trusted-app-secret"}} {
		if h := header(t, row.token); h.Alg != "HS256" || h.Kid != "" {
			t.Errorf("%s: header %+v", name, h)
		}
		if row.token != forge(row.token, row.key) {
			t.Errorf("%s: not signed with that secret", name)
		}
	}
	// An API that could make tokens by itself opens nothing but itself.
	if aud := claims(t, access)["aud"]; aud != expenses {
		t.Errorf("aud %v", aud)
	}
	if got := calls(s, "/samples/expenses", access); got != 200 {
		t.Errorf("at its API: %d", got)
	}
	if got := calls(s, "/userinfo", access); got != 401 {
		t.Errorf("at /userinfo: %d", got)
	}
	if got := s.Form("/oauth/introspect", trusted+"&token="+access).Object(); got["active"] != true {
		t.Errorf("introspected: %v", got)
	}
	// The ID token serves as a hint for the client that could have made it.
	if got := s.Do("GET", "/oidc/logout?id_token_hint="+id, ""); got.Status != 200 && got.Status != 302 {
		t.Errorf("as a hint: %d %s", got.Status, got.Text)
	}
	if got := s.Do("GET", "/oidc/logout?id_token_hint="+forge(id, "another secret"), ""); got.Status != 400 {
		t.Errorf("a forged hint: %d", got.Status)
	}
}

func TestTokensSignedWithPSS(t *testing.T) {
	s := enginetest.New(t)
	if n := len(jwks(t, s).Keys); n != 1 {
		t.Errorf("%d keys before anything asks for PS256", n)
	}
	set(t, s, atAPI, `{"signing_alg":"PS256"}`)
	set(t, s, "/sandbox/clients/trusted-app", `{"jwt_configuration":{"alg":"PS256"}}`)
	access, id := login(t, s)
	for name, token := range map[string]string{"access": access, "ID": id} {
		h := header(t, token)
		set := jwks(t, s)
		found := set.Key(h.Kid)
		if h.Alg != "PS256" || len(found) != 1 || found[0].Algorithm != "PS256" {
			t.Fatalf("%s: header %+v, keys %v", name, h, found)
		}
		jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.PS256})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := jws.Verify(found[0]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, path := range []string{"/samples/expenses", "/userinfo"} {
		if got := calls(s, path, access); got != 200 {
			t.Errorf("%s: %d", path, got)
		}
	}
	if got := s.Do("GET", "/oidc/logout?id_token_hint="+id, ""); got.Status == 400 {
		t.Errorf("as a hint: %s", got.Text)
	}
}

// TestTheTokenDoesNotChooseItsAlgorithm holds RFC 8725 §2.1 and §3.1 at every
// address that takes a token of the server's.
func TestTheTokenDoesNotChooseItsAlgorithm(t *testing.T) {
	s := enginetest.New(t)
	access, id := login(t, s)
	cert := jwks(t, s).Keys[0].Certificates[0]
	der, err := x509.MarshalPKIXPublicKey(cert.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	public := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	for name, key := range map[string]string{
		"the public key":       public,
		"the public key's DER": string(der),
		"the certificate":      string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})),
		"the client's secret":  "trusted-app-secret",
		"nothing":              "",
	} {
		for _, path := range []string{"/samples/expenses", "/userinfo", "/mfa/authenticators"} {
			if got := calls(s, path, forge(access, key)); got != 401 {
				t.Errorf("%s, keyed with %s: %d", path, name, got)
			}
		}
		if got := s.Form("/oauth/introspect", trusted+"&token="+forge(access, key)).Object(); got["active"] != false {
			t.Errorf("introspected, keyed with %s: %v", name, got)
		}
		// The client is set to RS256: not even its own secret makes a hint.
		if got := s.Do("GET", "/oidc/logout?id_token_hint="+forge(id, key), ""); got.Status != 400 {
			t.Errorf("a hint keyed with %s: %d", name, got.Status)
		}
	}
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + strings.Split(access, ".")[1] + "."
	if got := calls(s, "/userinfo", none); got != 401 {
		t.Errorf("alg none: %d", got)
	}
	// What was signed before the API was set to another algorithm, or secret,
	// opens it no longer.
	set(t, s, atAPI, `{"signing_alg":"PS256"}`)
	if got := calls(s, "/samples/expenses", access); got != 401 {
		t.Errorf("RS256 where PS256 is expected: %d", got)
	}
	set(t, s, atAPI, `{"signing_alg":"HS256","signing_secret":"`+shared+`"}`)
	if got := calls(s, "/samples/expenses", access); got != 401 {
		t.Errorf("RS256 where HS256 is expected: %d", got)
	}
	if got := calls(s, "/samples/expenses", forge(access, "")); got != 401 {
		t.Errorf("an empty secret: %d", got)
	}
	bySecret, _ := login(t, s)
	set(t, s, atAPI, `{"signing_secret":"another secret for the API"}`)
	if got := calls(s, "/samples/expenses", bySecret); got != 401 {
		t.Errorf("the secret of before: %d", got)
	}
}

// TestAClientCannotMakeTheTokenThatItExchanges: whoever holds the secret could
// name any user.
func TestAClientCannotMakeTheTokenThatItExchanges(t *testing.T) {
	s := enginetest.New(t)
	set(t, s, "/sandbox/clients/trusted-app", `{"jwt_configuration":{"alg":"HS256"},"grant_types":["password","urn:ietf:params:oauth:grant-type:token-exchange"]}`)
	_, id := login(t, s)
	got := s.Form("/oauth/token", trusted+"&grant_type="+url.QueryEscape("urn:ietf:params:oauth:grant-type:token-exchange")+
		"&subject_token="+id+"&subject_token_type=urn:acme:id&audience="+expenses)
	if got.Status != 400 || got.Object()["error"] != "invalid_request" {
		t.Errorf("%d %s", got.Status, got.Text)
	}
}

func TestAlgorithmsThatAreNotTaken(t *testing.T) {
	const client = "/sandbox/clients/"
	for _, row := range []struct{ name, path, body, field string }{
		{"an API with none", atAPI, `{"signing_alg":"none"}`, "signing_alg"},
		{"an API with RS512", atAPI, `{"signing_alg":"RS512"}`, "signing_alg"},
		{"a short secret", atAPI, `{"signing_alg":"HS256","signing_secret":"fifteen letters"}`, "signing_secret"},
		{"a short secret for later", atAPI, `{"signing_secret":"short"}`, "signing_secret"},
		{"a client with none", client + "web-app", `{"jwt_configuration":{"alg":"none"}}`, "jwt_configuration.alg"},
		{"a public client with HS256", client + "spa", `{"jwt_configuration":{"alg":"HS256"}}`, "jwt_configuration.alg"},
		{"a client that becomes public", client + "web-app", `{"jwt_configuration":{"alg":"HS256"},"token_endpoint_auth_method":"none"}`, "jwt_configuration.alg"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := enginetest.New(t).Do("PATCH", row.path, row.body)
			if got.Status != 400 || got.Object()["field"] != row.field {
				t.Errorf("%d %s", got.Status, got.Text)
			}
		})
	}
	s := enginetest.New(t)
	if made := set(t, s, atAPI, `{"signing_alg":"HS256"}`); len(made["signing_secret"].(string)) != 32 {
		t.Errorf("a secret that was left to the server: %v", made["signing_secret"])
	}
}
