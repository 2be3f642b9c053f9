package dpop_test

import (
	"net/url"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const codeForm = "&grant_type=authorization_code&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&code="

func of(got enginetest.Answer, code string) struct {
	status int
	header string
	code   string
} {
	header := ""
	for _, h := range got.Header.Values("WWW-Authenticate") {
		header += h + "\n"
	}
	return struct {
		status int
		header string
		code   string
	}{got.Status, header, code}
}

// TestWhenTokensAreBound is the table of Auth0's "Configure Sender
// Constraining", and the standard's where it differs.
func TestWhenTokensAreBound(t *testing.T) {
	const (
		none     = `{"proof_of_possession":null}`
		allowed  = `{"proof_of_possession":{"mechanism":"dpop","required":false}}`
		required = `{"proof_of_possession":{"mechanism":"dpop","required":true}}`
		public   = `{"proof_of_possession":{"mechanism":"dpop","required":true,"required_for":"public_clients"}}`
		refused  = "refused"
	)
	for _, row := range []struct {
		name, api       string
		client          bool // requires proof
		plain, proven   string
		standard        string // with a proof, in the oidc dialect
		withoutAudience bool
	}{
		{"userinfo", none, false, "Bearer", "DPoP", "DPoP", true},
		{"userinfo, required by the client", none, true, refused, "DPoP", "DPoP", true},
		{"none", none, false, "Bearer", "Bearer", "DPoP", false},
		{"none, required by the client", none, true, refused, refused, "DPoP", false},
		{"allowed", allowed, false, "Bearer", "DPoP", "DPoP", false},
		{"allowed, required by the client", allowed, true, refused, "DPoP", "DPoP", false},
		{"required", required, false, refused, "DPoP", "DPoP", false},
		{"required by both", required, true, refused, "DPoP", "DPoP", false},
		{"required of public clients", public, false, "Bearer", "DPoP", "DPoP", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := newApp(t)
			a.set(atAPI, row.api)
			if row.client {
				a.set("/sandbox/clients/trusted-app", `{"require_proof_of_possession":true}`)
			}
			form := trusted + password
			if !row.withoutAudience {
				form += "&audience=" + expenses
			}
			check := func(name, want string, got enginetest.Answer) {
				t.Helper()
				if want == refused {
					if got.Status != 400 {
						t.Errorf("%s: %d %s", name, got.Status, got.Text)
					}
				} else if got.Object()["token_type"] != want {
					t.Errorf("%s: %d %s, want %s", name, got.Status, got.Text, want)
				}
			}
			check("without a proof", row.plain, a.token(form, ""))
			check("with a proof", row.proven, a.token(form, a.proof("POST", "/oauth/token", nil)))
			a.set("/sandbox/policy", `{"dialect":"oidc"}`)
			check("with a proof, oidc", row.standard, a.token(form, a.proof("POST", "/oauth/token", nil)))
		})
	}
}

func TestPublicClientsAreRequired(t *testing.T) {
	a := newApp(t)
	a.set(atAPI, `{"proof_of_possession":{"mechanism":"dpop","required":true,"required_for":"public_clients"}}`)
	form := "client_id=spa" + codeForm + a.code("spa", "")
	if got := a.token(form, ""); got.Status != 400 || got.Object()["error"] != "invalid_dpop_proof" {
		t.Errorf("%d %s", got.Status, got.Text)
	}
	if got := a.tokens(form); got["token_type"] != "DPoP" {
		t.Errorf("%v", got)
	}
}

func TestClientsBindTheirOwnTokens(t *testing.T) {
	a := newApp(t)
	got := a.tokens("client_id=backend&client_secret=backend-secret&grant_type=client_credentials&audience=" + expenses)
	token := text(got["access_token"])
	if got["token_type"] != "DPoP" {
		t.Errorf("%v", got)
	}
	if got := a.call("/samples/expenses", "DPoP", token, a.forToken("/samples/expenses", token)); got.Status != 200 {
		t.Errorf("%d %s", got.Status, got.Text)
	}
}

