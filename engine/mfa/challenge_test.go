package mfa_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
)

// challenge asks trusted-app's way for a challenge, with more pairs added or
// put in place of what is there.
func (w *world) challenge(token string, pairs ...string) answer {
	return w.post("/mfa/challenge", slices.Concat([]string{
		"client_id", "trusted-app", "client_secret", "trusted-app-secret", "mfa_token", token,
	}, pairs)...)
}

func TestChallengeOTP(t *testing.T) {
	id := func(w *world, user string) string { return w.authenticator(user, model.KindTOTP).ID }
	for _, c := range []struct {
		name, user string
		pairs      func(*world) []string
	}{
		{"no type: both", "otp@example.com", nil},
		{"otp", "otp@example.com", func(*world) []string { return []string{"challenge_type", "otp"} }},
		{"otp oob, an app before the rest", "all@example.com", func(*world) []string { return []string{"challenge_type", "oob otp"} }},
		{"with types nobody knows", "otp@example.com", func(*world) []string { return []string{"challenge_type", "carrier-pigeon otp"} }},
		{"the app named", "push@example.com", func(w *world) []string { return []string{"authenticator_id", id(w, "push@example.com")} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			var pairs []string
			if c.pairs != nil {
				pairs = c.pairs(w)
			}
			a := w.challenge(w.begin(c.user), pairs...)
			if a.status != http.StatusOK || a.body != `{"challenge_type":"otp"}` {
				t.Errorf("%d %s", a.status, a.body)
			}
		})
	}
}

