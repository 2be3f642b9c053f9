package dpop_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"math"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/dpop"
)

func TestATokenIsBoundToItsKey(t *testing.T) {
	for _, row := range []struct{ name, form, at string }{
		{"a JWT", trusted + password + "&audience=" + expenses, "/samples/expenses"},
		{"an opaque token", trusted + password, "/userinfo"},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := newApp(t)
			got := a.tokens(row.form)
			token := text(got["access_token"])
			if got["token_type"] != "DPoP" {
				t.Fatalf("token_type %v", got["token_type"])
			}
			if strings.Count(token, ".") == 2 {
				if cnf, _ := claimsOf(t, token)["cnf"].(map[string]any); cnf["jkt"] != a.thumbprint() {
					t.Errorf("cnf %v", cnf)
				}
			}
			for range 2 {
				if got := a.call(row.at, "DPoP", token, a.forToken(row.at, token)); got.Status != 200 {
					t.Errorf("%d %s", got.Status, got.Text)
				}
			}
			asked := a.Form("/oauth/introspect", trusted+"&token="+token).Object()
			if cnf, _ := asked["cnf"].(map[string]any); asked["token_type"] != "DPoP" || cnf["jkt"] != a.thumbprint() {
				t.Errorf("introspected: %v", asked)
			}
			// Nobody else gets anywhere with it.
			thief := &app{Server: a.Server, t: t, key: newKey(t), made: 1000}
			for name, got := range map[string]struct {
				status int
				header string
				code   string
			}{
				"as a bearer token":     of(a.call(row.at, "Bearer", token, ""), "invalid_token"),
				"bearer with a proof":   of(a.call(row.at, "Bearer", token, a.forToken(row.at, token)), "invalid_token"),
				"without a proof":       of(a.call(row.at, "DPoP", token, ""), "invalid_dpop_proof"),
				"with another's proof":  of(thief.call(row.at, "DPoP", token, thief.forToken(row.at, token)), "invalid_token"),
				"without ath":           of(a.call(row.at, "DPoP", token, a.proof("GET", row.at, nil)), "invalid_dpop_proof"),
				"with another's ath":    of(a.call(row.at, "DPoP", token, a.forToken(row.at, token+"x")), "invalid_dpop_proof"),
				"for another method":    of(a.call(row.at, "DPoP", token, a.proof("POST", row.at, map[string]any{"ath": dpop.Hash(token)})), "invalid_dpop_proof"),
				"for another address":   of(a.call(row.at, "DPoP", token, a.forToken("/oauth/token", token)), "invalid_dpop_proof"),
				"with a nonce made up":  of(a.call(row.at, "DPoP", token, a.proof("GET", row.at, map[string]any{"ath": dpop.Hash(token), "nonce": "x"})), "use_dpop_nonce"),
				"with a stale proof":    of(a.call(row.at, "DPoP", token, a.proof("GET", row.at, map[string]any{"ath": dpop.Hash(token), "iat": a.Now.Unix() - 301})), "invalid_dpop_proof"),
				"in a scheme of no use": of(a.call(row.at, "Basic", token, a.forToken(row.at, token)), ""),
			} {
				if got.status != 401 || got.code != "" && !strings.Contains(got.header, `error="`+got.code+`"`) || !strings.Contains(got.header, `DPoP algs="ES256"`) {
					t.Errorf("%s: %d %s", name, got.status, got.header)
				}
			}
			form := a.Form(row.at, "access_token="+token, "DPoP: "+a.proof("POST", row.at, map[string]any{"ath": dpop.Hash(token)}))
			if form.Status != 401 && form.Status != 405 {
				t.Errorf("in a form: %d %s", form.Status, form.Text)
			}
		})
	}
}

func TestABearerTokenIsNotHeldByAProof(t *testing.T) {
	a := newApp(t)
	token := text(a.token(trusted+password+"&audience="+expenses, "").Object()["access_token"])
	if got := a.call("/userinfo", "DPoP", token, a.forToken("/userinfo", token)); got.Status != 401 {
		t.Errorf("%d %s", got.Status, got.Text)
	}
	if got := a.call("/userinfo", "Bearer", token, ""); got.Status != 200 {
		t.Errorf("%d %s", got.Status, got.Text)
	}
}

