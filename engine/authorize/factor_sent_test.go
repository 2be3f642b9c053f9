package authorize_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// inbox are the messages of a user, the newest first.
func inbox(t testing.TB, s *enginetest.Server, email string) []map[string]any {
	t.Helper()
	return s.Do("GET", "/sandbox/inbox?user="+email, "").List()
}

// latest is the code that was sent last.
func latest(t testing.TB, s *enginetest.Server, email string) string {
	t.Helper()
	list := inbox(t, s, email)
	if len(list) == 0 {
		t.Fatalf("nothing was sent to %s", email)
	}
	return list[0]["code"].(string)
}

// another is a code that is not the given one.
func another(code string) string {
	if code == "000000" {
		return "111111"
	}
	return "000000"
}

// sent are the users who are sent a code, and their page.
var sent = []struct{ channel, email, title, masked string }{
	{"sms", "phone@example.com", "Check your phone", "XXXXXXXX0100"},
	{"voice", "voice@example.com", "Pick up your phone", "XXXXXXXX0100"},
	{"email", "email@example.com", "Check your email", "e***@example.com"},
}

// withVoice serves a sandbox in which the user of the phone is called instead,
// under the name that sent has.
func withVoice(t testing.TB) *enginetest.Server {
	t.Helper()
	s := enginetest.New(t)
	edit(t, s, func(tx store.Tx) error {
		u := &model.User{UserID: "auth0|voice", Email: "voice@example.com"}
		like, err := store.UserWithEmail(tx, "phone@example.com")
		if err != nil {
			return err
		}
		u.PasswordHash = like.PasswordHash
		if err := store.AddUser(tx, u); err != nil {
			return err
		}
		return store.AddAuthenticator(tx, &model.Authenticator{
			ID: "voice|dev_0000000000000001", UserID: u.UserID, Kind: model.KindVoice, Name: "+15555550100", Active: true,
		})
	})
	return s
}

func TestACodeIsSent(t *testing.T) {
	for _, row := range sent {
		t.Run(row.channel, func(t *testing.T) {
			s := withVoice(t)
			b := open(t, s)
			p := b.logIn(b.authorize(), row.email)
			wantPage(t, p, 200, row.title)
			if !strings.Contains(p.text, row.masked) || strings.Contains(p.text, "+1555") {
				t.Errorf("the page does not name %s:\n%s", row.masked, p.text)
			}
			if list := inbox(t, s, row.email); len(list) != 1 || list[0]["channel"] != row.channel {
				t.Fatalf("sent %v", list)
			}
			code := latest(t, s, row.email)
			if strings.Contains(p.text, code) {
				t.Error("the page gives the code away")
			}
			for _, wrong := range []string{"", another(code), code + "0", code[:5], "x"} {
				p = b.submit(p, "code", wrong, "action", "default")
				wantPage(t, p, 400, row.title)
				if !strings.Contains(p.text, "That code is not right") {
					t.Errorf("%q: the page does not say what was wrong", wrong)
				}
			}
			back := b.submit(p, "code", " "+code[:3]+" "+code[3:], "action", "default")
			if got := codeOf(t, s, wantCode(t, back)).Authenticated; !got.MFA {
				t.Errorf("%+v knows of no second factor", got)
			}
			wantPage(t, b.submit(p, "code", code, "action", "default"), 400, "This login is over")
			if n := len(inbox(t, s, row.email)); n != 1 {
				t.Errorf("%d messages were sent, want 1", n)
			}
		})
	}
}

