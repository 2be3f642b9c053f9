package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const seedCallback = "https://yourapp.example/callback"

// seedAuthorize is the page's authorize URL with the fixtures filled in.
const seedAuthorize = "/authorize?audience=https://expenses.example/api&scope=offline_access&response_type=code" +
	"&client_id=web-app&redirect_uri=https://yourapp.example/callback&state=OPAQUE_VALUE"

// What the page's snippets send, CODE standing for the code: most send this
// text as it stands, and Node.js encodes it.
const (
	seedBody = "grant_type=authorization_code&client_id=web-app&client_secret=web-app-secret&code=CODE&redirect_uri=https://yourapp.example/callback"
	nodeBody = "grant_type=authorization_code&client_id=web-app&client_secret=web-app-secret&code=CODE&redirect_uri=https%3A%2F%2Fyourapp.example%2Fcallback"
	// As in the page's snippets, whose values stand in percent-encoded braces.
	bracedBody = "grant_type=authorization_code&client_id=web-app&client_secret=%77eb-app-secret&code=CODE&redirect_uri=https%3a%2f%2fyourapp.example/callback"
)

// seedCalls are the requests of the page's snippets as they go over the wire,
// each with what its client adds by itself.
var seedCalls = map[string]struct{ head, body string }{
	"cURL": {"Host: HOST\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\ncontent-type: application/x-www-form-urlencoded\r\n", seedBody},
	"C#": {"Host: HOST\r\nUser-Agent: RestSharp/106.15.0.0\r\nAccept: application/json, text/json, text/x-json, text/javascript, application/xml, text/xml\r\n" +
		"Accept-Encoding: gzip, deflate\r\nConnection: Keep-Alive\r\nContent-Type: application/x-www-form-urlencoded\r\n", seedBody},
	"Go":      {"Host: HOST\r\nUser-Agent: Go-http-client/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: gzip\r\n", seedBody},
	"Java":    {"content-type: application/x-www-form-urlencoded\r\naccept-encoding: gzip\r\nuser-agent: unirest-java/3.1.00\r\nHost: HOST\r\nConnection: Keep-Alive\r\n", seedBody},
	"Node.js": {"Accept: application/json, text/plain, */*\r\nContent-Type: application/x-www-form-urlencoded\r\nUser-Agent: axios/1.7.2\r\nAccept-Encoding: gzip, compress, deflate, br\r\nHost: HOST\r\nConnection: keep-alive\r\n", nodeBody},
	"PHP":     {"Host: HOST\r\nAccept: */*\r\nAccept-Encoding: deflate, gzip, br, zstd\r\ncontent-type: application/x-www-form-urlencoded\r\n", seedBody},
	"Python":  {"Host: HOST\r\nAccept-Encoding: identity\r\ncontent-type: application/x-www-form-urlencoded\r\n", seedBody},
	"Ruby": {"Content-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3\r\nAccept: */*\r\n" +
		"User-Agent: Ruby\r\nHost: HOST\r\n", seedBody},
	"percent-encoded": {"Host: HOST\r\nContent-Type: application/x-www-form-urlencoded\r\n", bracedBody},
	"with a charset":  {"Host: HOST\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\n", seedBody},
}

