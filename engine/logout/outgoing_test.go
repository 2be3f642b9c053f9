package logout_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// An app in the making has a certificate that nobody vouches for, and is told
// all the same.
func TestAnAppOnThisMachineIsToldWhateverItsCertificate(t *testing.T) {
	told := make(chan string, 1)
	app := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told <- r.PostFormValue("logout_token")
	}))
	defer app.Close()
	for _, address := range []string{app.URL, strings.Replace(app.URL, "127.0.0.1", "localhost", 1)} {
		w := loggedIn(t, "oidc", `{"oidc_logout":{"backchannel_logout_urls":["`+address+`/logout"]}}`)
		w.Do("GET", "/oidc/logout?id_token_hint="+w.idToken, "", "Cookie: "+w.cookie)
		select {
		case token := <-told:
			if claimsOf(t, token)["sid"] != w.sid {
				t.Errorf("%s was told of another session", address)
			}
		default:
			t.Errorf("%s was not told", address)
		}
	}
}
