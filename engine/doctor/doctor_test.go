package doctor_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

const authorize = "/authorize?response_type=code&state=s&scope=openid"

const (
	atExpenses = "/sandbox/apis/https%3A%2F%2Fexpenses.example%2Fapi"
	forItself  = "grant_type=client_credentials&client_id=backend&client_secret=backend-secret&audience=https://expenses.example/api"
)

// mistake is a request that is refused, or answered with less than was meant.
type mistake struct {
	name   string
	path   string // of a GET, or of a POST if there is a form
	form   string
	header string
	before func(*enginetest.Server) // what was done before
	rule   string                   // that fails
	mends  []string                 // the titles, the best first
}

var mistakes = []mistake{
	{
		name: "a callback on another port", path: authorize + "&client_id=spa&redirect_uri=" + url.QueryEscape("http://localhost:4200/callback"),
		rule:  "authorize.redirect.registered",
		mends: []string{"Add http://localhost:4200/callback to the callbacks of spa", "Send redirect_uri=http://localhost:3000/callback"},
	},
	{
		name: "127.0.0.1 for localhost", path: authorize + "&client_id=web-app&redirect_uri=" + url.QueryEscape("http://127.0.0.1:3000/callback"),
		rule:  "authorize.redirect.registered",
		mends: []string{"Add http://127.0.0.1:3000/callback", "Send redirect_uri=http://localhost:3000/callback: use localhost and not 127.0.0.1"},
	},
	{
		name: "a slash too many", path: authorize + "&client_id=web-app&redirect_uri=" + url.QueryEscape("http://localhost:3000/callback/"),
		rule: "authorize.redirect.registered", mends: []string{"Add ", ": leave the slash at the end out"},
	},
	{
		name: "https for http", path: authorize + "&client_id=web-app&redirect_uri=" + url.QueryEscape("https://localhost:3000/callback"),
		rule: "authorize.redirect.registered", mends: []string{"Add ", ": use http and not https"},
	},
	{
		name: "a client_id with a typing error", path: authorize + "&client_id=web-ap&redirect_uri=" + url.QueryEscape("http://localhost:3000/callback"),
		rule: "authorize.client.known", mends: []string{"Send client_id=web-app", "Add a client web-ap"},
	},
	{
		name: "a client that nobody registered", path: authorize + "&client_id=quite-another-one&redirect_uri=" + url.QueryEscape("http://localhost:9/cb"),
		rule: "authorize.client.known", mends: []string{"Add a client quite-another-one"},
	},
	{
		name: "a client without the grant", path: authorize + "&client_id=web-app&redirect_uri=" + url.QueryEscape("http://localhost:3000/callback"),
		before: func(s *enginetest.Server) {
			s.Do("PATCH", "/sandbox/clients/web-app", `{"grant_types":["refresh_token"]}`)
		},
		rule: "authorize.client.grant", mends: []string{"Let web-app use the grant authorization_code"},
	},
	{
		name: "an unknown audience", path: authorize + "&client_id=web-app&audience=" + url.QueryEscape("https://expenses.example/api/") + "&redirect_uri=" + url.QueryEscape("http://localhost:3000/callback"),
		rule: "authorize.audience.known", mends: []string{"Send audience=https://expenses.example/api: leave the slash at the end out", "Add an API"},
	},
	{
		name: "a scope that the API lacks", path: authorize + "+delete:expenses&client_id=web-app&audience=" + url.QueryEscape("https://expenses.example/api") + "&redirect_uri=" + url.QueryEscape("http://localhost:3000/callback"),
		rule: "scope.known", mends: []string{"Add delete:expenses to the scopes of https://expenses.example/api"},
	},
	{
		name: "PKCE left out", path: authorize + "&client_id=partner-app&redirect_uri=" + url.QueryEscape("http://localhost:3000/callback"),
		rule: "authorize.pkce.required", mends: []string{"Let partner-app do without PKCE"},
	},
	{
		name: "the response type left out", path: "/authorize?client_id=web-app&redirect_uri=" + url.QueryEscape("http://localhost:3000/callback"),
		rule: "authorize.response-type.sent", mends: []string{"Send response_type=code"},
	},
	{
		name: "no secret", path: "/oauth/token", form: "grant_type=password&client_id=trusted-app&username=user@example.com&password=opensesame",
		rule: "client.secret", mends: []string{"Let trusted-app be public", "Send the secret of trusted-app"},
	},
	{
		name: "a grant that the client may not use", path: "/oauth/token", form: "grant_type=password&client_id=spa&username=user@example.com&password=opensesame",
		rule: "grant.allowed", mends: []string{"Let spa use the grant password"},
	},
	{
		name: "a grant with a typing error", path: "/oauth/token", form: "grant_type=pasword&client_id=trusted-app&client_secret=trusted-app-secret&username=user@example.com&password=opensesame",
		rule: "grant.known", mends: []string{"Send grant_type=password"},
	},
	{
		name: "an API without offline access", path: "/oauth/token",
		form: "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username=user@example.com&password=opensesame&scope=openid+offline_access&audience=https://reports.example/api",
		rule: "refresh.api", mends: []string{"Allow Offline Access for https://reports.example/api"},
	},
	{
		name: "a blocked user", path: "/oauth/token", form: "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username=blocked@example.com&password=opensesame",
		rule: "user.unblocked", mends: []string{"Unblock blocked@example.com"},
	},
	{
		name: "a scope without permission", path: "/oauth/token", form: "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username=user@example.com&password=opensesame&scope=read:expenses+write:expenses&audience=https://expenses.example/api",
		before: func(s *enginetest.Server) { s.Do("PATCH", atExpenses, `{"enforce_policies":true}`) },
		rule:   "scope.permitted", mends: []string{"Give user@example.com the permission for read:expenses write:expenses"},
	},
	{
		name: "no proof for an API that requires one", path: "/oauth/token", form: forItself,
		before: func(s *enginetest.Server) {
			s.Do("PATCH", atExpenses, `{"proof_of_possession":{"mechanism":"dpop","required":true}}`)
		},
		rule: "sender.proof", mends: []string{"Let https://expenses.example/api have tokens without a proof"},
	},
	{
		name: "no proof by a client that must", path: "/oauth/token", form: forItself,
		before: func(s *enginetest.Server) {
			s.Do("PATCH", "/sandbox/clients/backend", `{"require_proof_of_possession":true}`)
		},
		rule: "sender.proof", mends: []string{"Let backend have tokens without a proof"},
	},
	{
		name: "an API that takes no proofs", path: "/oauth/token", form: forItself,
		before: func(s *enginetest.Server) {
			s.Do("PATCH", "/sandbox/clients/backend", `{"require_proof_of_possession":true}`)
			s.Do("PATCH", atExpenses, `{"proof_of_possession":null}`)
		},
		rule: "sender.api", mends: []string{"Let tokens of https://expenses.example/api be bound by DPoP"},
	},
	{
		name: "no client grant", path: "/oauth/token", form: "grant_type=client_credentials&client_id=backend&client_secret=backend-secret&audience=https://reports.example/api",
		rule: "client-credentials.grant", mends: []string{"Let backend use https://reports.example/api for itself"},
	},
	{
		name: "no audience for a client of its own", path: "/oauth/token", form: "grant_type=client_credentials&client_id=backend&client_secret=backend-secret",
		rule: "client-credentials.audience", mends: []string{"Send audience=https://expenses.example/api"},
	},
	{
		name: "JSON under the type of a form", path: "/oauth/token", form: `{"grant_type":"client_credentials","client_id":"backend"}`,
		rule: "grant.named", mends: []string{"Send Content-Type: application/json with it"},
	},
	{
		name: "a callback of another name", path: authorize + "&client_id=web-app&redirect_uri=" + url.QueryEscape("http://localhost:3000/cb"),
		rule: "authorize.redirect.registered", mends: []string{"Add ", "Send redirect_uri=http://localhost:3000/callback"},
	},
	{
		name: "a page of another origin", path: "/oauth/token", form: "grant_type=refresh_token&client_id=spa&refresh_token=x", header: "Origin: http://localhost:4200",
		rule: "request.origin", mends: []string{"Allow the pages of http://localhost:4200 for spa"},
	},
	{
		name: "a logout to where nobody allowed it", path: "/v2/logout?client_id=spa&returnTo=" + url.QueryEscape("http://localhost:4200"),
		rule: "logout.target", mends: []string{"Add http://localhost:4200 to the allowed logout URLs of spa", "Send returnTo=http://localhost:3000"},
	},
}

