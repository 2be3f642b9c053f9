package mfa_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
)

// associate sends JSON, as SDKs do.
func (w *world) associate(token, body string) answer {
	r := httptest.NewRequest(http.MethodPost, "/mfa/associate", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return w.send(r)
}

const wantOTP = `{"authenticator_types":["otp"]}`

// everybody makes a second factor a must for all.
func (w *world) everybody() *world {
	w.setPolicy(func(p *model.Policy) { p.MFA.When = model.MFAAlways })
	return w
}

func TestAssociateOTP(t *testing.T) {
	w := newWorld(t).everybody()
	token := w.begin("user@example.com")
	a := w.associate(token, wantOTP)
	var got struct {
		Type    string   `json:"authenticator_type"`
		Secret  string   `json:"secret"`
		URI     string   `json:"barcode_uri"`
		Recover []string `json:"recovery_codes"`
	}
	if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if got.Type != "otp" || len(got.Recover) != 1 || !regexp.MustCompile(`^[A-Z0-9]{24}$`).MatchString(got.Recover[0]) {
		t.Errorf("got %s", a.body)
	}
	if _, _, err := mfa.Code(got.Secret, start); err != nil || len(got.Secret) != 32 {
		t.Errorf("the secret %q: %v", got.Secret, err)
	}
	uri, err := url.Parse(got.URI)
	if err != nil || uri.Scheme != "otpauth" || uri.Host != "totp" || uri.Path != "/Playgrant:user@example.com" {
		t.Fatalf("barcode_uri %q: %v", got.URI, err)
	}
	for name, want := range map[string]string{
		"secret": got.Secret, "issuer": "Playgrant", "algorithm": "SHA1", "digits": "6", "period": "30",
	} {
		if uri.Query().Get(name) != want {
			t.Errorf("barcode_uri has %s %q, want %q", name, uri.Query().Get(name), want)
		}
	}
	// It is listed, but not active; asking again puts another in its place.
	w.associate(token, wantOTP)
	list := deviceID.ReplaceAllString(w.list("Bearer "+token).body, `|dev_ID"`)
	want := `[{"id":"totp|dev_ID","authenticator_type":"otp","type":"otp","active":false},` +
		`{"id":"recovery-code|dev_ID","authenticator_type":"recovery-code","type":"recovery-code","active":false}]`
	if list != want {
		t.Errorf("got %s\nwant %s", list, want)
	}
	// What is not confirmed cannot be challenged.
	wantError(t, w.challenge(token), 403, "association_required", "")
	wantWrong(t, w.otp("user@example.com", w.codeOf(got.Secret)), "otp.matches")
}

func (w *world) codeOf(secret string) string {
	w.t.Helper()
	code, _, err := mfa.Code(secret, w.time())
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

func TestAssociateGivesRecoveryCodesOnlyAtFirst(t *testing.T) {
	w := newWorld(t)
	if a := w.associate(w.access(nil), wantOTP); a.status != http.StatusOK || strings.Contains(a.body, "recovery_codes") {
		t.Errorf("a second app: %d %s", a.status, a.body)
	}
	w = newWorld(t).everybody()
	w.setPolicy(func(p *model.Policy) { p.MFA.Factors = []string{model.FactorOTP} })
	if a := w.associate(w.begin("user@example.com"), wantOTP); a.status != http.StatusOK || strings.Contains(a.body, "recovery_codes") {
		t.Errorf("without recovery codes in the policy: %d %s", a.status, a.body)
	}
}

func TestAssociateRefuses(t *testing.T) {
	first := func(w *world) string { return w.begin("user@example.com") }
	with := func(change map[string]any) func(*world) string {
		return func(w *world) string { return w.access(change) }
	}
	for _, c := range []struct {
		name   string
		token  func(*world) string
		body   string
		status int
		code   string
		text   string
	}{
		{"no token", func(*world) string { return "" }, wantOTP, 401, "invalid_token", ""},
		{"garbage for a token", func(*world) string { return "garbage" }, wantOTP, 401, "invalid_grant", "Malformed mfa_token"},
		{"an access token without enroll", with(map[string]any{"scope": "read:authenticators"}), wantOTP, 403, "insufficient_scope", ""},
		{"an access token of another API", with(map[string]any{"aud": "https://expenses.example/api"}), wantOTP, 401, "invalid_token", ""},
		{"an mfa_token of a user who has an app", func(w *world) string { return w.begin("otp@example.com") }, wantOTP, 400, "access_denied", "User is already enrolled."},
		{"of one who has a phone", func(w *world) string { return w.begin("phone@example.com") }, wantOTP, 400, "access_denied", "User is already enrolled."},
		{"of one who has email", func(w *world) string { return w.begin("email@example.com") }, wantOTP, 400, "access_denied", "User is already enrolled."},
		{"an empty body", first, "", 400, "invalid_request", "Missing required parameter: authenticator_types"},
		{"no types", first, `{}`, 400, "invalid_request", "Missing required parameter: authenticator_types"},
		{"null", first, `{"authenticator_types":null}`, 400, "invalid_request", "Missing required parameter: authenticator_types"},
		{"an empty list", first, `{"authenticator_types":[]}`, 400, "invalid_request", ""},
		{"a number", first, `{"authenticator_types":7}`, 400, "invalid_request", ""},
		{"a list of numbers", first, `{"authenticator_types":[1]}`, 400, "invalid_request", ""},
		{"another kind", first, `{"authenticator_types":["webauthn"]}`, 400, "invalid_request", ""},
		{"two kinds", first, `{"authenticator_types":["otp","oob"]}`, 400, "invalid_request", ""},
		{"oob without a channel", first, `{"authenticator_types":["oob"]}`, 400, "invalid_request", ""},
		{"two channels", first, `{"authenticator_types":["oob"],"oob_channels":["sms","voice"],"phone_number":"+15555550123"}`, 400, "invalid_request", ""},
		{"a channel nobody knows", first, `{"authenticator_types":["oob"],"oob_channels":["pigeon"]}`, 400, "invalid_request", ""},
		{"a push by its factor's name", first, `{"authenticator_types":["oob"],"oob_channels":["push-notification"]}`, 400, "invalid_request", ""},
		{"the channels under another name", first, `{"authenticator_types":["oob"],"oob_channel":"sms","phone_number":"+15555550123"}`, 400, "invalid_request", ""},
		{"sms without a number", first, `{"authenticator_types":["oob"],"oob_channels":["sms"]}`, 400, "invalid_request", ""},
		{"a national number", first, `{"authenticator_types":["oob"],"oob_channels":["voice"],"phone_number":"05555550123"}`, 400, "invalid_request", ""},
		{"a number with blanks", first, `{"authenticator_types":["oob"],"oob_channels":["sms"],"phone_number":"+1 555 555 0123"}`, 400, "invalid_request", ""},
		{"a number that is a number", first, `{"authenticator_types":["oob"],"oob_channels":["sms"],"phone_number":15555550123}`, 400, "invalid_request", ""},
		{"a number too long", first, `{"authenticator_types":["oob"],"oob_channels":["sms"],"phone_number":"+1234567890123456"}`, 400, "invalid_request", ""},
		{"no email address", first, `{"authenticator_types":["oob"],"oob_channels":["email"],"email":"Me <me@example.com>"}`, 400, "invalid_request", ""},
		{"no JSON", first, `{"authenticator_types":`, 400, "invalid_request", ""},
		{"push switched off", func(w *world) string {
			token := first(w)
			w.setPolicy(func(p *model.Policy) { p.MFA.Factors = []string{model.FactorPhone} })
			return token
		}, `{"authenticator_types":["oob"],"oob_channels":["auth0"]}`, 403, "access_denied", "The factor push-notification is not enabled"},
		{"a factor that is switched off", func(w *world) string {
			token := first(w)
			w.setPolicy(func(p *model.Policy) { p.MFA.Factors = []string{model.FactorPhone} })
			return token
		}, wantOTP, 403, "access_denied", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, dialect := range []string{model.DialectAuth0, model.DialectOIDC} {
				w := newWorld(t).everybody()
				w.setPolicy(func(p *model.Policy) { p.Dialect = dialect })
				a := w.associate(c.token(w), c.body)
				wantError(t, a, c.status, c.code, c.text)
				if last := a.trail[len(a.trail)-1]; last.Fix == "" {
					t.Errorf("%s does not say what to do", last.ID)
				}
			}
		})
	}
}
