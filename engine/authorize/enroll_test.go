package authorize_test

import (
	"bytes"
	"encoding/base64"
	"html"
	"image/png"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

const newcomer = "user@example.com" // has no factor

// mustEnrol serves a sandbox that asks everybody for a second factor, and logs
// the newcomer in up to the choice of one.
func mustEnrol(t testing.TB) (*enginetest.Server, *browser, page) {
	t.Helper()
	s := enginetest.New(t)
	policy(t, s, func(p *model.Policy) { p.MFA.When = model.MFAAlways })
	b := open(t, s)
	p := b.logIn(b.authorize(), newcomer)
	wantPage(t, p, 200, "Set up a second factor")
	return s, b, p
}

// factorsOf are the kinds of a user's authenticators that are active.
func factorsOf(t testing.TB, s *enginetest.Server, email string) []string {
	t.Helper()
	var kinds []string
	err := s.Store.View(t.Context(), func(r store.Reader) error {
		u, err := store.UserWithEmail(r, email)
		if err != nil {
			return err
		}
		list, err := store.AuthenticatorsOf(r, u.UserID)
		for _, a := range list {
			if a.Active {
				kinds = append(kinds, a.Kind)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(kinds)
	return kinds
}

var (
	keyText    = regexp.MustCompile(`<code class="key">((?:<span>[A-Z2-7]{1,4}</span>)+)</code>`)
	picture    = regexp.MustCompile(`<img src="data:image/png;base64,([^"]*)"`)
	codeShown  = regexp.MustCompile(`<p class="secret"><code>([A-Z0-9]{24})</code></p>`)
	enrolPaths = []string{"/u/mfa-enroll", "/u/mfa-enroll-otp", "/u/mfa-enroll-sms", "/u/mfa-enroll-voice", "/u/mfa-enroll-push"}
)

// key is the secret that the page shows.
func key(t testing.TB, p page) string {
	t.Helper()
	m := keyText.FindStringSubmatch(p.text)
	if m == nil {
		t.Fatalf("no key on the page:\n%s", p.text)
	}
	return strings.NewReplacer("<span>", "", "</span>", "").Replace(m[1])
}

// app is what an app with the page's key shows.
func app(t testing.TB, s *enginetest.Server, p page) string {
	t.Helper()
	code, _, err := mfa.Code(key(t, p), s.Now)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// wantRecoveryCode fails the test unless the page shows the user's first
// recovery code, and goes on to the app.
func wantRecoveryCode(t testing.TB, b *browser, p page) string {
	t.Helper()
	wantPage(t, p, 200, "Your recovery code")
	m := codeShown.FindStringSubmatch(p.text)
	if m == nil {
		t.Fatalf("no code on the page:\n%s", p.text)
	}
	if cookie(b, "playgrant_session") != "" {
		t.Error("a session began before the code was seen")
	}
	if got := codeOf(t, b.server, wantCode(t, b.submit(p, "action", "default"))).Authenticated; !got.MFA {
		t.Errorf("%+v knows of no second factor", got)
	}
	return m[1]
}

func TestEnrolAnApp(t *testing.T) {
	s, b, p := mustEnrol(t)
	if diff := cmp.Diff([]string{"Authenticator app", "Text message", "Phone call", "Notification on a phone"}, names(p)); diff != "" {
		t.Error(diff)
	}
	p = b.submit(p, "factor", "totp")
	wantPage(t, p, 200, "Scan it with your app")
	secret := key(t, p)
	m := picture.FindStringSubmatch(p.text)
	if m == nil {
		t.Fatalf("no picture:\n%s", p.text)
	}
	raw, err := base64.StdEncoding.DecodeString(html.UnescapeString(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	if img, err := png.Decode(bytes.NewReader(raw)); err != nil || img.Bounds().Dx() < 200 {
		t.Errorf("the picture: %v", err)
	}
	if strings.Contains(p.url.String(), secret) || p.header.Get("Cache-Control") != "no-store" {
		t.Error("the secret may be kept by a log or a cache")
	}
	for _, wrong := range []string{"", another(app(t, s, p)), otp(t, s)} {
		p = b.submit(p, "code", wrong, "action", "default")
		wantPage(t, p, 400, "Scan it with your app")
		if key(t, p) != secret {
			t.Fatal("a wrong code changes the key that was scanned")
		}
	}
	if again := b.submit(b.submit(p, "action", "other"), "factor", "totp"); key(t, again) != secret {
		t.Error("coming back changes the key that was scanned")
	}
	if got := factorsOf(t, s, newcomer); len(got) > 0 {
		t.Fatalf("%v are active before they are confirmed", got)
	}
	used := app(t, s, p)
	recovery := wantRecoveryCode(t, b, b.submit(p, "code", used, "action", "default"))
	if diff := cmp.Diff([]string{"recovery-code", "totp"}, factorsOf(t, s, newcomer)); diff != "" {
		t.Error(diff)
	}

	b = open(t, s)
	next := b.logIn(b.authorize(), newcomer)
	wantPage(t, b.submit(next, "code", used, "action", "default"), 400, "Enter the code")
	next = b.submit(b.submit(next, "action", "other"), "factor", "recovery-code")
	wantPage(t, b.submit(next, "code", recovery, "action", "default"), 200, "Your new recovery code")
}

func TestEnrolAPhone(t *testing.T) {
	for kind, title := range map[string]string{"sms": "Check your phone", "voice": "Pick up your phone"} {
		t.Run(kind, func(t *testing.T) {
			s, b, p := mustEnrol(t)
			p = b.submit(p, "factor", kind)
			wantPage(t, p, 200, "Your telephone number")
			for _, wrong := range []string{"", "123", "5555550123", "+1555555012345678", "+1 555 CALL ME", "<b>", "phone@example.com", strings.Repeat("+1", 9999)} {
				p = b.submit(p, "phone_number", wrong, "action", "default")
				wantPage(t, p, 400, "Your telephone number")
			}
			p = b.submit(p, "phone_number", "+1 (555) 555-0199", "action", "default")
			wantPage(t, p, 200, title)
			wantPage(t, b.submit(p, "code", another(latest(t, s, newcomer)), "action", "default"), 400, title)
			old := latest(t, s, newcomer)
			p = b.submit(p, "action", "resend")
			if latest(t, s, newcomer) != old {
				wantPage(t, b.submit(p, "code", old, "action", "default"), 400, title)
			}
			if m := inbox(t, s, newcomer); m[0]["to"] != "+15555550199" || m[0]["channel"] != kind || len(m) != 2 {
				t.Errorf("sent %v", m)
			}
			wantRecoveryCode(t, b, b.submit(p, "code", latest(t, s, newcomer), "action", "default"))
			if diff := cmp.Diff([]string{"recovery-code", "sms", "voice"}, factorsOf(t, s, newcomer)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEnrolAPush(t *testing.T) {
	s, b, p := mustEnrol(t)
	p = b.submit(p, "factor", "push")
	wantPage(t, p, 200, waitingTitle)
	wantPage(t, b.submit(p, "action", "default"), 200, waitingTitle)
	thumb(t, s, newcomer, "deny")
	wantPage(t, b.submit(p, "action", "default"), 403, deniedTitle)
	if got := factorsOf(t, s, newcomer); len(got) > 0 {
		t.Fatalf("%v are active after a no", got)
	}
	p = b.submit(p, "action", "resend")
	thumb(t, s, newcomer, "approve")
	wantRecoveryCode(t, b, b.submit(p, "action", "default"))
	if diff := cmp.Diff([]string{"push", "recovery-code", "totp"}, factorsOf(t, s, newcomer)); diff != "" {
		t.Error(diff)
	}
}
