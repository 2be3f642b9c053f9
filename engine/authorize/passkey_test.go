package authorize_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// withPasskeys serves a sandbox whose policy has passkeys and asks everybody
// for a second factor, at a name: a number can have none.
func withPasskeys(t testing.TB) *enginetest.Server {
	t.Helper()
	s := enginetest.New(t)
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	s.URL = "http://localhost:" + u.Port()
	policy(t, s, func(p *model.Policy) {
		p.MFA.When = model.MFAAlways
		p.MFA.Factors = append(p.MFA.Factors, model.KindRoaming, model.KindPlatform)
	})
	return s
}

// enrolled gives the newcomer a security key, and returns it.
func enrolled(t testing.TB, s *enginetest.Server) *softKey {
	t.Helper()
	b, key := open(t, s), newSoftKey(t, s.URL)
	p := b.submit(b.logIn(b.authorize(), newcomer), "factor", model.KindRoaming)
	wantPage(t, p, 200, "Set up a passkey")
	wantRecoveryCode(t, b, b.submit(p, "action", "default", "credential", key.create(p)))
	return key
}

// withPasskey answers the login page's form for passkeys.
func (b *browser) withPasskey(p page, credential string) page {
	b.t.Helper()
	form := p.hidden()
	form.Set("credential", credential)
	return b.do(http.MethodPost, "/u/login-passkey", form)
}

// asksPasskey logs the newcomer in up to the page that asks for their key.
func asksPasskey(t testing.TB, b *browser) page {
	t.Helper()
	p := b.logIn(b.authorize("prompt", "login"), newcomer)
	wantPage(t, p, 200, "Use your passkey")
	return p
}

func TestAPasskeyIsASecondFactor(t *testing.T) {
	s := withPasskeys(t)
	key := enrolled(t, s)
	if got := factorsOf(t, s, newcomer); !slices.Equal(got, []string{"recovery-code", "webauthn-roaming"}) {
		t.Fatalf("the user has %v", got)
	}
	b := open(t, s)
	p := asksPasskey(t, b)
	if got := codeOf(t, s, wantCode(t, b.submit(p, "action", "default", "credential", key.prove(p)))); !got.Authenticated.MFA {
		t.Errorf("%+v knows of no second factor", got)
	}
}

func TestAPasskeyLogsInByItself(t *testing.T) {
	s := withPasskeys(t)
	b := open(t, s)
	if p := b.authorize(); strings.Contains(p.text, "passkey") || strings.Contains(p.header.Get("Content-Security-Policy"), "script-src") {
		t.Error("passkeys are offered where nobody has one")
	}
	key := enrolled(t, s)
	p := b.authorize()
	got := codeOf(t, s, wantCode(t, b.withPasskey(p, key.prove(p))))
	if !got.Authenticated.MFA || got.Authenticated.UserID == "" {
		t.Errorf("%+v", got)
	}
	user(t, s, newcomer, func(u *model.User) { u.Blocked = true })
	b = open(t, s)
	p = b.authorize("prompt", "login")
	if p = b.withPasskey(p, key.prove(p)); p.status != 403 || !strings.Contains(p.text, "blocked") {
		t.Errorf("a blocked user: %d\n%s", p.status, p.text)
	}
	policy(t, s, func(p *model.Policy) { p.MFA.Factors = []string{model.FactorOTP} })
	user(t, s, newcomer, func(u *model.User) { u.Blocked = false })
	p = b.authorize("prompt", "login")
	if strings.Contains(p.text, "passkey") {
		t.Error("a policy without passkeys still offers them")
	}
}

// What a passkey signs is held against this very page, at this very address.
func TestFalsePasskeysAreRefused(t *testing.T) {
	s := withPasskeys(t)
	key := enrolled(t, s)
	for name, spoil := range map[string]func(*softKey){
		"another's key":                 func(k *softKey) { k.private = newSoftKey(t, s.URL).private },
		"another credential":            func(k *softKey) { k.id = []byte("somebody else's") },
		"another user":                  func(k *softKey) { k.user = []byte("auth0|nobody") },
		"another address":               func(k *softKey) { k.origin = "http://attacker.example" },
		"another port":                  func(k *softKey) { k.origin = "http://localhost:1" },
		"https for http":                func(k *softKey) { k.origin = strings.Replace(k.origin, "http", "https", 1) },
		"another relying party":         func(k *softKey) { k.rpID = "attacker.example" },
		"another challenge":             func(k *softKey) { k.challenge = encode([]byte(strings.Repeat("x", 43))) },
		"the ceremony of setting it up": func(k *softKey) { k.typ = "webauthn.create" },
		"nobody is there":               func(k *softKey) { k.flags = 0 },
		"a counter that stands still":   func(k *softKey) { k.counter = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t, s)
			p := asksPasskey(t, b)
			bad := *key
			spoil(&bad)
			after := b.submit(p, "action", "default", "credential", bad.prove(p))
			if after.status != 400 || !strings.Contains(after.text, `id="alert"`) {
				t.Fatalf("%d\n%s", after.status, after.text)
			}
			// A challenge is good for one answer, and the page has another.
			if key.asked(after).Challenge == key.asked(p).Challenge {
				t.Error("the page shows the challenge that was answered")
			}
			if again := b.submit(p, "action", "default", "credential", key.prove(p)); again.status != 400 {
				t.Errorf("the right answer to a spent challenge: %d\n%s", again.status, again.text)
			}
		})
	}
}

