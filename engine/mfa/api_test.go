package mfa_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const grants = "http://auth0.com/oauth/grant-type/"

// api is a whole server, used as an app and its user do.
type api struct {
	*enginetest.Server
	t testing.TB
}

func newAPI(t testing.TB) *api { return &api{enginetest.New(t), t} }

// bothDialects runs a test in each.
func bothDialects(t *testing.T, test func(*testing.T, *api, bool)) {
	for _, dialect := range []string{"auth0", "oidc"} {
		t.Run(dialect, func(t *testing.T) {
			a := newAPI(t)
			a.policy(`{"dialect": "` + dialect + `"}`)
			test(t, a, dialect == "oidc")
		})
	}
}

func (a *api) policy(patch string) {
	a.t.Helper()
	if got := a.Do("PATCH", "/sandbox/policy", patch); got.Status != 200 {
		a.t.Fatalf("the policy: %d %s", got.Status, got.Text)
	}
}

func (a *api) advance(d time.Duration) { a.Now = a.Now.Add(d) }

// post sends a form in trusted-app's name; pairs are added or put in place of
// what is there, and an empty value leaves the name out.
func (a *api) post(path string, pairs ...string) answer {
	a.t.Helper()
	form := url.Values{"client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"}}
	for i := 0; i < len(pairs); i += 2 {
		if form.Set(pairs[i], pairs[i+1]); pairs[i+1] == "" {
			form.Del(pairs[i])
		}
	}
	got := a.Form(path, form.Encode())
	return answer{status: got.Status, body: got.Text, header: got.Header}
}

// token logs in with the password, for a token of the API that is named, and
// returns the mfa_token.
func (a *api) token(user string, pairs ...string) string {
	a.t.Helper()
	got := a.post("/oauth/token", append([]string{
		"grant_type", "password", "username", user, "password", "opensesame", "scope", "openid",
	}, pairs...)...)
	return got.member(a.t, "mfa_token")
}

// manage logs in for an access token of the MFA API, with user's app if they
// have one.
func (a *api) manage(user, scope string) string {
	a.t.Helper()
	login := []string{"grant_type", "password", "username", user, "password", "opensesame", "audience", a.URL + "/mfa/", "scope", scope}
	got := a.post("/oauth/token", login...)
	if got.status == 200 {
		return got.member(a.t, "access_token")
	}
	return a.finish("otp", got.member(a.t, "mfa_token"), "otp", a.app(user)).member(a.t, "access_token")
}

// app is what the user's authenticator app shows.
func (a *api) app(user string) string {
	a.t.Helper()
	code, ok := a.Do("GET", "/sandbox/totp?user="+user, "").Object()["code"].(string)
	if !ok {
		a.t.Fatalf("%s has no app", user)
	}
	return code
}

// challenge asks for a challenge and returns its oob_code.
func (a *api) challenge(token string, pairs ...string) string {
	a.t.Helper()
	return a.post("/mfa/challenge", append([]string{"mfa_token", token}, pairs...)...).member(a.t, "oob_code")
}

// finish redeems an mfa grant.
func (a *api) finish(grant, token string, pairs ...string) answer {
	a.t.Helper()
	return a.post("/oauth/token", append([]string{"grant_type", grants + "mfa-" + grant, "mfa_token", token}, pairs...)...)
}

// message is the newest one of a user.
func (a *api) message(user string) map[string]any {
	a.t.Helper()
	list := a.Do("GET", "/sandbox/inbox?user="+user, "").List()
	if len(list) == 0 {
		a.t.Fatalf("%s got no message", user)
	}
	return list[0]
}

// code is the one in the user's newest message.
func (a *api) code(user string) string {
	a.t.Helper()
	return a.message(user)["code"].(string)
}

// press answers the user's newest push.
func (a *api) press(user, action string) {
	a.t.Helper()
	id := a.message(user)["id"].(string)
	if got := a.Do("POST", "/sandbox/inbox/"+id, `{"action": "`+action+`"}`); got.Status != 200 {
		a.t.Fatalf("%s: %d %s", action, got.Status, got.Text)
	}
}

// json sends JSON with a bearer token.
func (a *api) json(method, path, token, body string) answer {
	a.t.Helper()
	headers := []string{"Content-Type: application/json"}
	if token != "" {
		headers = append(headers, "Authorization: Bearer "+token)
	}
	got := a.Do(method, path, body, headers...)
	return answer{status: got.Status, body: got.Text, header: got.Header}
}

// authenticators lists them, without the chance in their ids.
func (a *api) authenticators(token string) string {
	a.t.Helper()
	return deviceID.ReplaceAllString(a.json("GET", "/mfa/authenticators", token, "").body, `|dev_ID"`)
}

// member is a member of a JSON object that must be there.
func (a answer) member(t testing.TB, name string) string {
	t.Helper()
	var object map[string]any
	_ = json.Unmarshal([]byte(a.body), &object) // what is no object has no member
	text, ok := object[name].(string)
	if !ok || text == "" {
		t.Fatalf("no %s in %d %s", name, a.status, a.body)
	}
	return text
}

var (
	oobCode      = regexp.MustCompile(`Fe26\.2\*[A-Za-z0-9_-]{96}`)
	recoveryCode = regexp.MustCompile(`"[A-Z0-9]{24}"`)
	enrollmentTx = regexp.MustCompile(`enrollment_tx_id=[A-Za-z0-9]{32}`)
)

// shape is a body without the chance in it.
func (a answer) shape() string {
	body := oobCode.ReplaceAllString(a.body, "OOB")
	return enrollmentTx.ReplaceAllString(recoveryCode.ReplaceAllString(body, `"RECOVERY"`), "enrollment_tx_id=ID")
}
