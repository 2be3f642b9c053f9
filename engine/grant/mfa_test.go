package grant_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sandbox"
	"github.com/playgrant/playgrant/engine/store"
)

const (
	mfaOTP      = "http://auth0.com/oauth/grant-type/mfa-otp"
	mfaRecovery = "http://auth0.com/oauth/grant-type/mfa-recovery-code"
)

// firstFactor asks by password, for otp@example.com unless told otherwise, and
// returns the mfa_token.
func (s *server) firstFactor(pairs ...string) string {
	s.t.Helper()
	a := s.post(with(url.Values{
		"grant_type": {"password"}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
		"username": {"otp@example.com"}, "password": {"opensesame"}, "audience": {expenses},
		"scope": {"openid offline_access read:expenses"},
	}, pairs...))
	if a.status != http.StatusForbidden || a.text("error") != "mfa_required" {
		s.t.Fatalf("got %d %v, want mfa_required", a.status, a.body)
	}
	return a.text("mfa_token")
}

// otp is what the app of otp@example.com shows.
func (s *server) otp() string {
	s.t.Helper()
	code, _, err := mfa.Code(sandbox.TOTPSecret, s.time())
	if err != nil {
		s.t.Fatal(err)
	}
	return code
}

func factorForm(token string, pairs ...string) url.Values {
	return with(url.Values{
		"grant_type": {mfaOTP}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"}, "mfa_token": {token},
	}, pairs...)
}

func TestSecondFactorGivesWhatTheFirstWouldHave(t *testing.T) {
	for _, row := range []struct {
		name     string
		first    []string
		scope    string
		seconds  float64
		refresh  bool
		audience any
	}{
		{"all of it", nil, "openid offline_access read:expenses", 86400, true, []any{expenses, issuer + "userinfo"}},
		{"no scope: all of the API's", []string{"scope", ""}, "read:expenses write:expenses", 86400, false, expenses},
		{"an unknown scope", []string{"scope", "fly read:expenses"}, "read:expenses", 86400, false, expenses},
		{"an API without offline access", []string{"audience", reports}, "openid", 86400, false, []any{reports, issuer + "userinfo"}},
		{"the MFA API", []string{"audience", issuer + "mfa/", "scope", "enroll read:authenticators"}, "enroll read:authenticators", 600, false, issuer + "mfa/"},
		{"the Management API: one's own account alone", []string{"audience", issuer + "api/v2/", "scope", "openid offline_access read:current_user read:rules"}, "openid offline_access read:current_user", 86400, true, []any{issuer + "api/v2/", issuer + "userinfo"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newServer(t)
			a := s.post(factorForm(s.firstFactor(row.first...), "otp", s.otp()))
			if a.status != http.StatusOK || a.text("scope") != row.scope || a.body["expires_in"] != row.seconds || a.text("token_type") != "Bearer" {
				t.Fatalf("got %d %v", a.status, a.body)
			}
			if (a.text("refresh_token") != "") != row.refresh {
				t.Errorf("refresh token %q, want one: %v", a.text("refresh_token"), row.refresh)
			}
			access := s.claims(a.text("access_token"))
			if diff := cmp.Diff(row.audience, access["aud"]); diff != "" || access["gty"] != "password" {
				t.Errorf("access token %v", access)
			}
			if !strings.Contains(row.scope, "openid") {
				return
			}
			for _, claim := range []string{"amr", "acr", "nonce"} {
				if v, ok := s.claims(a.text("id_token"))[claim]; ok {
					t.Errorf("the ID token has %s %v; the MFA API gives none", claim, v)
				}
			}
		})
	}
}

func TestSecondFactorRefuses(t *testing.T) {
	for _, row := range []struct {
		name   string
		form   []string
		before func(*server)
		status int
		err    string
		text   string
		oidc   int
	}{
		{name: "a wrong code", form: []string{"otp", "000000"}, status: 403, err: "invalid_grant", text: "Invalid otp_code.", oidc: 400},
		{name: "no code", form: []string{"otp", ""}, status: 400, err: "invalid_request", text: "Missing required parameter: otp", oidc: 400},
		{name: "a huge code", form: []string{"otp", strings.Repeat("1", 500_000)}, status: 403, err: "invalid_grant", text: "Invalid otp_code.", oidc: 400},
		{name: "a control character", form: []string{"otp", "12345\x00"}, status: 400, err: "invalid_request", oidc: 400},
		{name: "no mfa_token", form: []string{"mfa_token", ""}, status: 400, err: "invalid_request", text: "Missing required parameter: mfa_token", oidc: 400},
		{name: "garbage for an mfa_token", form: []string{"mfa_token", "garbage"}, status: 403, err: "invalid_grant", text: "Malformed mfa_token", oidc: 400},
		{name: "expired", before: func(s *server) { s.advance(10 * time.Minute) }, status: 401, err: "expired_token", text: "mfa_token is expired", oidc: 401},
		{name: "another client", form: []string{"client_id", "web-app", "client_secret", "web-app-secret"}, status: 403, err: "invalid_grant", text: "Malformed mfa_token", oidc: 400},
		{name: "a public client", form: []string{"client_id", "spa", "client_secret", ""}, status: 403, err: "invalid_grant", text: "Malformed mfa_token", oidc: 400},
		{name: "a client without the grant", form: []string{"client_id", "partner-app", "client_secret", "partner-app-secret"}, status: 403, err: "unauthorized_client", oidc: 400},
		{name: "no secret", form: []string{"client_secret", ""}, status: 401, err: "access_denied", oidc: 401},
		{name: "another address", before: func(s *server) { s.mfa(func(m *model.MFATransaction) { m.Issuer = "https://localhost:2884/" }) }, status: 403, err: "invalid_grant", text: "Malformed mfa_token", oidc: 400},
		{name: "blocked meanwhile", before: func(s *server) { s.user("otp@example.com", func(u *model.User) { u.Blocked = true }) }, status: 403, err: "unauthorized", text: "user is blocked", oidc: 400},
		{name: "API gone meanwhile", before: func(s *server) { s.mfa(func(m *model.MFATransaction) { m.Audience = "https://gone.example" }) }, status: 403, err: "access_denied", oidc: 400},
		{name: "a recovery code for a code", form: []string{"otp", sandbox.RecoveryCode}, status: 403, err: "invalid_grant", text: "Invalid otp_code.", oidc: 400},
		{name: "a code for a recovery code", form: []string{"grant_type", mfaRecovery, "recovery_code", "123456"}, status: 403, err: "invalid_grant", text: "Invalid recovery_code.", oidc: 400},
		{name: "no recovery code", form: []string{"grant_type", mfaRecovery}, status: 400, err: "invalid_request", text: "Missing required parameter: recovery_code", oidc: 400},
		{name: "a grant that looks alike", form: []string{"grant_type", "mfa-otp"}, status: 400, err: "unsupported_grant_type", oidc: 400},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, dialect := range []string{model.DialectAuth0, model.DialectOIDC} {
				s := newServer(t)
				token := s.firstFactor()
				s.policy(func(p *model.Policy) { p.Dialect = dialect })
				form := factorForm(token, slices.Concat([]string{"otp", s.otp()}, row.form)...)
				if row.before != nil {
					row.before(s)
				}
				a := s.post(form)
				if dialect == model.DialectOIDC {
					if a.status != row.oidc {
						t.Errorf("oidc: got %d %v, want %d", a.status, a.body, row.oidc)
					}
					continue
				}
				if a.status != row.status || a.text("error") != row.err || row.text != "" && a.text("error_description") != row.text {
					t.Errorf("got %d %v", a.status, a.body)
				}
			}
		})
	}
}

