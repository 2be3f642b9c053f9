package conformance_test

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine"
)

// longState is what the suite sends along, to see it come back whole.
var longState = strings.Repeat("0aZ-._~ +/=&%", 10)[:128]

// logOut sends the browser to the end session endpoint.
func (o *op) logOut(t tokens, change ...string) page {
	o.t.Helper()
	v := url.Values{"id_token_hint": {t.id}, "post_logout_redirect_uri": {loggedOut}, "state": {longState}}
	for i := 0; i < len(change); i += 2 {
		v.Set(change[i], change[i+1])
		if change[i+1] == "" {
			v.Del(change[i])
		}
	}
	return o.open(http.MethodGet, o.URL+o.endpoint("end_session_endpoint")+"?"+v.Encode(), nil)
}

// back wants the browser to be at the client, with the state and no more.
func (o *op) back(p page, state string) {
	o.t.Helper()
	address, _, _ := strings.Cut(p.at.String(), "?")
	want := url.Values{}
	if state != "" {
		want.Set("state", state)
	}
	if address != loggedOut || p.at.RawQuery != want.Encode() {
		o.t.Errorf("not back with the state but at %d %s %q", p.status, p.at, p.title())
	}
}

// stays wants the browser to be shown a page here and to be sent nowhere.
func (o *op) stays(p page, title string) page {
	o.t.Helper()
	if !strings.HasPrefix(p.at.String(), o.URL) || p.title() != title {
		o.t.Errorf("not on the page %q but at %d %s %q", title, p.status, p.at, p.title())
	}
	return p
}

// over wants the session to have ended, as a silent request shows.
func (o *op) over() {
	o.t.Helper()
	o.refused(o.request("prompt", "none"), "login_required", "interaction_required")
}

// goesOn wants the session to be there still.
func (o *op) goesOn() {
	o.t.Helper()
	o.logIn("prompt", "none")
}

var logouts = map[string]func(*op, tokens){
	"oidcc-rp-initiated-logout": func(o *op, t tokens) {
		o.back(o.logOut(t), longState)
		o.over()
	},
	"oidcc-rp-initiated-logout-bad-post-logout-redirect-uri": func(o *op, t tokens) {
		o.stays(o.logOut(t, "post_logout_redirect_uri", loggedOut+"/INVALID"), "This address is not among the allowed logout URLs.")
		o.goesOn()
	},
	"oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri": func(o *op, t tokens) {
		o.stays(o.logOut(t, "post_logout_redirect_uri", loggedOut+"?foo=bar"), "This address is not among the allowed logout URLs.")
	},
	"oidcc-rp-initiated-logout-modified-id-token-hint": func(o *op, t tokens) {
		head, signature, _ := strings.Cut(t.id, ".")
		body, signature, _ := strings.Cut(signature, ".")
		for _, changed := range []string{head + "." + body + "." + strings.ToLower(signature), "eyJhbGciOiJub25lIn0." + body + "."} {
			o.stays(o.logOut(t, "id_token_hint", changed), "The id_token_hint is not an ID token of this server")
		}
		o.goesOn()
	},
	"oidcc-rp-initiated-logout-bad-id-token-hint": func(o *op, t tokens) {
		o.stays(o.logOut(t, "id_token_hint", "bad"), "The id_token_hint is not an ID token of this server")
	},
	"oidcc-rp-initiated-logout-no-id-token-hint": func(o *op, t tokens) {
		o.stays(o.logOut(t, "id_token_hint", ""), "post_logout_redirect_uri needs an id_token_hint or a client_id")
	},
	"oidcc-rp-initiated-logout-no-params": func(o *op, t tokens) {
		p := o.stays(o.logOut(t, "id_token_hint", "", "post_logout_redirect_uri", "", "state", ""), "Log out?")
		o.confirm(p)
	},
	"oidcc-rp-initiated-logout-only-state": func(o *op, t tokens) {
		o.confirm(o.stays(o.logOut(t, "id_token_hint", "", "post_logout_redirect_uri", ""), "Log out?"))
	},
	"oidcc-rp-initiated-logout-no-post-logout-redirect-uri": func(o *op, t tokens) {
		o.stays(o.logOut(t, "post_logout_redirect_uri", ""), "You are logged out")
		o.over()
	},
	"oidcc-rp-initiated-logout-no-state": func(o *op, t tokens) {
		o.back(o.logOut(t, "state", ""), "")
		o.over()
	},
}

// confirm presses the button of the page that asks.
func (o *op) confirm(p page) {
	o.t.Helper()
	form := fields(p.text)
	form.Set("action", "default")
	o.stays(o.press(p, form), "You are logged out")
	o.over()
}

func TestRPInitiatedLogoutPlan(t *testing.T) {
	for name, run := range logouts {
		t.Run(name, func(t *testing.T) {
			o := begin(t, "")
			run(o, o.logIn())
		})
	}
}

// listener stands for the clients' back channel.
type listener struct{ heard []*http.Request }

func (l *listener) RoundTrip(r *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if r.PostForm, err = url.ParseQuery(string(raw)); err != nil {
		return nil, err
	}
	l.heard = append(l.heard, r)
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: r}, nil
}

// oidcc-backchannel-rp-initiated-logout
func TestBackChannelPlan(t *testing.T) {
	back := &listener{}
	o := begin(t, "", func(c *engine.Config) { c.Outgoing = back })
	got := o.logIn()
	o.back(o.logOut(got), longState)
	if len(back.heard) != 1 {
		t.Fatalf("the client was told %d times", len(back.heard))
	}
	r := back.heard[0]
	if r.Method != http.MethodPost || r.URL.String() != base+"/backchannel_logout" ||
		!strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") ||
		!slices.Equal(slices.Collect(maps.Keys(r.PostForm)), []string{"logout_token"}) {
		t.Errorf("%s %s %v", r.Method, r.URL, r.PostForm)
	}
	claims := o.verified(r.PostForm.Get("logout_token"))
	for _, same := range []string{"iss", "aud", "sub", "sid"} {
		if claims[same] != got.claims[same] || claims[same] == nil {
			t.Errorf("%s is %v in the logout token and %v in the ID token", same, claims[same], got.claims[same])
		}
	}
	if jti, _ := claims["jti"].(string); jti == "" || claims["nonce"] != nil || claims["iat"] != float64(o.Now.Unix()) {
		t.Errorf("the logout token says %v", claims)
	}
	events, _ := claims["events"].(map[string]any)
	event, isObject := events["http://schemas.openid.net/event/backchannel-logout"].(map[string]any)
	if len(events) != 1 || !isObject || len(event) != 0 {
		t.Errorf("events is %v", claims["events"])
	}
	o.over()
}