// TestRefreshTokensOfPublicClientsAreBound: the key takes the place of the
// secret. Whoever lacks it neither gets tokens nor ends the family.
func TestRefreshTokensOfPublicClientsAreBound(t *testing.T) {
	a := newApp(t)
	thief := &app{Server: a.Server, t: t, key: newKey(t), made: 1000}
	got := a.tokens("client_id=spa" + codeForm + a.code("spa", ""))
	refresh := "client_id=spa&grant_type=refresh_token&refresh_token=" + text(got["refresh_token"])
	nonce := a.token(refresh, a.proof("POST", "/oauth/token", nil)).Header.Get("DPoP-Nonce")
	for range 2 {
		if got := a.token(refresh, ""); got.Status != 403 || got.Object()["error"] != "invalid_grant" {
			t.Errorf("without a proof: %d %s", got.Status, got.Text)
		}
		if got := thief.token(refresh, thief.proof("POST", "/oauth/token", map[string]any{"nonce": nonce})); got.Status != 403 || got.Object()["error"] != "invalid_grant" {
			t.Errorf("by another key: %d %s", got.Status, got.Text)
		}
	}
	next := a.tokens(refresh)
	if next["token_type"] != "DPoP" || text(next["refresh_token"]) == "" {
		t.Fatalf("%v", next)
	}
	// The thief of a rotated token does not even end the family by it.
	if got := thief.token(refresh, thief.proof("POST", "/oauth/token", map[string]any{"nonce": nonce})); got.Status != 403 {
		t.Errorf("%d %s", got.Status, got.Text)
	}
	last := "client_id=spa&grant_type=refresh_token&refresh_token=" + text(next["refresh_token"])
	if got := a.tokens(last); got["token_type"] != "DPoP" {
		t.Errorf("%v", got)
	}
}

// TestABoundFamilyStaysBoundWhenItsRotationChanges: the family that takes its
// place is held by the same key.
func TestABoundFamilyStaysBoundWhenItsRotationChanges(t *testing.T) {
	a := newApp(t)
	thief := &app{Server: a.Server, t: t, key: newKey(t), made: 1000}
	got := a.tokens("client_id=mobile-app" + codeForm + a.code("mobile-app", ""))
	nonce := a.token("client_id=mobile-app&grant_type=refresh_token&refresh_token="+text(got["refresh_token"]), a.proof("POST", "/oauth/token", nil)).Header.Get("DPoP-Nonce")
	a.set("/sandbox/clients/mobile-app", `{"refresh_token":{"rotation_type":"non-rotating"}}`)
	got = a.tokens("client_id=mobile-app&grant_type=refresh_token&refresh_token=" + text(got["refresh_token"]))
	refresh := "client_id=mobile-app&grant_type=refresh_token&refresh_token=" + text(got["refresh_token"])
	if got := a.token(refresh, ""); got.Status != 403 {
		t.Errorf("without a proof: %d %s", got.Status, got.Text)
	}
	if got := thief.token(refresh, thief.proof("POST", "/oauth/token", map[string]any{"nonce": nonce})); got.Status != 403 {
		t.Errorf("by another key: %d %s", got.Status, got.Text)
	}
	if got := a.tokens(refresh); got["token_type"] != "DPoP" {
		t.Errorf("by its own key: %v", got)
	}
}

func TestRefreshTokensOfOthersAreNot(t *testing.T) {
	a := newApp(t)
	refresh := trusted + "&grant_type=refresh_token&refresh_token=" + text(a.tokens(trusted + password + "&audience=" + expenses)["refresh_token"])
	if got := a.token(refresh, ""); got.Status != 200 || got.Object()["token_type"] != "Bearer" {
		t.Errorf("%d %s", got.Status, got.Text)
	}
	another := &app{Server: a.Server, t: t, key: newKey(t), made: 1000}
	if got := another.tokens(refresh); got["token_type"] != "DPoP" {
		t.Errorf("%v", got)
	}
}

func TestACodeIsBoundByItsThumbprint(t *testing.T) {
	a := newApp(t)
	other := &app{Server: a.Server, t: t, key: newKey(t), made: 1000}
	web := "client_id=web-app&client_secret=web-app-secret"
	for name, row := range map[string]struct {
		proof func() string
		ok    bool
	}{
		"its key":     {func() string { return a.proof("POST", "/oauth/token", nil) }, true},
		"another key": {func() string { return other.proof("POST", "/oauth/token", nil) }, false},
		"no proof":    {func() string { return "" }, false},
	} {
		form := web + codeForm + a.code("web-app", "&dpop_jkt="+a.thumbprint())
		got := a.token(form, row.proof())
		if row.ok != (got.Status == 200) || !row.ok && got.Object()["error"] != "invalid_grant" {
			t.Errorf("%s: %d %s", name, got.Status, got.Text)
		}
		if row.ok {
			continue
		}
		if got := a.token(form, a.proof("POST", "/oauth/token", nil)); got.Status == 200 {
			t.Errorf("%s: the code can be tried again", name)
		}
	}
	got := a.Do("GET", "/authorize?client_id=web-app&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&dpop_jkt=short", "")
	if to, err := url.Parse(got.Header.Get("Location")); err != nil || to.Query().Get("error") != "invalid_request" {
		t.Errorf("a thumbprint that is none: %d %s", got.Status, got.Header.Get("Location"))
	}
}