func TestProofsThatAreRefused(t *testing.T) {
	a := newApp(t)
	form := trusted + password + "&audience=" + expenses
	good := func(change map[string]any) string { return a.proof("POST", "/oauth/token", change) }
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	a.made++
	claims := a.claims("POST", "/oauth/token", nil)
	public := jose.JSONWebKey{Key: a.key.Public()}
	whole := good(nil)
	parts := strings.Split(whole, ".")
	for name, proof := range map[string]string{
		"nonsense":               "x",
		"of two parts":           parts[0] + "." + parts[1],
		"without a signature":    parts[0] + "." + parts[1] + ".",
		"with another payload":   parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"htm":"POST"}`)) + "." + parts[2],
		"of alg none":            base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"dpop+jwt"}`)) + "." + parts[1] + ".",
		"huge":                   good(map[string]any{"x": strings.Repeat("x", 4096)}),
		"of typ JWT":             a.signed("JWT", jose.ES256, a.key, claims),
		"without typ":            a.bare(map[string]any{"alg": "ES256", "jwk": public}, claims),
		"by a key of P-384":      a.signed("dpop+jwt", jose.ES384, p384, claims),
		"by an RSA key":          a.signed("dpop+jwt", jose.RS256, rsaKey, claims),
		"by a secret":            a.signed("dpop+jwt", jose.HS256, []byte(strings.Repeat("k", 32)), claims),
		"without a key":          a.bare(map[string]any{"alg": "ES256", "typ": "dpop+jwt"}, claims),
		"with a private key":     a.bare(map[string]any{"alg": "ES256", "typ": "dpop+jwt", "jwk": jose.JSONWebKey{Key: a.key}}, claims),
		"with a secret key":      a.bare(map[string]any{"alg": "ES256", "typ": "dpop+jwt", "jwk": map[string]any{"kty": "oct", "k": "eA"}}, claims),
		"with another's key":     a.bare(map[string]any{"alg": "ES256", "typ": "dpop+jwt", "jwk": jose.JSONWebKey{Key: newKey(t).Public()}}, claims),
		"with an extension":      a.bare(map[string]any{"alg": "ES256", "typ": "dpop+jwt", "jwk": public, "crit": []string{"x"}, "x": 1}, claims),
		"that is no object":      a.bare(map[string]any{"alg": "ES256", "typ": "dpop+jwt", "jwk": public}, []string{"x"}),
		"with iat as text":       good(map[string]any{"iat": "now"}),
		"without jti":            good(map[string]any{"jti": nil}),
		"with an empty jti":      good(map[string]any{"jti": ""}),
		"with a long jti":        good(map[string]any{"jti": strings.Repeat("j", 300)}),
		"without htm":            good(map[string]any{"htm": nil}),
		"for GET":                good(map[string]any{"htm": "GET"}),
		"for post":               good(map[string]any{"htm": "post"}),
		"without htu":            good(map[string]any{"htu": nil}),
		"for a path":             good(map[string]any{"htu": "/oauth/token"}),
		"for another path":       good(map[string]any{"htu": a.URL + "/oauth/par"}),
		"for another host":       good(map[string]any{"htu": "http://auth.example/oauth/token"}),
		"for another port":       good(map[string]any{"htu": "http://127.0.0.1/oauth/token"}),
		"for another scheme":     good(map[string]any{"htu": strings.Replace(a.URL, "http", "https", 1) + "/oauth/token"}),
		"for a user at the host": good(map[string]any{"htu": strings.Replace(a.URL, "//", "//u:p@", 1) + "/oauth/token"}),
		"without iat":            good(map[string]any{"iat": nil}),
		"made long ago":          good(map[string]any{"iat": a.Now.Unix() - 301}),
		"made in the future":     good(map[string]any{"iat": a.Now.Unix() + 31}),
		"made after all":         good(map[string]any{"iat": math.MaxFloat64}),
		"made before all":        good(map[string]any{"iat": -math.MaxFloat64}),
	} {
		got := a.token(form, proof)
		if got.Status != 400 || got.Object()["error"] != "invalid_dpop_proof" {
			t.Errorf("%s: %d %s", name, got.Status, got.Text)
		}
	}
	if got := a.Form("/oauth/token", form, "DPoP: "+good(nil), "DPoP: "+good(nil)); got.Status != 400 || got.Object()["error"] != "invalid_dpop_proof" {
		t.Errorf("two of them: %d %s", got.Status, got.Text)
	}
	if got := a.token(form, whole); got.Status != 200 {
		t.Errorf("the good one: %d %s", got.Status, got.Text)
	}
}

func TestProofsThatAreTaken(t *testing.T) {
	a := newApp(t)
	for name, change := range map[string]map[string]any{
		"made five minutes ago":      {"iat": a.Now.Unix() - 300},
		"made a little ahead":        {"iat": a.Now.Unix() + 30},
		"made between two seconds":   {"iat": float64(a.Now.Unix()) + 0.5},
		"with a query and fragment":  {"htu": a.URL + "/oauth/token?x=1#y"},
		"in capitals":                {"htu": strings.Replace(a.URL, "http", "HTTP", 1) + "/oauth/token"},
		"with claims of its own":     {"aud": "x", "x": map[string]any{"y": 1}},
		"with an ath that is no use": {"ath": "x"},
	} {
		if got := a.token(trusted+password, a.proof("POST", "/oauth/token", change)); got.Status != 200 {
			t.Errorf("%s: %d %s", name, got.Status, got.Text)
		}
	}
}

