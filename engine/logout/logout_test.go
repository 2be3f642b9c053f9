package logout_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const home = "http://localhost:3000"

// world is a browser that is logged in, with the ID token of its login.
type world struct {
	*enginetest.Server
	t       *testing.T
	cookie  string
	idToken string
	sid     string
}

func loggedIn(t *testing.T, dialect string, change ...string) *world {
	t.Helper()
	w := &world{Server: enginetest.New(t), t: t}
	w.Do("PATCH", "/sandbox/policy", `{"auto_login":"user@example.com","dialect":"`+dialect+`"}`)
	for _, c := range change {
		if got := w.Do("PATCH", "/sandbox/clients/web-app", c); got.Status != 200 {
			t.Fatal(got.Text)
		}
	}
	got := w.Do("GET", "/authorize?client_id=web-app&response_type=code&scope=openid&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback", "")
	to, err := url.Parse(got.Header.Get("Location"))
	if err != nil || to.Query().Get("code") == "" {
		t.Fatalf("no code: %d %s", got.Status, got.Text)
	}
	for _, c := range got.Header.Values("Set-Cookie") {
		pair, _, _ := strings.Cut(c, ";")
		w.cookie += pair + "; "
	}
	tokens := w.Form("/oauth/token", "grant_type=authorization_code&client_id=web-app&client_secret=web-app-secret&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&code="+to.Query().Get("code")).Object()
	w.idToken, _ = tokens["id_token"].(string)
	w.sid, _ = claimsOf(t, w.idToken)["sid"].(string)
	w.Do("PATCH", "/sandbox/policy", `{"auto_login":""}`)
	return w
}

func claimsOf(t *testing.T, token string) (claims map[string]any) {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("%q is no JWT", token)
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(raw, &claims) != nil {
		t.Fatalf("%q is no JWT", token)
	}
	return claims
}

// live reports whether the browser still has a session.
func (w *world) live() bool {
	got := w.Do("GET", "/authorize?client_id=web-app&response_type=code&prompt=none&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback", "", "Cookie: "+w.cookie)
	return strings.Contains(got.Header.Get("Location"), "code=")
}

func (w *world) open(path string, params url.Values) enginetest.Answer {
	return w.Do("GET", path+"?"+params.Encode(), "", "Cookie: "+w.cookie)
}

func TestAuth0Logout(t *testing.T) {
	for _, row := range []struct {
		name, params string
		status       int
		to           string
		ended        bool
	}{
		{"to a registered address", "client_id=web-app&returnTo=http://localhost:3000", 302, home, true},
		{"with a query", "client_id=web-app&returnTo=http://localhost:3000/?a=1", 302, home + "/?a=1", true},
		{"no address", "client_id=web-app", 302, home, true},
		{"no address and no client", "", 200, "", true},
		{"no client", "returnTo=http://localhost:3000", 302, home, true},
		{"federated", "federated&client_id=web-app&returnTo=http://localhost:3000", 302, home, true},
		{"a client without addresses", "client_id=backend", 200, "", true},
		{"an address of nobody's", "client_id=web-app&returnTo=https://evil.example", 400, "", false},
		{"another host that begins alike", "client_id=web-app&returnTo=http://localhost:3000.evil.example", 400, "", false},
		{"another path", "client_id=web-app&returnTo=http://localhost:3000/x", 400, "", false},
		{"an address of nobody's and no client", "returnTo=https://evil.example", 400, "", false},
		{"an unknown client", "client_id=nobody&returnTo=http://localhost:3000", 400, "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := loggedIn(t, "auth0")
			got := w.Do("GET", "/v2/logout?"+row.params, "", "Cookie: "+w.cookie)
			if got.Status != row.status || got.Header.Get("Location") != row.to {
				t.Errorf("%d to %q: %s", got.Status, got.Header.Get("Location"), got.Text)
			}
			if w.live() == row.ended {
				t.Errorf("the session ended: %v, want %v", !row.ended, row.ended)
			}
		})
	}
}