func TestFalseEnrolmentsAreRefused(t *testing.T) {
	s := withPasskeys(t)
	for name, answer := range map[string]func(*softKey, page) string{
		"nothing":         func(*softKey, page) string { return "" },
		"no JSON":         func(*softKey, page) string { return "{" },
		"another type":    func(*softKey, page) string { return `{"id":"AA","rawId":"AA","type":"x","response":{}}` },
		"no response":     func(*softKey, page) string { return `{"id":"AA","rawId":"AA","type":"public-key"}` },
		"rubbish":         func(*softKey, page) string { return strings.Repeat(`[{"response":`, 4000) },
		"another address": func(k *softKey, p page) string { k.origin = "http://attacker.example"; return k.create(p) },
		"old challenge": func(k *softKey, p page) string {
			k.challenge = encode([]byte(strings.Repeat("x", 43)))
			return k.create(p)
		},
		"nobody there":    func(k *softKey, p page) string { k.flags = 0; return k.create(p) },
		"not verified":    func(k *softKey, p page) string { k.flags = flagPresent; return k.create(p) },
		"a proof instead": func(k *softKey, p page) string { return k.prove(p) },
	} {
		t.Run(name, func(t *testing.T) {
			b, key := open(t, s), newSoftKey(t, s.URL)
			p := b.submit(b.logIn(b.authorize("prompt", "login"), newcomer), "factor", model.KindPlatform)
			wantPage(t, p, 200, "Set up a passkey")
			after := b.submit(p, "action", "default", "credential", answer(key, p))
			if after.status != 400 || !strings.Contains(after.text, `role="alert"`) {
				t.Errorf("%d\n%s", after.status, after.text)
			}
			if got := factorsOf(t, s, newcomer); len(got) != 0 {
				t.Errorf("the user has %v", got)
			}
		})
	}
}

func TestAPasskeyIsForItsAddressAlone(t *testing.T) {
	s := withPasskeys(t)
	enrolled(t, s)
	s.URL = strings.Replace(s.URL, "localhost", "127.0.0.1", 1)
	b := open(t, s)
	p := b.logIn(b.authorize(), newcomer)
	if p.status != 200 || !strings.Contains(p.text, "<code>localhost</code>") || strings.Contains(p.text, "data-ask") {
		t.Errorf("%d\n%s", p.status, p.text)
	}
	if p = b.submit(p, "action", "default", "credential", `{"id":"AA"}`); p.status >= 500 {
		t.Errorf("%d\n%s", p.status, p.text)
	}
	wantPage(t, b.submit(p, "action", "other"), 200, "Choose another way")
}

// One who has a passkey for another address too is asked for the one of this.
func TestAPasskeyOfAnotherAddressIsNotInTheWay(t *testing.T) {
	s := withPasskeys(t)
	key := enrolled(t, s)
	edit(t, s, func(tx store.Tx) error {
		u, err := store.UserWithEmail(tx, newcomer)
		if err != nil {
			return err
		}
		return store.AddAuthenticator(tx, &model.Authenticator{
			ID: model.KindRoaming + "|dev_elsewhere", UserID: u.UserID, Kind: model.KindRoaming, Active: true,
			Passkey: &model.Passkey{ID: []byte("elsewhere"), PublicKey: []byte("another"), RPID: "tenant.localhost"},
		})
	})
	b := open(t, s)
	p := asksPasskey(t, b)
	if !strings.Contains(p.text, "data-ask") {
		t.Fatalf("the page does not ask for the one of this address:\n%s", p.text)
	}
	wantCode(t, b.submit(p, "action", "default", "credential", key.prove(p)))
}

// The MFA API has no passkeys: an app is told of none, and a password alone
// still gets nobody past one.
func TestTheMFAAPIKnowsNoPasskeys(t *testing.T) {
	s := withPasskeys(t)
	enrolled(t, s)
	edit(t, s, func(tx store.Tx) error {
		u, err := store.UserWithEmail(tx, newcomer)
		if err != nil {
			return err
		}
		list, err := store.AuthenticatorsOf(tx, u.UserID)
		for _, a := range list {
			if a.Kind == model.KindRecoveryCode {
				err = store.RemoveAuthenticator(tx, a)
			}
		}
		return err
	})
	answer := s.Form("/oauth/token", "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&password=opensesame&username="+newcomer)
	if answer.Status != 403 || answer.Object()["error"] != "mfa_required" {
		t.Fatalf("%d %s", answer.Status, answer.Text)
	}
	if strings.Contains(answer.Text, "webauthn") {
		t.Errorf("an app is told of a passkey: %s", answer.Text)
	}
}
