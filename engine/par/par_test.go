package par_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const callback = "http://localhost:3000/callback"

func request(pairs ...string) url.Values {
	v := url.Values{
		"client_id": {"web-app"}, "client_secret": {"web-app-secret"}, "response_type": {"code"}, "scope": {"openid"},
		"redirect_uri": {callback}, "state": {"pushed"},
	}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			v.Del(pairs[i])
		}
	}
	return v
}

func push(s *enginetest.Server, pairs ...string) enginetest.Answer {
	return s.Form("/oauth/par", request(pairs...).Encode())
}

func use(s *enginetest.Server, client, uri string) enginetest.Answer {
	return s.Do("GET", "/authorize?"+url.Values{"client_id": {client}, "request_uri": {uri}, "state": {"browser"}, "redirect_uri": {"https://evil.example"}}.Encode(), "")
}

func served(t *testing.T) *enginetest.Server {
	t.Helper()
	s := enginetest.New(t)
	s.Do("PATCH", "/sandbox/policy", `{"auto_login":"user@example.com"}`)
	return s
}

func TestAPushedRequestIsUsedOnceAndAsItWasPushed(t *testing.T) {
	s := served(t)
	got := push(s)
	uri, _ := got.Object()["request_uri"].(string)
	if got.Status != 201 || got.Object()["expires_in"] != 30.0 || !strings.HasPrefix(uri, "urn:ietf:params:oauth:request_uri:") || got.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	first := use(s, "web-app", uri).Header.Get("Location")
	if !strings.HasPrefix(first, callback+"?code=") || !strings.HasSuffix(first, "&state=pushed") {
		t.Errorf("went to %s", first)
	}
	if again := use(s, "web-app", uri); again.Status != 400 || again.Header.Get("Location") != "" {
		t.Errorf("used twice: %d to %s", again.Status, again.Header.Get("Location"))
	}
}

func TestPushedRequestsThatDoNotHold(t *testing.T) {
	s := served(t)
	uriOf := func() string { uri, _ := push(s).Object()["request_uri"].(string); return uri }
	if got := use(s, "spa", uriOf()); got.Status != 400 {
		t.Errorf("another client's: %d", got.Status)
	}
	if got := use(s, "web-app", uriOf()+"x"); got.Status != 400 {
		t.Errorf("an unknown one: %d", got.Status)
	}
	late := uriOf()
	s.Now = s.Now.Add(30 * time.Second)
	if got := use(s, "web-app", late); got.Status != 400 || !strings.Contains(got.Text, "expired") {
		t.Errorf("half a minute later: %d", got.Status)
	}
}

func TestRequestsThatCannotBePushed(t *testing.T) {
	for _, row := range []struct {
		name             string
		pairs            []string
		status, standard int
		code             string
	}{
		{"a wrong secret", []string{"client_secret", "x"}, 401, 401, "access_denied"},
		{"a public client", []string{"client_id", "spa", "client_secret", ""}, 401, 201, "invalid_client"},
		{"a foreign redirect_uri", []string{"redirect_uri", "https://evil.example"}, 400, 400, "invalid_request"},
		{"an unknown API", []string{"audience", "https://nowhere.example"}, 400, 400, "access_denied"},
		{"no response_type", []string{"response_type", ""}, 400, 400, "unsupported_response_type"},
		{"a request_uri", []string{"request_uri", "urn:x"}, 400, 400, "invalid_request"},
		{"too long", []string{"x", strings.Repeat("x", 11<<10)}, 413, 413, "invalid_request"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := served(t)
			if got := push(s, row.pairs...); got.Status != row.status || got.Object()["error"] != row.code {
				t.Errorf("%d %s", got.Status, got.Text)
			}
			s.Do("PATCH", "/sandbox/policy", `{"dialect":"oidc"}`)
			if got := push(s, row.pairs...); got.Status != row.standard {
				t.Errorf("oidc: %d %s", got.Status, got.Text)
			}
		})
	}
	s := served(t)
	if got := s.Do("POST", "/oauth/par", `{"client_id":"web-app"}`, "Content-Type: application/json"); got.Status != 400 {
		t.Errorf("JSON: %d %s", got.Status, got.Text)
	}
}

func TestAClientThatHasToPush(t *testing.T) {
	s := served(t)
	s.Do("PATCH", "/sandbox/clients/web-app", `{"require_pushed_authorization_requests":true}`)
	got := s.Do("GET", "/authorize?"+request("client_secret", "").Encode(), "")
	if to := got.Header.Get("Location"); !strings.Contains(to, "error=invalid_request") {
		t.Errorf("unpushed: %d to %s", got.Status, to)
	}
	uri, _ := push(s).Object()["request_uri"].(string)
	if to := use(s, "web-app", uri).Header.Get("Location"); !strings.Contains(to, "code=") {
		t.Errorf("pushed: to %s", to)
	}
}
