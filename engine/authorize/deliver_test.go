package authorize_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

func TestResponseModes(t *testing.T) {
	s := enginetest.New(t)
	const state = "a+b c&d=é%\"'<\n>"
	b := open(t, s)
	wantCode(t, b.logIn(b.authorize(), "user@example.com"))
	t.Run("query", func(t *testing.T) {
		for _, mode := range []string{"", "query"} {
			p := b.authorize("response_mode", mode, "state", state)
			if got := p.back(t); got.Get("code") == "" || got.Get("state") != state {
				t.Errorf("the app got %v", got)
			}
		}
	})
	t.Run("fragment", func(t *testing.T) {
		p := b.authorize("response_mode", "fragment", "state", state)
		got, err := url.ParseQuery(p.url.EscapedFragment())
		if err != nil || got.Get("code") == "" || got.Get("state") != state || p.url.RawQuery != "" {
			t.Errorf("the app got %s", p.url)
		}
		p = b.authorize("response_mode", "fragment", "prompt", "none login", "state", state)
		if got, _ := url.ParseQuery(p.url.EscapedFragment()); got.Get("error") != "invalid_request" || got.Get("state") != state {
			t.Errorf("the app got %s", p.url)
		}
	})
	t.Run("form_post", func(t *testing.T) {
		p := b.authorize("response_mode", "form_post", "state", state)
		if got := p.hidden(); p.status != 200 || p.action(t) != callback || got.Get("code") == "" || got.Get("state") != state || len(got) != 2 {
			t.Errorf("%d, posts %v to %s", p.status, got, p.action(t))
		}
		if !strings.Contains(p.text, "<button>Continue</button>") {
			t.Error("no button to press without a script")
		}
		p = b.authorize("response_mode", "form_post", "audience", "x", "state", state)
		if got := p.hidden(); got.Get("error") != "access_denied" || got.Get("state") != state {
			t.Errorf("posts %v", got)
		}
	})
	t.Run("form_post to an app that is no website", func(t *testing.T) {
		client(t, s, "mobile-app", func(c *model.Client) { c.Callbacks = []string{"com.example.app:/callback"} })
		p := b.authorize("client_id", "mobile-app", "redirect_uri", "com.example.app:/callback", "response_mode", "form_post")
		if !strings.HasPrefix(p.url.String(), "com.example.app:/callback?error=invalid_request&") {
			t.Errorf("went to %s", p.url)
		}
	})
	t.Run("no state sent, none given back", func(t *testing.T) {
		if got := b.authorize("state", "").back(t); got.Has("state") {
			t.Errorf("the app got %v", got)
		}
	})
}

func TestTheCallbacksOwnQueryIsKept(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	for registered, want := range map[string]string{
		callback + "?a=%62&a=c&empty": callback + "?a=%62&a=c&empty&code=",
		callback + "?":                callback + "?code=",
		callback + "?a=b&":            callback + "?a=b&code=",
		"com.example.app:/callback":   "com.example.app:/callback?code=",
	} {
		client(t, s, "web-app", func(c *model.Client) { c.Callbacks = []string{registered} })
		policy(t, s, func(p *model.Policy) { p.AutoLogin = "user@example.com" })
		p := b.authorize("redirect_uri", registered)
		if got := p.header.Get("Location"); !strings.HasPrefix(got, want) {
			t.Errorf("%s became %s", registered, got)
		}
	}
}