func TestSeedPageSnippetsGetARefreshToken(t *testing.T) {
	s := serve(t, "--memory", "--listen", "localhost:0")
	for language, call := range seedCalls {
		t.Run(language, func(t *testing.T) {
			back := newBrowser(t).logIn(s.base+seedAuthorize, seedCallback, "user@example.com")
			if back.Get("state") != "OPAQUE_VALUE" {
				t.Errorf("state came back as %q", back.Get("state"))
			}
			body := strings.Replace(call.body, "CODE", back.Get("code"), 1)
			status, tokens := sendRaw(t, s, "/oauth/token", call.head, body)
			if status != http.StatusOK {
				t.Fatalf("answered %d %v", status, tokens)
			}
			for _, name := range []string{"access_token", "refresh_token"} {
				if text, _ := tokens[name].(string); text == "" {
					t.Errorf("there is no %s in %v", name, tokens)
				}
			}
			if tokens["token_type"] != "Bearer" {
				t.Errorf("token_type is %v, want Bearer", tokens["token_type"])
			}
			if _, there := tokens["id_token"]; there {
				t.Error("there is an ID token though openid was not asked for")
			}
			if status, again := sendRaw(t, s, "/oauth/token", call.head, body); status != http.StatusForbidden || again["error"] != "invalid_grant" {
				t.Errorf("the same call again answered %d %v, want 403 invalid_grant", status, again)
			}

			refresh := "grant_type=refresh_token&client_id=web-app&client_secret=web-app-secret&refresh_token=" + url.QueryEscape(tokens["refresh_token"].(string))
			if status, next := sendRaw(t, s, "/oauth/token", call.head, refresh); status != http.StatusOK || next["access_token"] == nil {
				t.Errorf("the refresh answered %d %v", status, next)
			}
		})
	}
}

// The page: "Be sure to initiate Offline Access in your API". And a native
// client "need not send the client_secret".
func TestSeedPageConditions(t *testing.T) {
	s := serve(t, "--memory", "--listen", "localhost:0")
	web := "grant_type=authorization_code&client_id=web-app&client_secret=web-app-secret&redirect_uri=https://yourapp.example/callback&code="
	for name, test := range map[string]struct {
		change  *strings.Replacer
		body    string
		status  int
		refresh bool
	}{
		"as it stands":                     {body: web, status: 200, refresh: true},
		"without offline_access":           {change: strings.NewReplacer("scope=offline_access", "scope=openid"), body: web, status: 200},
		"an API without offline access":    {change: strings.NewReplacer("expenses", "reports"), body: web, status: 200},
		"a native client without a secret": {change: strings.NewReplacer("web-app", "mobile-app"), body: strings.Replace(web, "client_id=web-app&client_secret=web-app-secret", "client_id=mobile-app", 1), status: 200, refresh: true},
		"a web client without its secret":  {body: strings.Replace(web, "&client_secret=web-app-secret", "", 1), status: 401},
		"a wrong secret":                   {body: strings.Replace(web, "web-app-secret", "guess", 1), status: 401},
		"another client's code":            {body: strings.Replace(web, "client_id=web-app&client_secret=web-app-secret", "client_id=spa", 1), status: 403},
		"another callback":                 {body: strings.Replace(web, "https://yourapp.example/callback", "http://localhost:3000", 1), status: 403},
		"no callback":                      {body: strings.Replace(web, "&redirect_uri=https://yourapp.example/callback", "", 1), status: 403},
		"a made-up code":                   {body: web + "x", status: 403},
	} {
		t.Run(name, func(t *testing.T) {
			address := seedAuthorize
			if test.change != nil {
				address = test.change.Replace(address)
			}
			back := newBrowser(t).logIn(s.base+address, seedCallback, "user@example.com")
			status, got := sendRaw(t, s, "/oauth/token", "Host: HOST\r\nContent-Type: application/x-www-form-urlencoded\r\n", test.body+back.Get("code"))
			if status != test.status {
				t.Errorf("answered %d %v, want %d", status, got, test.status)
			}
			if _, there := got["refresh_token"]; there != test.refresh {
				t.Errorf("a refresh token: %t, want %t", there, test.refresh)
			}
			if status != http.StatusOK && got["error"] == nil {
				t.Errorf("refused without an error code: %v", got)
			}
		})
	}
}

// sendRaw posts over a connection of its own, the head as given but for HOST.
func sendRaw(t *testing.T, s *server, path, head, body string) (int, map[string]any) {
	t.Helper()
	host := strings.TrimPrefix(s.base, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s", path, strings.Replace(head, "HOST", host, 1), len(body), body)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := json.Unmarshal(raw, &object); err != nil {
		t.Fatalf("answered %d %s: %v", resp.StatusCode, raw, err)
	}
	return resp.StatusCode, object
}