func (m mistake) send(s *enginetest.Server, path, form string) enginetest.Answer {
	var headers []string
	if m.header != "" {
		headers = append(headers, m.header)
	}
	if form == "" {
		return s.Do("GET", path, "", headers...)
	}
	return s.Form(path, form, headers...)
}

// failed finds the rule among the checks of an exchange that do not hold.
func failed(t *testing.T, s *enginetest.Server, got enginetest.Answer, rule string) *check.Result {
	t.Helper()
	var x model.Exchange
	if err := json.Unmarshal([]byte(s.Do("GET", "/sandbox/exchanges/"+got.Header.Get(engine.ExchangeHeader), "").Text), &x); err != nil {
		t.Fatal(err)
	}
	for i, c := range x.Checks {
		if c.ID == rule && !c.OK {
			return &x.Checks[i]
		}
	}
	return nil
}

// TestEachMendMendsWhatItSays sends each mistake, makes each change that is
// offered, in a sandbox of its own, and sends the request again.
func TestEachMendMendsWhatItSays(t *testing.T) {
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			for i, title := range m.mends {
				s := enginetest.New(t)
				if m.before != nil {
					m.before(s)
				}
				c := failed(t, s, m.send(s, m.path, m.form), m.rule)
				if c == nil {
					t.Fatalf("%s does not fail", m.rule)
				}
				if len(c.Mend) != len(m.mends) || !strings.Contains(c.Mend[i].Title, title) {
					t.Fatalf("mend %d of %+v is not %q", i, c.Mend, title)
				}
				mend, path, form := c.Mend[i], m.path, m.form
				switch {
				case mend.Changes():
					got := s.Do(mend.Method, mend.Path, string(mend.Body), "Content-Type: application/json")
					if got.Status/100 != 2 {
						t.Fatalf("%s %s %s: %d %s", mend.Method, mend.Path, mend.Body, got.Status, got.Text)
					}
					if !strings.HasPrefix(mend.Command, "curl -X "+mend.Method+" '"+s.URL+mend.Path+"'") {
						t.Errorf("the command is %s", mend.Command)
					}
				case mend.Param == "":
					continue // nothing but a hint
				default:
					path, form = changed(path, form, mend)
				}
				if c := failed(t, s, m.send(s, path, form), m.rule); c != nil {
					t.Errorf("after %q it fails as before: %+v", mend.Title, c)
				}
			}
		})
	}
}