func TestLogoutByAnApp(t *testing.T) {
	for _, row := range []struct {
		name, dialect string
		params        func(w *world) url.Values
		status        int
		to            string
		ended         bool
	}{
		{"with hint, address and state", "oidc", func(w *world) url.Values {
			return url.Values{"id_token_hint": {w.idToken}, "post_logout_redirect_uri": {home}, "state": {"s 1"}}
		}, 302, home + "?state=s+1", true},
		{"a state and a fragment", "auth0", func(w *world) url.Values {
			return url.Values{"id_token_hint": {w.idToken}, "post_logout_redirect_uri": {home + "#/bye"}, "state": {"s"}}
		}, 302, home + "?state=s#/bye", true},
		{"without a state", "oidc", func(w *world) url.Values {
			return url.Values{"id_token_hint": {w.idToken}, "post_logout_redirect_uri": {home}}
		}, 302, home, true},
		{"hint alone", "oidc", func(w *world) url.Values { return url.Values{"id_token_hint": {w.idToken}} }, 200, "", true},
		{"the sid as logout_hint", "auth0", func(w *world) url.Values {
			return url.Values{"logout_hint": {w.sid}, "client_id": {"web-app"}, "post_logout_redirect_uri": {home}}
		}, 302, home, true},
		{"nothing: the user is asked", "oidc", func(*world) url.Values { return nil }, 200, "", false},
		{"a state alone: the user is asked", "oidc", func(*world) url.Values { return url.Values{"state": {"s"}} }, 200, "", false},
		{"a client and no hint: the user is asked", "oidc", func(*world) url.Values {
			return url.Values{"client_id": {"web-app"}, "post_logout_redirect_uri": {home}}
		}, 200, "", false},
		{"a changed hint", "oidc", func(w *world) url.Values {
			return url.Values{"id_token_hint": {w.idToken[:len(w.idToken)-4] + "AAAA"}, "post_logout_redirect_uri": {home}}
		}, 400, "", false},
		{"nonsense for a hint", "oidc", func(*world) url.Values {
			return url.Values{"id_token_hint": {"nonsense"}, "post_logout_redirect_uri": {home}}
		}, 400, "", false},
		{"an address of nobody's", "oidc", func(w *world) url.Values {
			return url.Values{"id_token_hint": {w.idToken}, "post_logout_redirect_uri": {"https://evil.example"}}
		}, 400, "", false},
		{"a query that is not registered", "oidc", func(w *world) url.Values {
			return url.Values{"id_token_hint": {w.idToken}, "post_logout_redirect_uri": {home + "?a=1"}}
		}, 400, "", false},
		{"the same at Auth0", "auth0", func(w *world) url.Values {
			return url.Values{"id_token_hint": {w.idToken}, "post_logout_redirect_uri": {home + "?a=1"}}
		}, 302, home + "?a=1", true},
		{"an address and nobody's name", "oidc", func(*world) url.Values { return url.Values{"post_logout_redirect_uri": {home}} }, 400, "", false},
		{"another client", "oidc", func(w *world) url.Values {
			return url.Values{"id_token_hint": {w.idToken}, "client_id": {"spa"}}
		}, 400, "", false},
		{"another session's sid", "oidc", func(w *world) url.Values {
			return url.Values{"id_token_hint": {w.idToken}, "logout_hint": {"another"}}
		}, 400, "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := loggedIn(t, row.dialect)
			got := w.open("/oidc/logout", row.params(w))
			if got.Status != row.status || got.Header.Get("Location") != row.to {
				t.Errorf("%d to %q: %s", got.Status, got.Header.Get("Location"), got.Text)
			}
			if w.live() == row.ended {
				t.Errorf("the session ended: %v, want %v", !row.ended, row.ended)
			}
		})
	}
}

func TestAnExpiredIDTokenIsAHintStill(t *testing.T) {
	w := loggedIn(t, "oidc")
	w.Now = w.Now.Add(48 * time.Hour)
	if got := w.open("/oidc/logout", url.Values{"id_token_hint": {w.idToken}, "post_logout_redirect_uri": {home}}); got.Status != 302 || w.live() {
		t.Errorf("%d %s", got.Status, got.Text)
	}
}

var hidden = regexp.MustCompile(`type="hidden" name="([^"]*)" value="([^"]*)"`)

// TestTheUserIsAsked goes through the page, by both of its buttons. A page of
// another site that sends the same form gets this page: over https the session
// goes along with whatever is sent, the browser's own cookie does not.
func TestTheUserIsAsked(t *testing.T) {
	for _, row := range []struct {
		name, action string
		foreign      bool
		to           string
		ended, asked bool
	}{
		{"goes on", "default", false, home + "?state=x", true, false},
		{"cancels", "deny", false, "", false, false},
		{"a page of another site", "default", true, "", false, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := loggedIn(t, "oidc")
			page := w.open("/oidc/logout", url.Values{"client_id": {"web-app"}, "post_logout_redirect_uri": {home}, "state": {"x"}})
			form := url.Values{"action": {row.action}}
			for _, f := range hidden.FindAllStringSubmatch(page.Text, -1) {
				form.Set(f[1], f[2])
			}
			own, _, _ := strings.Cut(page.Header.Get("Set-Cookie"), ";")
			if !strings.HasPrefix(own, "playgrant_browser=") || !strings.Contains(page.Header.Get("Set-Cookie"), "SameSite=Lax") {
				t.Fatalf("the page sets %q", page.Header.Get("Set-Cookie"))
			}
			cookies := w.cookie
			if !row.foreign {
				cookies += "; " + own
			}
			got := w.Form("/u/logout", form.Encode(), "Cookie: "+cookies)
			if got.Header.Get("Location") != row.to || w.live() == row.ended || strings.Contains(got.Text, "Log out?") != row.asked {
				t.Errorf("%d to %q, live %v: %s", got.Status, got.Header.Get("Location"), w.live(), got.Text)
			}
			if row.foreign && strings.Contains(strings.Join(got.Header.Values("Set-Cookie"), " "), "session") {
				t.Error("the session's cookie was taken away")
			}
		})
	}
}