func TestChallengeOtherWaysToSendIt(t *testing.T) {
	w := newWorld(t)
	token := w.begin("otp@example.com")
	send := func(kind, body string, edit func(*http.Request)) answer {
		r := httptest.NewRequest(http.MethodPost, "/mfa/challenge", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		edit(r)
		return w.send(r)
	}
	json := `{"client_id":"trusted-app","client_secret":"trusted-app-secret","challenge_type":"otp","mfa_token":"` + token + `"}`
	for name, a := range map[string]answer{
		"JSON":            send("application/json", json, func(*http.Request) {}),
		"JSON in UTF-8":   send("application/json; charset=utf-8", json, func(*http.Request) {}),
		"secret by Basic": send("application/x-www-form-urlencoded", "mfa_token="+token, func(r *http.Request) { r.SetBasicAuth("trusted-app", "trusted-app-secret") }),
	} {
		if a.status != http.StatusOK || a.body != `{"challenge_type":"otp"}` {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	for name, a := range map[string]answer{
		"no content type":  send("", json, func(*http.Request) {}),
		"XML":              send("text/xml", "<mfa/>", func(*http.Request) {}),
		"a list":           send("application/json", "[]", func(*http.Request) {}),
		"half an object":   send("application/json", json[:20], func(*http.Request) {}),
		"an empty body":    send("application/json", "", func(*http.Request) {}),
		"a token twice":    send("application/x-www-form-urlencoded", "mfa_token=a&mfa_token=b", func(*http.Request) {}),
		"a token as list":  send("application/json", strings.Replace(json, `"`+token+`"`, `["`+token+`"]`, 1), func(*http.Request) {}),
		"in the query":     send("application/x-www-form-urlencoded", "", func(r *http.Request) { r.URL.RawQuery = "mfa_token=" + token }),
		"another's secret": send("application/json", strings.Replace(json, "trusted-app-secret", "web-app-secret", 1), func(*http.Request) {}),
	} {
		if a.status < 400 || a.status > 403 || !strings.HasPrefix(a.body, `{"error":"`) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}

func TestChallengeRefuses(t *testing.T) {
	pairs := func(p ...string) func(*world) []string { return func(*world) []string { return p } }
	named := func(user, kind string) func(*world) []string {
		return func(w *world) []string { return []string{"authenticator_id", w.authenticator(user, kind).ID} }
	}
	for _, c := range []struct {
		name, user string
		when       string
		pairs      func(*world) []string
		status     int
		code       string
		rule       string
	}{
		{"no factor at all", "user@example.com", model.MFAAlways, pairs(), 403, "association_required", "challenge.enrolled"},
		{"no factor, one asked for", "user@example.com", model.MFAAlways, pairs("challenge_type", "otp"), 403, "association_required", "challenge.enrolled"},
		{"only oob accepted", "otp@example.com", "", pairs("challenge_type", "oob"), 403, "unsupported_challenge_type", "challenge.type"},
		{"only otp accepted", "phone@example.com", "", pairs("challenge_type", "otp"), 403, "unsupported_challenge_type", "challenge.type"},
		{"a type nobody knows", "otp@example.com", "", pairs("challenge_type", "carrier-pigeon"), 403, "unsupported_challenge_type", "challenge.type"},
		{"another case", "otp@example.com", "", pairs("challenge_type", "OTP"), 403, "unsupported_challenge_type", "challenge.type"},
		{"a comma between", "otp@example.com", "", pairs("challenge_type", "otp,oob"), 403, "unsupported_challenge_type", "challenge.type"},
		{"a recovery code", "otp@example.com", "", named("otp@example.com", model.KindRecoveryCode), 403, "unsupported_challenge_type", "challenge.type"},
		{"an unknown id", "otp@example.com", "", pairs("authenticator_id", "totp|dev_0000000000000000"), 404, "invalid_grant", "challenge.authenticator"},
		{"a huge id", "otp@example.com", "", pairs("authenticator_id", strings.Repeat("x", 500_000)), 404, "invalid_grant", "challenge.authenticator"},
		{"another user's", "otp@example.com", "", named("all@example.com", model.KindTOTP), 404, "invalid_grant", "challenge.authenticator"},
		{"voice of a phone without", "phone@example.com", "", pairs("oob_channel", "voice"), 403, "unsupported_challenge_type", "challenge.channel"},
		{"a channel nobody knows", "all@example.com", "", pairs("challenge_type", "oob", "oob_channel", "pigeon"), 403, "unsupported_challenge_type", "challenge.channel"},
		{"otp of a push", "push@example.com", "", func(w *world) []string {
			return append(named("push@example.com", model.KindPush)(w), "challenge_type", "otp")
		}, 403, "unsupported_challenge_type", "challenge.type"},
		{"no client", "otp@example.com", "", pairs("client_id", ""), 400, "invalid_request", "client.named"},
		{"no secret", "otp@example.com", "", pairs("client_secret", ""), 401, "access_denied", "client.secret"},
		{"a wrong secret", "otp@example.com", "", pairs("client_secret", "guess"), 401, "access_denied", "client.secret"},
		{"an unknown client", "otp@example.com", "", pairs("client_id", "nobody"), 401, "access_denied", "client.known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			if c.when != "" {
				w.setPolicy(func(p *model.Policy) { p.MFA.When = c.when })
			}
			token := w.begin(c.user)
			a := w.challenge(token, c.pairs(w)...)
			wantError(t, a, c.status, c.code, "")
			w.setPolicy(func(p *model.Policy) { p.Dialect = model.DialectOIDC })
			status, code := c.status, c.code
			switch code {
			case "invalid_grant":
				status = 400
			case "access_denied":
				code = "invalid_client"
			}
			wantError(t, w.challenge(token, c.pairs(w)...), status, code, "")
			last := a.trail[len(a.trail)-1]
			if last.ID != c.rule || last.Fix == "" {
				t.Errorf("refused by %s (fix %q), want %s", last.ID, last.Fix, c.rule)
			}
			if len(last.Got) > 200 {
				t.Errorf("the check repeats %d bytes of what was sent", len(last.Got))
			}
		})
	}
}

func TestChallengeTakesALivingMFAToken(t *testing.T) {
	for _, row := range []struct {
		name   string
		token  func(*api) string
		pairs  []string
		status int // in the auth0 dialect
		oidc   int
		err    string
		text   string
	}{
		{"none", func(*api) string { return "" }, nil, 400, 400, "invalid_request", "Missing required parameter: mfa_token"},
		{"garbage", func(*api) string { return "Fe26.2*garbage" }, nil, 403, 400, "invalid_grant", "Malformed mfa_token"},
		{"an access token for the MFA API", func(a *api) string { return a.manage("otp@example.com", "enroll") }, nil, 403, 400, "invalid_grant", "Malformed mfa_token"},
		{"an oob_code", func(a *api) string { return a.challenge(a.token("phone@example.com")) }, nil, 403, 400, "invalid_grant", "Malformed mfa_token"},
		{"one that expired", func(a *api) string {
			token := a.token("phone@example.com")
			a.advance(mfa.TokenLifetime)
			return token
		}, nil, 401, 401, "expired_token", "mfa_token is expired"},
		{"one used up", func(a *api) string {
			token := a.token("otp@example.com")
			a.finish("otp", token, "otp", a.app("otp@example.com"))
			return token
		}, nil, 403, 400, "invalid_grant", "Malformed mfa_token"},
		{"another client's", func(a *api) string { return a.token("phone@example.com") },
			[]string{"client_id", "spa", "client_secret", ""}, 403, 400, "invalid_grant", "Malformed mfa_token"},
	} {
		t.Run(row.name, func(t *testing.T) {
			bothDialects(t, func(t *testing.T, a *api, standard bool) {
				status := row.status
				if standard {
					status = row.oidc
				}
				token := row.token(a)
				wantError(t, a.post("/mfa/challenge", append([]string{"mfa_token", token}, row.pairs...)...), status, row.err, row.text)
			})
		})
	}
}