func TestACodeIsNotTaken(t *testing.T) {
	const email = "phone@example.com"
	type at struct {
		s *enginetest.Server
		b *browser
		p page
	}
	for _, row := range []struct {
		name, says string
		code       func(t *testing.T, a *at) string
	}{
		{"after five minutes", "That took more than five minutes", func(t *testing.T, a *at) string {
			code := latest(t, a.s, email)
			a.s.Now = a.s.Now.Add(5 * time.Minute)
			return code
		}},
		{"when another was sent since", "That code is not right", func(t *testing.T, a *at) string {
			code := latest(t, a.s, email)
			wantPage(t, a.b.submit(a.p, "action", "resend"), 200, "Check your phone")
			if latest(t, a.s, email) == code {
				t.Fatal("chance made the same code twice: take another seed")
			}
			return code
		}},
		{"of another login", "That code is not right", func(t *testing.T, a *at) string {
			other := open(t, a.s)
			wantPage(t, other.logIn(other.authorize(), email), 200, "Check your phone")
			return latest(t, a.s, email)
		}},
		{"of another user", "That code is not right", func(t *testing.T, a *at) string {
			other := open(t, a.s)
			wantPage(t, other.logIn(other.authorize(), "email@example.com"), 200, "Check your email")
			return latest(t, a.s, "email@example.com")
		}},
		{"when the authenticator was removed and replaced", "That code is not right", func(t *testing.T, a *at) string {
			code := latest(t, a.s, email)
			edit(t, a.s, func(tx store.Tx) error {
				u, err := store.UserWithEmail(tx, email)
				if err != nil {
					return err
				}
				list, err := store.AuthenticatorsOf(tx, u.UserID)
				if err != nil {
					return err
				}
				i := slices.IndexFunc(list, func(x *model.Authenticator) bool { return x.Kind == model.KindSMS })
				if err := store.RemoveAuthenticator(tx, list[i]); err != nil {
					return err
				}
				list[i].ID = "sms|dev_0000000000000001"
				return store.AddAuthenticator(tx, list[i])
			})
			return code
		}},
		{"when attempts are spent", "Too many wrong codes", func(t *testing.T, a *at) string {
			code := latest(t, a.s, email)
			for range 10 {
				wantPage(t, a.b.submit(a.p, "code", another(code), "action", "default"), 400, "Check your phone")
			}
			return code
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			a := &at{s: s, b: open(t, s)}
			a.p = a.b.logIn(a.b.authorize(), email)
			p := a.b.submit(a.p, "code", row.code(t, a), "action", "default")
			if p.status < 400 || p.title() != "Check your phone" || !strings.Contains(p.text, row.says) {
				t.Errorf("got %d %q, want a page that says %q:\n%s", p.status, p.title(), row.says, p.text)
			}
			if cookie(a.b, "playgrant_session") != "" {
				t.Error("a session began")
			}
		})
	}
}

func TestAPageThatIsLookedAtAgainSendsNothing(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.logIn(b.authorize(), "phone@example.com")
	for range 3 {
		wantPage(t, b.get(p.url.RequestURI()), 200, "Check your phone")
	}
	if n := len(inbox(t, s, "phone@example.com")); n != 1 {
		t.Fatalf("%d messages", n)
	}
	s.Now = s.Now.Add(5 * time.Minute)
	wantPage(t, b.get(p.url.RequestURI()), 200, "Check your phone")
	if n := len(inbox(t, s, "phone@example.com")); n != 2 {
		t.Errorf("%d messages, want another when the first is too old", n)
	}
	wantCode(t, b.submit(p, "code", latest(t, s, "phone@example.com"), "action", "default"))
}

func TestSendsAreLimited(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.logIn(b.authorize(), "phone@example.com")
	for range 9 {
		wantPage(t, b.submit(p, "action", "resend"), 200, "Check your phone")
	}
	code := latest(t, s, "phone@example.com")
	over := b.submit(p, "action", "resend")
	wantPage(t, over, 429, "Check your phone")
	if !strings.Contains(over.text, "Too many codes were sent") || len(inbox(t, s, "phone@example.com")) != 10 {
		t.Errorf("sent %d:\n%s", len(inbox(t, s, "phone@example.com")), over.text)
	}
	other := open(t, s)
	none := other.logIn(other.authorize(), "phone@example.com")
	wantPage(t, none, 429, "Check your phone")
	if strings.Contains(none.text, "a code is on its way to") || !strings.Contains(over.text, "a code is on its way to") {
		t.Error("a page says that a code is on its way when none is, or the other way round")
	}
	wantCode(t, b.submit(over, "code", code, "action", "default"))
}

// TestTwoAtOnce answers a page twice at the same time: one of them is let in.
func TestTwoAtOnce(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.logIn(b.authorize(), "phone@example.com")
	code := latest(t, s, "phone@example.com")
	answers := make(chan page, 8)
	for range cap(answers) {
		go func() { answers <- b.submit(p, "code", code, "action", "default") }()
	}
	in := 0
	for range cap(answers) {
		switch got := <-answers; {
		case strings.Contains(got.url.RawQuery, "code="):
			in++
		case got.title() != "This login is over":
			t.Errorf("got %d %q", got.status, got.title())
		}
	}
	if in != 1 {
		t.Errorf("%d were let in, want 1", in)
	}
}
