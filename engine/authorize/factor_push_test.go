package authorize_test

import (
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

// thumb answers the newest push of a user: "approve" or "deny".
func thumb(t testing.TB, s *enginetest.Server, email, action string) {
	t.Helper()
	id := inbox(t, s, email)[0]["id"].(string)
	if a := s.Do("POST", "/sandbox/inbox/"+id, `{"action":"`+action+`"}`, "Content-Type: application/json"); a.Status != 200 {
		t.Fatalf("the phone: %d %s", a.Status, a.Text)
	}
}

func pushed(t testing.TB) (*enginetest.Server, *browser, page) {
	t.Helper()
	s := enginetest.New(t)
	b := open(t, s)
	p := b.logIn(b.authorize(), "push@example.com")
	wantPage(t, p, 200, waitingTitle)
	return s, b, p
}

const (
	waitingTitle = "Approve it on your phone"
	deniedTitle  = "The login was denied"
)

func TestPushApproved(t *testing.T) {
	s, b, p := pushed(t)
	for _, want := range []string{"Pia&#39;s phone", "push@example.com", s.URL + "/", ">Continue</button>"} {
		if !strings.Contains(p.text, want) {
			t.Errorf("the page does not say %s:\n%s", want, p.text)
		}
	}
	if m := inbox(t, s, "push@example.com"); len(m) != 1 || m[0]["channel"] != "push" || m[0]["state"] != "pending" {
		t.Fatalf("sent %v", m)
	}
	// A person looks again as often as they like.
	for range 3 {
		p = b.submit(p, "action", "default")
		wantPage(t, p, 200, waitingTitle)
		if !strings.Contains(p.text, "has not answered yet") {
			t.Error("the page does not say that nothing came")
		}
	}
	thumb(t, s, "push@example.com", "approve")
	if got := codeOf(t, s, wantCode(t, b.submit(p, "action", "default"))).Authenticated; !got.MFA {
		t.Errorf("%+v knows of no second factor", got)
	}
	wantPage(t, b.submit(p, "action", "default"), 400, "This login is over")
}

func TestPushDenied(t *testing.T) {
	s, b, p := pushed(t)
	thumb(t, s, "push@example.com", "deny")
	for range 2 { // no is the answer for good
		wantPage(t, b.submit(p, "action", "default"), 403, deniedTitle)
	}
	denied := b.submit(p, "action", "default", "code", "123456")
	wantPage(t, denied, 403, deniedTitle)
	if cookie(b, "playgrant_session") != "" {
		t.Error("a session began")
	}
	// Another factor, or the phone again.
	options := b.submit(denied, "action", "other")
	wantPage(t, options, 200, "Choose another way")
	if !strings.Contains(options.text, ">Authenticator app</button>") {
		t.Error("the twin of the phone is not offered")
	}
	wantPage(t, b.submit(options, "factor", choices(options)["Notification on Pia's phone"]), 403, deniedTitle)
	wantPage(t, b.get(p.url.RequestURI()), 403, deniedTitle)
	if n := len(inbox(t, s, "push@example.com")); n != 1 {
		t.Errorf("%d pushes were sent, want no other unasked", n)
	}
	again := b.submit(denied, "action", "resend")
	wantPage(t, again, 200, waitingTitle)
	thumb(t, s, "push@example.com", "approve")
	wantCode(t, b.submit(again, "action", "default"))
}

func TestPushDoesNotCount(t *testing.T) {
	for _, row := range []struct {
		name  string
		does  func(t *testing.T, s *enginetest.Server, b *browser, p page)
		title string
	}{
		{"after five minutes", func(t *testing.T, s *enginetest.Server, _ *browser, _ page) {
			thumb(t, s, "push@example.com", "approve")
			s.Now = s.Now.Add(5 * time.Minute)
		}, waitingTitle},
		{"for another login", func(t *testing.T, s *enginetest.Server, _ *browser, _ page) {
			other := open(t, s)
			wantPage(t, other.logIn(other.authorize(), "push@example.com"), 200, waitingTitle)
			thumb(t, s, "push@example.com", "approve")
		}, waitingTitle},
		{"for another user", func(t *testing.T, s *enginetest.Server, _ *browser, _ page) {
			other := open(t, s)
			wantPage(t, other.logIn(other.authorize(), "all@example.com"), 200, waitingTitle)
			thumb(t, s, "all@example.com", "approve")
		}, waitingTitle},
		{"once another was sent", func(t *testing.T, s *enginetest.Server, b *browser, p page) {
			thumb(t, s, "push@example.com", "approve")
			wantPage(t, b.submit(p, "action", "resend"), 200, waitingTitle)
		}, waitingTitle},
		{"with the factor switched off", func(t *testing.T, s *enginetest.Server, _ *browser, _ page) {
			thumb(t, s, "push@example.com", "approve")
			policy(t, s, func(p *model.Policy) { p.MFA.Factors = []string{model.FactorOTP} })
		}, "Enter the code"},
		{"for a blocked user", func(t *testing.T, s *enginetest.Server, _ *browser, _ page) {
			thumb(t, s, "push@example.com", "approve")
			user(t, s, "push@example.com", func(u *model.User) { u.Blocked = true })
		}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, b, p := pushed(t)
			row.does(t, s, b, p)
			got := b.submit(p, "action", "default")
			if got.title() != row.title || cookie(b, "playgrant_session") != "" || strings.Contains(got.url.RawQuery, "code=") {
				t.Errorf("got %d %q at %s, want %q", got.status, got.title(), got.url, row.title)
			}
		})
	}
}

func TestABlockedUserIsSentNothing(t *testing.T) {
	s, b, p := pushed(t)
	user(t, s, "push@example.com", func(u *model.User) { u.Blocked = true })
	b.submit(p, "action", "resend")
	if n := len(inbox(t, s, "push@example.com")); n != 1 {
		t.Errorf("%d pushes were sent, want only the one from before the block", n)
	}
}