func changed(path, form string, m check.Mend) (string, string) {
	if form == "" {
		u, _ := url.Parse(path)
		q := u.Query()
		q.Set(m.Param, m.Value)
		u.RawQuery = q.Encode()
		return u.String(), ""
	}
	q, _ := url.ParseQuery(form)
	q.Set(m.Param, m.Value)
	return path, q.Encode()
}

func TestAMovedClockIsSetBack(t *testing.T) {
	s := enginetest.New(t)
	form := "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username=user@example.com&password=opensesame&scope=openid+offline_access&audience=https://expenses.example/api"
	token, _ := s.Form("/oauth/token", form).Object()["refresh_token"].(string)
	refresh := "grant_type=refresh_token&client_id=trusted-app&client_secret=trusted-app-secret&refresh_token=" + token
	s.Do("POST", "/sandbox/clock", `{"advance_seconds": 3000000}`)
	c := failed(t, s, s.Form("/oauth/token", refresh), "refresh.absolute")
	if c == nil || len(c.Mend) != 1 {
		t.Fatalf("got %+v", c)
	}
	s.Do(c.Mend[0].Method, c.Mend[0].Path, string(c.Mend[0].Body))
	if got := s.Form("/oauth/token", refresh); got.Status != 200 {
		t.Errorf("with the clock set back: %d %s", got.Status, got.Text)
	}
}

// TestNothingHarmfulIsOffered holds what is offered against addresses that
// must never be registered, and secrets against being repeated.
func TestNothingHarmfulIsOffered(t *testing.T) {
	s := enginetest.New(t)
	for _, uri := range []string{"javascript:alert(1)", "data:text/html,x", "http://localhost:3000/#x", "http://user@localhost:3000", "//localhost", "\x00", strings.Repeat("http://a", 400)} {
		for _, rule := range []string{"authorize.redirect.registered", "authorize.client.known"} {
			client := map[string]string{"authorize.redirect.registered": "spa", "authorize.client.known": "nobody-at-all"}[rule]
			c := failed(t, s, s.Do("GET", authorize+"&client_id="+client+"&redirect_uri="+url.QueryEscape(uri), ""), rule)
			if c == nil {
				continue // refused before
			}
			for _, m := range c.Mend {
				if m.Changes() {
					t.Errorf("%q: %+v", uri, m)
				}
			}
		}
	}
	c := failed(t, s, s.Form("/oauth/token", "grant_type=password&client_id=trusted-app&client_secret=not-the-right-one&username=a&password=b"), "client.secret")
	text, _ := json.Marshal(c)
	if strings.Contains(string(text), "not-the-right-one") || strings.Contains(string(text), "trusted-app-secret") {
		t.Errorf("a secret is in %s", text)
	}
	quoted := failed(t, s, s.Do("GET", authorize+"&client_id=spa&redirect_uri="+url.QueryEscape("http://localhost/';rm -rf ~;'"), ""), "authorize.redirect.registered")
	if quoted != nil && len(quoted.Mend) > 0 && strings.Contains(quoted.Mend[0].Command, "/';rm") {
		t.Errorf("the command can be broken out of: %s", quoted.Mend[0].Command)
	}
}
