package authorize_test

import (
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

const evil = `"><script>alert(1)</script>&amp;{{.}}`

// TestFactorPagesEscape has names that want to be markup on every page.
func TestFactorPagesEscape(t *testing.T) {
	s := enginetest.New(t)
	client(t, s, "web-app", func(c *model.Client) { c.Name = evil })
	edit(t, s, func(tx store.Tx) error {
		u, err := store.UserWithEmail(tx, "all@example.com")
		if err != nil {
			return err
		}
		list, err := store.AuthenticatorsOf(tx, u.UserID)
		if err != nil {
			return err
		}
		for _, a := range list {
			if a.Kind == model.KindPush || a.Kind == model.KindEmail {
				a.Name = evil
				if err := store.Authenticators.Put(tx, a); err != nil {
					return err
				}
			}
		}
		u.Email = evil + "@example.com"
		return store.AddUser(tx, u)
	})
	b := open(t, s)
	waiting := b.logIn(b.authorize(), evil+"@example.com")
	options := b.submit(waiting, "action", "other")
	pages := map[string]page{"push": waiting, "options": options}
	for name, value := range choices(options) {
		pages[name] = b.submit(options, "factor", value)
	}
	list := inbox(t, s, url.QueryEscape(evil+"@example.com"))
	if len(pages) != 7 || len(list) < 3 {
		t.Fatalf("%d pages, %d messages", len(pages), len(list))
	}
	for name, p := range pages {
		if p.status != 200 || strings.Contains(p.text, "<script") || strings.Contains(p.text, "ZgotmplZ") {
			t.Errorf("%s: %d\n%s", name, p.status, p.text)
		}
		if !strings.Contains(html.UnescapeString(p.text), evil) {
			t.Errorf("%s: the name is not shown as it is:\n%s", name, p.text)
		}
	}
}

// TestFactorFormsTakeAnything sends what no page would send.
func TestFactorFormsTakeAnything(t *testing.T) {
	s := enginetest.New(t)
	policy(t, s, func(p *model.Policy) { p.MFA.When = model.MFAAlways })
	long := strings.Repeat("9", 100_000)
	for _, email := range []string{"all@example.com", "user@example.com"} {
		b := open(t, s)
		p := b.logIn(b.authorize(), email)
		for _, path := range []string{
			"/u/mfa-options", "/u/mfa-otp", "/u/mfa-sms", "/u/mfa-voice", "/u/mfa-email", "/u/mfa-push", "/u/mfa-recovery-code",
			"/u/mfa-enroll", "/u/mfa-enroll-otp", "/u/mfa-enroll-sms", "/u/mfa-enroll-voice", "/u/mfa-enroll-push",
		} {
			for _, fields := range []url.Values{
				{}, {"action": {"default"}}, {"action": {"resend"}}, {"action": {"\u202e"}}, {"action": {long}},
				{"code": {long}}, {"factor": {long}}, {"factor": {"sms|dev_\x00"}}, {"phone_number": {long}}, {"remember": {long}}, {"code": {"1", "2"}},
			} {
				fields.Set("state", p.hidden().Get("state"))
				got := b.do("POST", path, fields)
				if got.status >= 500 || strings.HasPrefix(got.url.String(), callback) || cookie(b, "playgrant_session") != "" {
					t.Fatalf("%s %.60v: %d at %s", path, fields, got.status, got.url)
				}
			}
		}
		// Without a login, or in another browser, there is nothing at all.
		for _, state := range []string{"", "x", p.hidden().Get("state")} {
			for _, path := range enrolPaths {
				got := open(t, s).do("POST", path, url.Values{"state": {state}, "factor": {"totp"}})
				if got.status != 400 || strings.Contains(got.text, "<form") {
					t.Errorf("%s with the state %q: %d %q", path, state, got.status, got.title())
				}
			}
		}
	}
}
