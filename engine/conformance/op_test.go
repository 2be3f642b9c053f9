package conformance_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"html"
	"io"
	"math/big"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
)

// What the suite's clients are registered with.
const (
	base      = "https://suite.example/test/a/playgrant"
	callback  = base + "/callback"
	loggedOut = base + "/post_logout_redirect"
)

// op is the provider under test, with a browser that begins without cookies.
type op struct {
	*enginetest.Server
	t       testing.TB
	mode    string // response_mode; empty: left out
	browser *http.Client
	meta    map[string]any // the discovery document
	pages   []string       // the headings of the pages that the user has met
}

// client is one of the two that the suite knows.
type client struct{ id, secret string }

var (
	first  = client{"suite-1", "secret of the first one"}
	second = client{"suite-2", "secret: of/the+second%one"}
)

func begin(t testing.TB, mode string, change ...func(*engine.Config)) *op {
	t.Helper()
	change = append(change, func(c *engine.Config) { c.Dialect = "oidc" })
	o := &op{Server: enginetest.NewTLS(t, change...), t: t, mode: mode}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: o.Roots}}
	t.Cleanup(transport.CloseIdleConnections)
	o.browser = &http.Client{Jar: jar, Transport: transport, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if "https://"+r.URL.Host != o.URL {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	for _, c := range []client{first, second} {
		body, err := json.Marshal(map[string]any{
			"client_id": c.id, "client_secret": c.secret, "name": c.id, "app_type": "regular_web",
			"grant_types": []string{"authorization_code", "refresh_token"}, "callbacks": []string{callback},
			"allowed_logout_urls": []string{loggedOut},
			"oidc_logout":         map[string]any{"backchannel_logout_urls": []string{base + "/backchannel_logout"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := o.Do("POST", "/sandbox/clients", string(body)); got.Status != http.StatusCreated {
			t.Fatal(got.Status, got.Text)
		}
	}
	o.meta = o.Do("GET", "/.well-known/openid-configuration", "").Object()
	return o
}

// endpoint is an address of the discovery document, as a path.
func (o *op) endpoint(name string) string {
	o.t.Helper()
	at, _ := o.meta[name].(string)
	path, ok := strings.CutPrefix(at, o.URL)
	if !ok {
		o.t.Fatalf("%s is %q, which is not at %s", name, at, o.URL)
	}
	return path
}

// request is what each module begins with.
func (o *op) request(change ...string) url.Values {
	v := url.Values{
		"client_id": {first.id}, "redirect_uri": {callback}, "scope": {"openid"}, "response_type": {"code"},
		"state": {"s~-._ 1&=" + strings.Repeat("x", 20)}, "nonce": {"nonce-1"},
	}
	if o.mode != "" {
		v.Set("response_mode", o.mode)
	}
	for i := 0; i < len(change); i += 2 {
		v.Set(change[i], change[i+1])
		if change[i+1] == "" {
			v.Del(change[i])
		}
	}
	return v
}

// page is where the browser has got to.
type page struct {
	status int
	at     *url.URL
	text   string
}

func (p page) title() string {
	_, rest, _ := strings.Cut(p.text, "<h1>")
	title, _, _ := strings.Cut(rest, "</h1>")
	return html.UnescapeString(title)
}

func (o *op) open(method, address string, form url.Values) page {
	o.t.Helper()
	req, err := http.NewRequestWithContext(o.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		o.t.Fatal(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := o.browser.Do(req)
	if err != nil {
		o.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	at := resp.Request.URL
	if to, err := resp.Location(); err == nil {
		at = to
	}
	return page{resp.StatusCode, at, string(text)}
}

// visit opens /authorize and does what a user does until the browser is back
// at the client, or at a page with nothing to press.
func (o *op) visit(v url.Values) page {
	o.t.Helper()
	return o.goOn(o.open(http.MethodGet, o.URL+o.endpoint("authorization_endpoint")+"?"+v.Encode(), nil))
}

func (o *op) goOn(p page) page {
	o.t.Helper()
	for range 5 {
		if !strings.HasPrefix(p.at.String(), o.URL) || strings.Contains(p.text, `action="`+callback) {
			return p
		}
		o.pages = append(o.pages, p.title())
		if p.title() != "Log in" {
			return p
		}
		form := fields(p.text)
		form.Set("username", "user@example.com")
		form.Set("password", "opensesame")
		form.Set("action", "default")
		p = o.press(p, form)
	}
	o.t.Fatalf("no end to the pages: %q", o.pages)
	return p
}

var (
	hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
	action = regexp.MustCompile(`<form method="post" action="([^"]*)">`)
)

// press sends the form that a page has.
func (o *op) press(p page, form url.Values) page {
	o.t.Helper()
	m := action.FindStringSubmatch(p.text)
	if m == nil {
		o.t.Fatalf("no form to send at %d %s %q", p.status, p.at, p.title())
	}
	return o.open(http.MethodPost, o.URL+html.UnescapeString(m[1]), form)
}

func fields(text string) url.Values {
	v := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(text, -1) {
		v.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return v
}

// answer is what the client gets, in the way it has asked for, with the state
// it had sent and nothing twice.
func (o *op) answer(p page, asked url.Values) url.Values {
	o.t.Helper()
	got := p.at.Query()
	if o.mode == "form_post" {
		m := action.FindStringSubmatch(p.text)
		if p.status != http.StatusOK || m == nil || html.UnescapeString(m[1]) != callback {
			o.t.Fatalf("no form that goes back to the client: %d %s %s", p.status, p.at, p.title())
		}
		got = fields(p.text)
	} else if address, _, _ := strings.Cut(p.at.String(), "?"); address != callback || p.at.Fragment != "" {
		o.t.Fatalf("not back at the client but at %d %s %q", p.status, p.at, p.title())
	}
	for name, values := range got {
		if len(values) != 1 {
			o.t.Errorf("%s comes %d times", name, len(values))
		}
	}
	if got.Get("iss") != o.meta["issuer"] || o.meta["authorization_response_iss_parameter_supported"] != true {
		o.t.Errorf("the answer is of %q", got.Get("iss"))
	}
	if got.Get("state") != asked.Get("state") {
		o.t.Errorf("the state is %q, sent was %q", got.Get("state"), asked.Get("state"))
	}
	return got
}

// tokens are the answer of the token endpoint, validated, and the claims of
// the ID token.
type tokens struct {
	access, refresh, id string
	claims              map[string]any
}

// logIn goes through the whole of the flow.
func (o *op) logIn(change ...string) tokens {
	o.t.Helper()
	asked := o.request(change...)
	got := o.answer(o.visit(asked), asked)
	if got.Get("code") == "" || got.Has("error") {
		o.t.Fatalf("no code but %v", got)
	}
	return o.redeem(got.Get("code"), asked.Get("nonce"))
}

func (o *op) redeem(code, nonce string) tokens {
	o.t.Helper()
	return o.checked(o.token(first, url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callback}}), first, nonce)
}

// token asks the token endpoint, by HTTP Basic.
func (o *op) token(c client, form url.Values) enginetest.Answer {
	o.t.Helper()
	basic := base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(c.id) + ":" + url.QueryEscape(c.secret)))
	return o.Form(o.endpoint("token_endpoint"), form.Encode(), "Authorization: Basic "+basic)
}

// checked holds an answer of the token endpoint against OpenID Connect Core
// §3.1.3.3 and §3.1.3.7.
func (o *op) checked(a enginetest.Answer, c client, nonce string) tokens {
	o.t.Helper()
	body := a.Object()
	text := func(name string) string { s, _ := body[name].(string); return s }
	kind, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
	if a.Status != http.StatusOK || kind != "application/json" || a.Header.Get("Cache-Control") != "no-store" ||
		!strings.EqualFold(text("token_type"), "bearer") || text("access_token") == "" {
		o.t.Fatalf("the token endpoint answers %d %v %s", a.Status, a.Header, a.Text)
	}
	if in, ok := body["expires_in"].(float64); !ok || in <= 0 {
		o.t.Errorf("expires_in is %v", body["expires_in"])
	}
	got := tokens{access: text("access_token"), refresh: text("refresh_token"), id: text("id_token")}
	got.claims = o.verified(got.id)
	now := o.Now.Unix()
	at := func(name string) int64 { n, _ := got.claims[name].(float64); return int64(n) }
	if got.claims["iss"] != o.meta["issuer"] || got.claims["aud"] != c.id || got.claims["sub"] == "" ||
		at("iat") > now || at("iat") < now-300 || at("exp") <= now {
		o.t.Errorf("the ID token says %v at %d", got.claims, now)
	}
	if said, _ := got.claims["nonce"].(string); said != nonce {
		o.t.Errorf("the nonce is %q, sent was %q", said, nonce)
	}
	return got
}

// verified checks a token's signature by the key that it names.
func (o *op) verified(token string) (claims map[string]any) {
	o.t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		o.t.Fatalf("%q is no JWT", token)
	}
	raw := func(s string) []byte {
		b, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			o.t.Fatal(err)
		}
		return b
	}
	var head struct{ Alg, Kid string }
	if json.Unmarshal(raw(parts[0]), &head) != nil || json.Unmarshal(raw(parts[1]), &claims) != nil || head.Alg != "RS256" || head.Kid == "" {
		o.t.Fatalf("%s is not signed with RS256 and a kid", token)
	}
	var set struct {
		Keys []struct{ Kid, Kty, N, E, D string }
	}
	if err := json.Unmarshal([]byte(o.Do("GET", o.endpoint("jwks_uri"), "").Text), &set); err != nil {
		o.t.Fatal(err)
	}
	for _, k := range set.Keys {
		if k.Kid != head.Kid || k.Kty != "RSA" || k.D != "" {
			continue
		}
		key := &rsa.PublicKey{N: new(big.Int).SetBytes(raw(k.N)), E: int(new(big.Int).SetBytes(raw(k.E)).Int64())}
		sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
		if rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], raw(parts[2])) == nil {
			return claims
		}
	}
	o.t.Fatal("no published key verifies the token")
	return nil
}

// userInfo asks for the claims of an access token.
func (o *op) userInfo(access string) map[string]any {
	o.t.Helper()
	got := o.Do("GET", o.endpoint("userinfo_endpoint"), "", "Authorization: Bearer "+access)
	if got.Status != http.StatusOK || !strings.HasPrefix(got.Header.Get("Content-Type"), "application/json") {
		o.t.Fatalf("userinfo answers %d %s", got.Status, got.Text)
	}
	return got.Object()
}

// wait moves the time on.
func (o *op) wait(d time.Duration) { o.Now = o.Now.Add(d) }
