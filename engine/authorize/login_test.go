package authorize_test

import (
	"net/url"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

func TestLogInGivesACodeThatIsGoodForTokens(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.authorize("audience", expenses, "scope", "openid offline_access read:expenses")
	wantPage(t, p, 200, "Log in")
	code := wantCode(t, b.logIn(p, "user@example.com"))

	tokens := s.Form("/oauth/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"web-app"}, "client_secret": {"web-app-secret"},
		"code": {code}, "redirect_uri": {callback},
	}.Encode())
	if tokens.Status != 200 || tokens.Object()["refresh_token"] == nil || tokens.Object()["id_token"] == nil {
		t.Fatalf("got %d %s, want tokens", tokens.Status, tokens.Text)
	}
}