func TestAPushedRequestBindsItsCode(t *testing.T) {
	a := newApp(t)
	a.set("/sandbox/policy", `{"auto_login":"user@example.com"}`)
	web := "client_id=web-app&client_secret=web-app-secret"
	push := func(more, proof string) enginetest.Answer {
		return a.Form("/oauth/par", web+"&response_type=code&scope=openid&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback"+more, "DPoP: "+proof)
	}
	if got := push("&dpop_jkt="+a.thumbprint()[1:]+"A", a.proof("POST", "/oauth/par", nil)); got.Status != 400 || got.Object()["error"] != "invalid_dpop_proof" {
		t.Errorf("another thumbprint: %d %s", got.Status, got.Text)
	}
	if got := push("", a.proof("POST", "/oauth/token", nil)); got.Status != 400 || got.Object()["error"] != "invalid_dpop_proof" {
		t.Errorf("a proof for another address: %d %s", got.Status, got.Text)
	}
	for name, by := range map[string]*app{"its key": a, "another": {Server: a.Server, t: t, key: newKey(t), made: 1000}} {
		pushed := push("&dpop_jkt="+a.thumbprint(), a.proof("POST", "/oauth/par", nil))
		got := a.Do("GET", "/authorize?client_id=web-app&request_uri="+url.QueryEscape(text(pushed.Object()["request_uri"])), "")
		to, err := url.Parse(got.Header.Get("Location"))
		if err != nil || to.Query().Get("code") == "" {
			t.Fatalf("%d %s; %d %s", pushed.Status, pushed.Text, got.Status, got.Text)
		}
		answer := by.token(web+codeForm+to.Query().Get("code"), by.proof("POST", "/oauth/token", nil))
		if (answer.Status == 200) != (by == a) {
			t.Errorf("%s: %d %s", name, answer.Status, answer.Text)
		}
	}
}

// TestABoundTokenIsExchangedByItsHolder, or the exchange would unbind it.
func TestABoundTokenIsExchangedByItsHolder(t *testing.T) {
	a := newApp(t)
	a.set("/sandbox/clients/trusted-app", `{"grant_types":["password","refresh_token","urn:ietf:params:oauth:grant-type:token-exchange"]}`)
	token := text(a.tokens(trusted + password + "&audience=" + expenses)["access_token"])
	form := trusted + "&grant_type=" + url.QueryEscape("urn:ietf:params:oauth:grant-type:token-exchange") +
		"&subject_token=" + token + "&subject_token_type=urn:acme:token&audience=" + expenses
	other := &app{Server: a.Server, t: t, key: newKey(t), made: 1000}
	if got := a.token(form, ""); got.Status != 400 {
		t.Errorf("without a proof: %d %s", got.Status, got.Text)
	}
	if got := a.token(form, other.proof("POST", "/oauth/token", nil)); got.Status != 400 {
		t.Errorf("by another key: %d %s", got.Status, got.Text)
	}
	if got := a.tokens(form); got["token_type"] != "DPoP" {
		t.Errorf("%v", got)
	}
}

func TestBoundTokensDoNotComeFromTheBrowser(t *testing.T) {
	for name, row := range map[string]struct{ path, body string }{
		"the client requires": {"/sandbox/clients/spa", `{"require_proof_of_possession":true}`},
		"the API requires":    {atAPI, `{"proof_of_possession":{"mechanism":"dpop","required":true}}`},
	} {
		a := newApp(t)
		a.set("/sandbox/clients/spa", `{"grant_types":["authorization_code","implicit"]}`)
		a.set(row.path, row.body)
		a.set("/sandbox/policy", `{"auto_login":"user@example.com"}`)
		got := a.Do("GET", "/authorize?client_id=spa&response_type=token&nonce=n&scope=openid&audience="+url.QueryEscape(expenses)+"&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback", "")
		to, err := url.Parse(got.Header.Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		values, _ := url.ParseQuery(to.Fragment)
		if values.Get("error") != "invalid_request" || values.Get("access_token") != "" {
			t.Errorf("%s: %d %s", name, got.Status, to)
		}
	}
}

func TestSwitchesThatAreRefused(t *testing.T) {
	for body, field := range map[string]string{
		`{"proof_of_possession":{"mechanism":"mtls"}}`:                         "proof_of_possession.mechanism",
		`{"proof_of_possession":{"required":"yes"}}`:                           "proof_of_possession.required",
		`{"proof_of_possession":{"mechanism":"dpop","required_for":"nobody"}}`: "proof_of_possession.required_for",
		`{"proof_of_possession":true}`:                                         "proof_of_possession",
		`{"proof_of_possession":{"mechanism":"dpop","colour":"red"}}`:          "colour",
	} {
		a := newApp(t)
		got := a.Do("PATCH", atAPI, body)
		if got.Status != 400 || got.Object()["field"] != field {
			t.Errorf("%s: %d %s", body, got.Status, got.Text)
		}
	}
}
