package grant_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sandbox"
	"github.com/playgrant/playgrant/engine/store"
)

// mfaAPI sends JSON to an endpoint of the MFA API and reads its answer into v.
func (s *server) mfaAPI(method, path, token, body string, v any) int {
	s.t.Helper()
	req := httptest.NewRequest(method, issuer+path, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	s.http.ServeHTTP(w, req)
	if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
		s.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w.Code
}

// enroll begins to enrol an app and returns its secret and the recovery code.
func (s *server) enroll(token string) (secret, recovery string) {
	s.t.Helper()
	var app struct {
		Secret        string   `json:"secret"`
		RecoveryCodes []string `json:"recovery_codes"`
	}
	if status := s.mfaAPI(http.MethodPost, "mfa/associate", token, `{"authenticator_types":["otp"]}`, &app); status != http.StatusOK {
		s.t.Fatalf("associate: %d", status)
	}
	return app.Secret, strings.Join(app.RecoveryCodes, " ")
}

func (s *server) codeOf(secret string) string {
	s.t.Helper()
	code, _, err := mfa.Code(secret, s.time())
	if err != nil {
		s.t.Fatal(err)
	}
	return code
}

// The seed page's walk: mfa_required, the list, the challenge, the code.
func TestWalkThroughAnMFAChallenge(t *testing.T) {
	s := newServer(t)
	token := s.firstFactor()
	var list []map[string]any
	if status := s.mfaAPI(http.MethodGet, "mfa/authenticators", token, "", &list); status != http.StatusOK || len(list) != 2 {
		t.Fatalf("authenticators: %d %v", status, list)
	}
	id, _ := list[0]["id"].(string)
	var challenge map[string]any
	body := `{"client_id":"trusted-app","client_secret":"trusted-app-secret","challenge_type":"otp","mfa_token":"` + token + `","authenticator_id":"` + id + `"}`
	if status := s.mfaAPI(http.MethodPost, "mfa/challenge", "", body, &challenge); status != http.StatusOK || challenge["challenge_type"] != "otp" {
		t.Fatalf("challenge: %d %v", status, challenge)
	}
	if a := s.post(factorForm(token, "otp", s.otp())); a.status != http.StatusOK || a.text("refresh_token") == "" {
		t.Errorf("got %d %v", a.status, a.body)
	}
}

func TestFirstEnrolment(t *testing.T) {
	s := newServer(t)
	s.policy(func(p *model.Policy) { p.MFA.When = model.MFAAlways })
	user := []string{"username", "user@example.com"}
	token := s.firstFactor(user...)
	abandoned, _ := s.enroll(token)
	secret, recovery := s.enroll(token)

	for name, form := range map[string][]string{
		"a wrong code":                     {"otp", "000000"},
		"a code of an abandoned enrolment": {"otp", s.codeOf(abandoned)},
		"an unconfirmed recovery code":     {"grant_type", mfaRecovery, "recovery_code", recovery},
	} {
		if a := s.post(factorForm(token, form...)); a.status != http.StatusForbidden || a.text("error") != "invalid_grant" {
			t.Errorf("%s: %d %v", name, a.status, a.body)
		}
	}
	a := s.post(factorForm(token, "otp", s.codeOf(secret)))
	if a.status != http.StatusOK || a.text("refresh_token") == "" {
		t.Fatalf("confirming: %d %v", a.status, a.body)
	}
	// From now on the app is a factor, and its first code is spent.
	next := s.firstFactor(user...)
	if a := s.post(factorForm(next, "otp", s.codeOf(secret))); a.status != http.StatusForbidden {
		t.Errorf("the confirming code again: %d %v", a.status, a.body)
	}
	s.advance(30 * time.Second)
	if a := s.post(factorForm(next, "otp", s.codeOf(secret))); a.status != http.StatusOK {
		t.Errorf("the next code: %d %v", a.status, a.body)
	}
	if a := s.post(factorForm(s.firstFactor(user...), "grant_type", mfaRecovery, "recovery_code", recovery)); a.status != http.StatusOK {
		t.Errorf("the recovery code: %d %v", a.status, a.body)
	}
}

// A password alone must not get past a factor that was enrolled meanwhile.
func TestAnEnrolmentBegunEarlierIsNoWayPastALaterFactor(t *testing.T) {
	s := newServer(t)
	s.policy(func(p *model.Policy) { p.MFA.When = model.MFAAlways })
	user := []string{"username", "user@example.com"}
	token := s.firstFactor(user...)
	secret, _ := s.enroll(token)
	s.update(func(tx store.Tx) error {
		u, err := store.UserWithEmail(tx, "user@example.com")
		if err != nil {
			return err
		}
		return store.AddAuthenticator(tx, &model.Authenticator{
			ID: "sms|dev_0000000000000000", UserID: u.UserID, Kind: model.KindSMS, Name: "+15555550123", Active: true,
		})
	})
	for _, token := range []string{token, s.firstFactor(user...)} {
		if a := s.post(factorForm(token, "otp", s.codeOf(secret))); a.status != http.StatusForbidden || a.text("error") != "invalid_grant" {
			t.Errorf("got %d %v", a.status, a.body)
		}
	}
}

func TestAnotherAppByAnAccessTokenForTheMFAAPI(t *testing.T) {
	s := newServer(t)
	login := s.firstFactor("audience", issuer+"mfa/", "scope", "enroll read:authenticators")
	access := s.post(factorForm(login, "otp", s.otp())).text("access_token")
	secret, recovery := s.enroll(access)
	if recovery != "" {
		t.Error("recovery codes come with the first factor only")
	}
	for name, form := range map[string][]string{
		"a wrong code":                {"otp", "000000"},
		"a code of the app in use":    {"otp", s.codeOf(sandbox.TOTPSecret)},
		"another client":              {"otp", s.codeOf(secret), "client_id", "web-app", "client_secret", "web-app-secret"},
		"an ordinary login's token":   {"otp", s.codeOf(secret), "mfa_token", s.firstFactor()},
		"a token with another's name": {"otp", s.codeOf(secret), "mfa_token", access[:len(access)-4] + "AAAA"},
	} {
		if a := s.post(factorForm(access, form...)); a.status != http.StatusForbidden || a.text("error") != "invalid_grant" {
			t.Errorf("%s: %d %v", name, a.status, a.body)
		}
	}
	a := s.post(factorForm(access, "otp", s.codeOf(secret)))
	if a.status != http.StatusOK || a.body["expires_in"] != 600.0 || a.text("scope") != "enroll read:authenticators" {
		t.Fatalf("confirming: %d %v", a.status, a.body)
	}
	if aud := s.claims(a.text("access_token"))["aud"]; aud != issuer+"mfa/" {
		t.Errorf("the audience is %v", aud)
	}
	s.advance(30 * time.Second)
	if a := s.post(factorForm(s.firstFactor(), "otp", s.codeOf(secret))); a.status != http.StatusOK {
		t.Errorf("the new app: %d %v", a.status, a.body)
	}
	s.advance(10 * time.Minute)
	if a := s.post(factorForm(access, "otp", s.codeOf(secret))); a.status != http.StatusUnauthorized || a.text("error") != "expired_token" {
		t.Errorf("an expired access token: %d %v", a.status, a.body)
	}
}