func TestAProofServesOnce(t *testing.T) {
	a := newApp(t)
	proof := a.proof("POST", "/oauth/token", map[string]any{"jti": "one"})
	if got := a.token(trusted+password, proof); got.Status != 200 {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	again := a.proof("POST", "/oauth/token", map[string]any{"jti": "one", "x": 1})
	for name, p := range map[string]string{"again": proof, "another with its jti": again} {
		if got := a.token(trusted+password, p); got.Status != 400 || got.Object()["error"] != "invalid_dpop_proof" {
			t.Errorf("%s: %d %s", name, got.Status, got.Text)
		}
	}
	// A jti is its key's own.
	other := &app{Server: a.Server, t: t, key: newKey(t)}
	if got := other.token(trusted+password, other.proof("POST", "/oauth/token", map[string]any{"jti": "one"})); got.Status != 200 {
		t.Errorf("another key's: %d %s", got.Status, got.Text)
	}
	token := text(a.tokens(trusted + password)["access_token"])
	use := a.forToken("/userinfo", token)
	if got := a.call("/userinfo", "DPoP", token, use); got.Status != 200 {
		t.Errorf("%d %s", got.Status, got.Text)
	}
	if got := a.call("/userinfo", "DPoP", token, use); got.Status != 401 {
		t.Errorf("again at /userinfo: %d %s", got.Status, got.Text)
	}
}

// TestProofsObeyTheSandboxsClock, as everything does. A nonce says that a proof
// is fresh, so that apps outside, which do not know that the clock was moved,
// go on working.
func TestProofsObeyTheSandboxsClock(t *testing.T) {
	a := newApp(t)
	early := a.proof("POST", "/oauth/token", nil)
	a.Do("POST", "/sandbox/clock", `{"advance_seconds":3600}`)
	if got := a.token(trusted+password, early); got.Object()["error"] != "invalid_dpop_proof" {
		t.Errorf("an hour late: %d %s", got.Status, got.Text)
	}
	if got := a.token(trusted+password, a.proof("POST", "/oauth/token", map[string]any{"iat": a.Now.Add(time.Hour).Unix()})); got.Status != 200 {
		t.Errorf("by the sandbox's clock: %d %s", got.Status, got.Text)
	}
	nonce := a.token("client_id=spa&grant_type=authorization_code&code=x", a.proof("POST", "/oauth/token", nil)).Header.Get("DPoP-Nonce")
	if got := a.token(trusted+password, a.proof("POST", "/oauth/token", map[string]any{"nonce": nonce})); got.Status != 200 {
		t.Errorf("by the machine's clock, with a nonce: %d %s", got.Status, got.Text)
	}
	if got := a.token(trusted+password, a.proof("POST", "/oauth/token", map[string]any{"nonce": nonce, "iat": a.Now.Unix() - 301})); got.Object()["error"] != "invalid_dpop_proof" {
		t.Errorf("late by both, with a nonce: %d %s", got.Status, got.Text)
	}
}

func TestPublicClientsNeedTheServersNonce(t *testing.T) {
	a := newApp(t)
	form := "client_id=spa&grant_type=authorization_code&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&code=" + a.code("spa", "")
	first := a.token(form, a.proof("POST", "/oauth/token", nil))
	nonce := first.Header.Get("DPoP-Nonce")
	if first.Status != 400 || first.Object()["error"] != "use_dpop_nonce" || nonce == "" {
		t.Fatalf("%d %s %v", first.Status, first.Text, first.Header)
	}
	moved := &app{Server: a.Server, t: t, key: a.key, made: 500}
	for name, wrong := range map[string]string{"empty": "", "made up": "x", "changed": strings.Map(other, nonce), "cut": nonce[:20]} {
		got := moved.token(form, moved.proof("POST", "/oauth/token", map[string]any{"nonce": wrong}))
		if got.Object()["error"] != "use_dpop_nonce" || got.Header.Get("DPoP-Nonce") == "" {
			t.Errorf("%s: %d %s", name, got.Status, got.Text)
		}
	}
	a.Do("POST", "/sandbox/clock", `{"advance_seconds":300}`)
	if got := a.token(form, a.proof("POST", "/oauth/token", map[string]any{"nonce": nonce})); got.Object()["error"] != "use_dpop_nonce" {
		t.Errorf("after five minutes: %d %s", got.Status, got.Text)
	}
	a.Do("POST", "/sandbox/clock", `{"advance_seconds":-1}`)
	// All this has not spent the code.
	got := a.token(form, a.proof("POST", "/oauth/token", map[string]any{"nonce": nonce}))
	if got.Status != 200 || got.Object()["token_type"] != "DPoP" || got.Header.Get("DPoP-Nonce") == "" {
		t.Fatalf("%d %s %v", got.Status, got.Text, got.Header)
	}
	cross := a.Form("/oauth/token", form, "Origin: http://localhost:3000", "DPoP: "+a.proof("POST", "/oauth/token", nil))
	if exposed := cross.Header.Get("Access-Control-Expose-Headers"); !strings.Contains(exposed, "dpop-nonce") || !strings.Contains(exposed, "www-authenticate") {
		t.Errorf("pages cannot read the nonce: %v", cross.Header)
	}
}

// other turns each letter's case.
func other(r rune) rune {
	if unicode.IsUpper(r) {
		return unicode.ToLower(r)
	}
	return unicode.ToUpper(r)
}