// mfa changes the transactions that wait.
func (s *server) mfa(change func(*model.MFATransaction)) {
	s.update(func(tx store.Tx) error {
		for m, err := range store.MFAs.All(tx) {
			if err != nil {
				return err
			}
			change(m)
			if err := store.MFAs.Put(tx, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestMFATokenGivesTokensOnce(t *testing.T) {
	s := newServer(t)
	token := s.firstFactor()
	// A wrong code leaves it for another try.
	if a := s.post(factorForm(token, "otp", "000000")); a.text("error_description") != "Invalid otp_code." {
		t.Fatalf("got %d %v", a.status, a.body)
	}
	if a := s.post(factorForm(token, "otp", s.otp())); a.status != http.StatusOK {
		t.Fatalf("got %d %v", a.status, a.body)
	}
	s.advance(30 * time.Second)
	if a := s.post(factorForm(token, "otp", s.otp())); a.text("error_description") != "Malformed mfa_token" {
		t.Errorf("a second time: %d %v", a.status, a.body)
	}
}

func TestOneOfManySecondFactorsWins(t *testing.T) {
	s := newServer(t)
	var forms []url.Values
	// Some with the same mfa_token, some with another: the code is one.
	for range 8 {
		token := s.firstFactor()
		for range 8 {
			forms = append(forms, factorForm(token, "otp", s.otp()))
		}
	}
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		wins int
	)
	for _, form := range forms {
		wg.Go(func() {
			a := s.post(form)
			mu.Lock()
			defer mu.Unlock()
			switch a.status {
			case http.StatusOK:
				wins++
			case http.StatusForbidden, http.StatusTooManyRequests:
			default:
				t.Errorf("got %d %v", a.status, a.body)
			}
		})
	}
	wg.Wait()
	if wins != 1 {
		t.Errorf("one code gave tokens %d times", wins)
	}
}

func TestRecoveryCodeGivesTokensAndANewCode(t *testing.T) {
	s := newServer(t)
	code := sandbox.RecoveryCode
	for range 2 {
		a := s.post(factorForm(s.firstFactor(), "grant_type", mfaRecovery, "recovery_code", code))
		next := a.text("recovery_code")
		if a.status != http.StatusOK || len(next) != 24 || next == code || a.text("refresh_token") == "" || a.text("scope") != "openid offline_access read:expenses" {
			t.Fatalf("got %d %v", a.status, a.body)
		}
		code = next
	}
}

func TestSecondFactorOnRefresh(t *testing.T) {
	s := newServer(t)
	first := s.post(factorForm(s.firstFactor(), "otp", s.otp()))
	s.policy(func(p *model.Policy) { p.MFA.Flows = append(p.MFA.Flows, model.FlowRefreshToken) })
	s.advance(time.Minute)
	refresh := url.Values{
		"grant_type": {"refresh_token"}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
		"refresh_token": {first.text("refresh_token")}, "scope": {"openid read:expenses"},
	}
	want := s.post(refresh)
	if want.text("error") != "mfa_required" {
		t.Fatalf("got %d %v", want.status, want.body)
	}
	for _, form := range []url.Values{
		factorForm(want.text("mfa_token"), "otp", s.otp()),
		factorForm(s.post(refresh).text("mfa_token"), "grant_type", mfaRecovery, "recovery_code", sandbox.RecoveryCode),
	} {
		a := s.post(form)
		if a.status != http.StatusOK || a.text("scope") != "openid read:expenses" || s.claims(a.text("access_token"))["gty"] != "refresh_token" {
			t.Errorf("got %d %v", a.status, a.body)
		}
		if (a.text("recovery_code") != "") != (form.Get("grant_type") == mfaRecovery) {
			t.Errorf("recovery code %q", a.text("recovery_code"))
		}
	}
}