// TestClientsAreToldOfTheEnd holds the logout token against OpenID Connect
// Back-Channel Logout §2.4.
func TestClientsAreToldOfTheEnd(t *testing.T) {
	heard := make(chan url.Values, 2)
	app := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(raw))
		heard <- form
	}))
	defer app.Close()
	w := loggedIn(t, "oidc", `{"oidc_logout":{"backchannel_logout_urls":["`+app.URL+`/told"]}}`)
	if got := w.open("/oidc/logout", url.Values{"id_token_hint": {w.idToken}}); got.Status != 200 {
		t.Fatal(got.Text)
	}
	token := (<-heard).Get("logout_token")
	claims := claimsOf(t, token)
	events, _ := claims["events"].(map[string]any)
	event, ok := events["http://schemas.openid.net/event/backchannel-logout"].(map[string]any)
	if !ok || len(event) != 0 || claims["aud"] != "web-app" || claims["sid"] != w.sid || claims["sub"] != claimsOf(t, w.idToken)["sub"] ||
		claims["iss"] != w.URL+"/" || claims["jti"] == nil || claims["iat"] == nil || claims["nonce"] != nil {
		t.Errorf("the logout token says %v", claims)
	}
	head, _ := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[0])
	if !strings.Contains(string(head), `"typ":"logout+jwt"`) {
		t.Errorf("its header is %s", head)
	}
	// Whose session never was, or is over, hears nothing more.
	w.open("/v2/logout", nil)
	if len(heard) != 0 {
		t.Error("the client was told twice")
	}
}

// TestAClientMayAskBackWhileItIsTold: it fetches the keys to verify the token,
// and somebody resets the sandbox at that very moment.
func TestAClientMayAskBackWhileItIsTold(t *testing.T) {
	var w *world
	status := make(chan int, 2)
	app := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		status <- w.Do("POST", "/sandbox/reset", "").Status
		status <- w.Do("GET", "/.well-known/jwks.json", "").Status
	}))
	defer app.Close()
	w = loggedIn(t, "oidc", `{"oidc_logout":{"backchannel_logout_urls":["`+app.URL+`"]}}`)
	if got := w.open("/oidc/logout", url.Values{"id_token_hint": {w.idToken}}); got.Status != 200 {
		t.Fatal(got.Text)
	}
	for range 2 {
		select {
		case got := <-status:
			if got != 200 {
				t.Errorf("it got %d", got)
			}
		default:
			t.Error("it was still waiting when the user was answered")
		}
	}
}

// TestAClientThatDoesNotListenHoldsNobodyUp: the user is logged out all the
// same, and the trail says who was not reached.
func TestAClientThatDoesNotListenHoldsNobodyUp(t *testing.T) {
	app := httptest.NewServer(http.NotFoundHandler())
	defer app.Close()
	w := loggedIn(t, "oidc", `{"oidc_logout":{"backchannel_logout_urls":["`+app.URL+`"]}}`)
	if got := w.open("/oidc/logout", url.Values{"id_token_hint": {w.idToken}}); got.Status != 200 || w.live() {
		t.Fatal(got.Text)
	}
	list := w.Do("GET", "/sandbox/exchanges?limit=5", "").Text
	if !strings.Contains(list, "logout.backchannel") || !strings.Contains(list, "it answered 404") {
		t.Errorf("the trail does not tell: %s", list)
	}
}

func TestATokenForSomethingElseIsNoHint(t *testing.T) {
	w := loggedIn(t, "oidc")
	access, _ := w.Form("/oauth/token", "grant_type=client_credentials&client_id=backend&client_secret=backend-secret&audience=https://expenses.example/api").Object()["access_token"].(string)
	// Its aud is an API: no client of that name is there.
	if got := w.open("/oidc/logout", url.Values{"id_token_hint": {access}, "post_logout_redirect_uri": {home}}); got.Status != 400 || !w.live() {
		t.Errorf("%d %s", got.Status, got.Text)
	}
}
