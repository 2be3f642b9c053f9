package demos_test

import (
	"fmt"
	"strings"
	"testing"
)

// Every form of an expectation: one that holds, and the same made false, which
// fails the run and says what came instead.
func TestExpectations(t *testing.T) {
	const tokens = `
POST /oauth/token

grant_type=password
&client_id=trusted-app&client_secret=trusted-app-secret
&username=USER&password=opensesame&audience=https://expenses.example/api&scope=openid email offline_access`
	granted := strings.ReplaceAll(tokens, "USER", "user@example.com")
	required := strings.ReplaceAll(tokens, "USER", "otp@example.com")
	refused := strings.Replace(granted, "opensesame", "wrong", 1)
	const authorize = `
GET /authorize?client_id=web-app&response_type=code&redirect_uri={{callback}}&state={{state}}`
	back := authorize + "&prompt=none"
	page := "\nGET /authorize?client_id=nobody"

	tests := []struct {
		request, holds, fails, got string
	}{
		{granted, "200", "403", "200"},
		{refused, "403 invalid_grant", "403 access_denied", "403 invalid_grant: Wrong email or password."},
		{refused, "403 invalid_grant", "401 invalid_grant", "403 invalid_grant"},
		{granted, "200", "403 invalid_grant", "200"},
		{authorize, "302 to /u/login", "302 to /u/consent", "302 to " + base + "/u/login"},
		{authorize, "302 to /u/login", "302 to {{callback}}", "302 to " + base + "/u/login"},
		{authorize, "302 to {{base}}/u/login", "301 to {{base}}/u/login", "302 to"},
		{granted, "200", "302 to /u/login", "200"},
		{back, "302 to {{callback}}", "302 to {{callback}}/more", "302 to https://yourapp.example/callback login_required"},
		{back, "error is login_required", "error is access_denied", "login_required"},
		{back, "state is {{state}}", "state is {{nonce}}", ""},
		{granted, "token_type is Bearer", "token_type is bearer", "Bearer"},
		{granted, "expires_in is 86400", "expires_in is 86401", "86400"},
		{granted, "token_type is not DPoP", "token_type is not Bearer", "the same"},
		{granted, "token_type differs from DPoP", "nothing differs from Bearer", "absent"},
		{granted, "scope contains email", "scope contains phone", "openid email offline_access"},
		{granted, "scope lacks phone", "scope lacks email", "openid email offline_access"},
		{granted, "refresh_token is present", "refresh_token is absent", "present, with another value"},
		{granted, "recovery_code is absent", "recovery_code is present", "absent"},
		{granted, "refresh_token is not {{state}}", "refresh_token is {{state}}", "present, with another value"},
		{granted, "access_token is a JWT", "access_token is no JWT", "a JWT"},
		{granted, "refresh_token is no JWT", "refresh_token is a JWT", "no JWT"},
		{granted, "id_token.email is user@example.com", "id_token.email is otp@example.com", "user@example.com"},
		{granted, "id_token.iss is {{issuer}}", "id_token.iss is {{base}}", base + "/"},
		{granted, "id_token.nonce is absent", "id_token.nonce is present", "absent"},
		{granted, "access_token.aud contains https://expenses.example/api", "access_token.aud contains https://other.example/api", "https://expenses.example/api"},
		{required, "mfa_requirements.challenge[type=otp] is present", "mfa_requirements.challenge[type=email] is present", "absent"},
		{required, "mfa_requirements.challenge[0].type is otp", "mfa_requirements.challenge[9].type is otp", "absent"},
		{required, "mfa_requirements.challenge[*].type contains otp", "mfa_requirements.challenge[*].type contains push", `["otp","recovery-code"]`},
		{required, "mfa_requirements.challenge[*].type lacks push", "mfa_requirements.challenge[*].type lacks otp", `["otp","recovery-code"]`},
		{granted, "header Cache-Control is no-store", "header Cache-Control is no-cache", "no-store"},
		{granted, "header Location is absent", "header Location is present", "absent"},
		{granted, "header Content-Type contains json", "header Content-Type lacks json", "application/json"},
		{page, "page says nobody", "page says that all is well", ""},
		{granted, "200", "page says Log in", "200, which is no page"},
		{granted, "check password.right passed", "check password.right failed", ""},
		{refused, "check password.right failed", "check password.right passed", "expected"},
		{granted, "check grant.known passed", "check no.such-check passed", "not checked; the checks were "},
		{granted, "capture header Cache-Control as how", "capture header No-Such as how", "200, which has no header No-Such"},
		{granted, "capture access_token", "capture accesstoken", "200, which has no accesstoken"},
	}
	for _, tt := range tests {
		t.Run(tt.fails, func(t *testing.T) {
			doc := func(expect string) string {
				return fmt.Sprintf("## S\n'''http%s\n'''\n\n'''expect\n%s\n'''\n", tt.request, expect)
			}
			if report, out := run(t, parse(t, doc(tt.holds))); !report.OK {
				t.Errorf("%s does not hold:\n%s", tt.holds, out)
			}
			report, out := run(t, parse(t, doc(tt.fails)))
			if report.OK || report.Steps[0].OK {
				t.Fatalf("%s holds:\n%s", tt.fails, out)
			}
			verdict := report.Steps[0].Outcome.Verdicts[0]
			if verdict.OK || verdict.Text != tt.fails || !strings.Contains(verdict.Got, tt.got) {
				t.Errorf("got %+v, want it to say %q", verdict, tt.got)
			}
			if !strings.Contains(out, "✗ "+tt.fails) {
				t.Errorf("the output does not show the failure:\n%s", out)
			}
		})
	}
}

// A variant that does not hold fails the run too, and the demo goes on.
func TestAFalseVariantFailsTheRun(t *testing.T) {
	report, out := run(t, parse(t, `
## One
'''http
GET /healthz
'''
'''expect
200
'''
### Break it: not at all
'''http
the same request
'''
'''expect
404
'''
## Two
'''http
GET /readyz
'''
'''expect
200
'''
`))
	if report.OK || report.Steps[0].OK || report.Steps[0].Variants[0].OK || len(report.Steps) != 2 || !report.Steps[1].OK {
		t.Errorf("got %+v", report)
	}
	if !strings.Contains(out, "2 steps and 1 variant, 1 failed") {
		t.Errorf("the last line does not count:\n%s", out)
	}
}

// A step that fails ends the run: the next ones build on it.
func TestAFalseStepStopsTheRun(t *testing.T) {
	report, out := run(t, parse(t, `
## One
'''http
GET /healthz
'''
'''expect
404
'''
## Two
'''http
GET /readyz
'''
`))
	if report.OK || len(report.Steps) != 1 || !strings.Contains(out, "Stopped") {
		t.Errorf("got %+v\n%s", report, out)
	}
}
