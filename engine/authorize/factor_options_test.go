package authorize_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

var choiceButton = regexp.MustCompile(`<button name="factor" value="([^"]*)" class="choice">([^<]*)</button>`)

// choices are the buttons of a page that lists factors: names to values.
func choices(p page) map[string]string {
	out := map[string]string{}
	for _, m := range choiceButton.FindAllStringSubmatch(p.text, -1) {
		out[html.UnescapeString(m[2])] = html.UnescapeString(m[1])
	}
	return out
}

func names(p page) []string {
	var out []string
	for _, m := range choiceButton.FindAllStringSubmatch(p.text, -1) {
		out = append(out, html.UnescapeString(m[2]))
	}
	return out
}

const bySMS = "Text message to XXXXXXXX0100"

func TestAllWays(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.submit(b.logIn(b.authorize(), "all@example.com"), "action", "other")
	wantPage(t, p, 200, "Choose another way")
	want := []string{"Notification on Al's phone", "Authenticator app", bySMS, "Email to a***@example.com", "Recovery code"}
	if diff := cmp.Diff(want, names(p)); diff != "" {
		t.Error(diff)
	}
	for name, title := range map[string]string{
		want[0]: waitingTitle, want[1]: "Enter the code", want[2]: "Check your phone", want[3]: "Check your email", want[4]: "Enter your recovery code",
	} {
		wantPage(t, b.submit(p, "factor", choices(p)[name]), 200, title)
	}
	t.Run("a code of one is none of another", func(t *testing.T) {
		b.submit(p, "factor", choices(p)[bySMS])
		code := latest(t, s, "all@example.com")
		email := b.submit(p, "factor", choices(p)["Email to a***@example.com"])
		if latest(t, s, "all@example.com") == code {
			t.Fatal("chance made the same code twice: take another seed")
		}
		wantPage(t, b.submit(email, "code", code, "action", "default"), 400, "Check your email")
		form := email.hidden()
		form.Set("code", latest(t, s, "all@example.com"))
		form.Set("action", "default")
		wantPage(t, b.do("POST", "/u/mfa-otp", form), 400, "Enter the code")
	})
	t.Run("somebody else's", func(t *testing.T) {
		other := open(t, s)
		q := other.submit(other.logIn(other.authorize(), "phone@example.com"), "action", "other")
		for _, theirs := range []string{choices(p)[bySMS], "otp", "totp", "", "sms"} {
			wantPage(t, other.submit(q, "factor", theirs), 200, "Check your phone")
		}
		wantPage(t, other.get("/u/mfa-otp?"+q.url.RawQuery), 200, "Check your phone")
		form := q.hidden()
		form.Set("code", otp(t, s))
		form.Set("action", "default")
		wantPage(t, other.do("POST", "/u/mfa-otp", form), 200, "Check your phone")
	})
}

// TestFactorsSwitchedOff has a policy that knows but some of the user's
// factors.
func TestFactorsSwitchedOff(t *testing.T) {
	for _, row := range []struct {
		name, email string
		factors     []string
		title       string // of the first page
		others      []string
	}{
		{"but one", "all@example.com", []string{"otp"}, "Enter the code", []string{"Authenticator app"}},
		{"the phone's", "all@example.com", []string{"phone", "recovery-code"}, "Check your phone", []string{bySMS, "Recovery code"}},
		{"the app, of a phone with its twin", "push@example.com", []string{"push-notification"}, waitingTitle, []string{"Notification on Pia's phone"}},
		{"the phone, of one with its twin", "push@example.com", []string{"otp"}, "Enter the code", []string{"Authenticator app"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			policy(t, s, func(p *model.Policy) { p.MFA.Factors = row.factors })
			b := open(t, s)
			p := b.logIn(b.authorize(), row.email)
			wantPage(t, p, 200, row.title)
			if diff := cmp.Diff(row.others, names(b.submit(p, "action", "other"))); diff != "" {
				t.Error(diff)
			}
			for _, path := range []string{"/u/mfa-otp", "/u/mfa-sms", "/u/mfa-voice", "/u/mfa-email", "/u/mfa-push", "/u/mfa-recovery-code", "/u/mfa-enroll", "/u/mfa-enroll-otp"} {
				form := p.hidden()
				form.Set("action", "default")
				form.Set("code", otp(t, s))
				if !strings.HasPrefix(p.url.Path, path) && path != "/u/mfa-recovery-code" {
					wantPage(t, b.do("POST", path, form), 200, row.title)
				}
			}
		})
	}
	t.Run("all of a user's", func(t *testing.T) {
		s := enginetest.New(t)
		policy(t, s, func(p *model.Policy) { p.MFA.Factors = []string{"email"} })
		b := open(t, s)
		if got := codeOf(t, s, wantCode(t, b.logIn(b.authorize(), "otp@example.com"))).Authenticated; got.MFA {
			t.Errorf("%+v has a second factor", got)
		}
	})
	t.Run("while it is being given", func(t *testing.T) {
		s := enginetest.New(t)
		b := open(t, s)
		p := b.logIn(b.authorize(), "phone@example.com")
		code := latest(t, s, "phone@example.com")
		policy(t, s, func(p *model.Policy) { p.MFA.When, p.MFA.Factors = "always", []string{"otp"} })
		wantPage(t, b.submit(p, "code", code, "action", "default"), 200, "Set up a second factor")
	})
}

// TestWeakFactors has users with nothing but a factor that does not count.
func TestWeakFactors(t *testing.T) {
	onlyRecovery := func(p *model.Policy) { p.MFA.Factors = []string{"recovery-code", "otp"} }
	for _, row := range []struct {
		name, email string
		policy      func(*model.Policy)
		params      []string
		title       string // of the page; empty: the app gets a code
	}{
		{"email, under a policy of enrolled", "email@example.com", nil, nil, "Check your email"},
		{"email, for a token that manages factors", "email@example.com", func(p *model.Policy) { p.MFA.When = "never" }, []string{"audience", "{mfa}", "scope", "enroll"}, ""},
		{"email, for a step-up", "email@example.com", func(p *model.Policy) { p.MFA.When = "never" }, []string{"acr_values", multiFactor}, "Check your email"},
		{"a recovery code, under a policy of enrolled", "phone@example.com", onlyRecovery, nil, ""},
		{"a recovery code, for a step-up", "phone@example.com", onlyRecovery, []string{"acr_values", multiFactor}, ""},
		{"a recovery code, under a policy of always", "phone@example.com", func(p *model.Policy) { onlyRecovery(p); p.MFA.When = "always" }, nil, "Set up a second factor"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			if row.policy != nil {
				policy(t, s, row.policy)
			}
			for i := range row.params {
				row.params[i] = strings.ReplaceAll(row.params[i], "{mfa}", s.URL+"/mfa/")
			}
			b := open(t, s)
			p := b.logIn(b.authorize(row.params...), row.email)
			if row.title != "" {
				wantPage(t, p, 200, row.title)
				return
			}
			if got := codeOf(t, s, wantCode(t, p)).Authenticated; got.MFA {
				t.Errorf("%+v has a second factor", got)
			}
		})
	}
}
