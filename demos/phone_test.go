package demos_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// challenged logs a user in as far as the second factor, and sends one
// challenge out of band.
func challenged(user string) string {
	return `
## Password
'''http
POST /oauth/token

grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username=` + user + `&password=opensesame
'''
'''expect
403 mfa_required
capture mfa_token
'''
## Challenge
'''http
POST /mfa/challenge

client_id=trusted-app&client_secret=trusted-app-secret&mfa_token={{mfa_token}}&challenge_type=oob
'''
'''expect
200
capture oob_code
'''
`
}

const answerOOB = `
POST /oauth/token

grant_type=http://auth0.com/oauth/grant-type/mfa-oob&client_id=trusted-app&client_secret=trusted-app-secret
&mfa_token={{mfa_token}}&oob_code={{oob_code}}`

// The acts of the phone against the real sandbox: a code is read from the
// latest message, by email or by number, and a push is answered.
func TestPhone(t *testing.T) {
	for act, want := range map[string]struct{ user, more, expect string }{
		"read the code from the sms of phone@example.com":   {"phone@example.com", "&binding_code={{binding_code}}", "200"},
		"read the code from the sms of +15555550100":        {"phone@example.com", "&binding_code={{binding_code}}", "200"},
		"read the code from the email of email@example.com": {"email@example.com", "&binding_code={{binding_code}}", "200"},
		"approve the push of push@example.com":              {"push@example.com", "", "200"},
		"deny the push of push@example.com":                 {"push@example.com", "", "403 invalid_grant"},
	} {
		t.Run(act, func(t *testing.T) {
			steps := challenged(want.user)
			_, challenge, _ := strings.Cut(steps, "## Challenge")
			steps += "## Again" + challenge // of two messages the later counts
			steps += "## Answer\n'''act\n" + act + "\n'''\n'''http" + answerOOB + want.more + "\n'''\n'''expect\n" + want.expect + "\n'''\n"
			if report, out := run(t, parse(t, steps)); !report.OK {
				t.Error(out)
			}
		})
	}
}

// What the phone does not have is an error that says what comes first.
func TestPhoneWithoutAMessage(t *testing.T) {
	for act, want := range map[string]string{
		"read the code from the sms of phone@example.com":   "no sms with a code has come to phone@example.com",
		"read the code from the sms of +15555550199":        "no sms with a code has come to +15555550199",
		"read the code from the email of email@example.com": "no email with a code",
		"read the code from the voice of email@example.com": "no voice with a code",
		"read the code from the sms of nobody@example.com":  "404",
		"approve the push of push@example.com":              "no push waits for an answer on the phone of push@example.com",
		"approve the push of email@example.com":             "comes first",
		"deny the push of nobody@example.com":               "404",
	} {
		p := demos.NewPlayer(parse(t, "## S\n'''act\n"+act+"\n'''\n"), sandbox(t), chance())
		if _, err := p.Play(t.Context(), 0, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want it to say %q", act, err, want)
		}
	}
}

// A push that was answered is not answered again: the act looks for one that
// waits.
func TestPushIsAnsweredOnce(t *testing.T) {
	p := demos.NewPlayer(parse(t, challenged("push@example.com")+`
## Deny
'''act
deny the push of push@example.com
'''
## Approve
'''act
approve the push of push@example.com
'''
`), sandbox(t), chance())
	for i := range 3 {
		play(t, p, i)
	}
	if _, err := p.Play(t.Context(), 3, nil); err == nil || !strings.Contains(err.Error(), "no push waits") {
		t.Errorf("a denied push was approved: %v", err)
	}
}

// A code is read from the walk's own message, even after a variant has had
// another sent to the same phone, and after a restart.
func TestCodeOfOnesOwnMessage(t *testing.T) {
	d := parse(t, challenged("phone@example.com")+`
### Break it: another message
'''http
the same request
'''
'''expect
200
'''
## Answer
'''act
read the code from the sms of phone@example.com
'''
'''http`+answerOOB+`&binding_code={{binding_code}}
'''
'''expect
200
'''
`)
	w := sandbox(t)
	p := demos.NewPlayer(d, w, chance())
	play(t, p, 0)
	play(t, p, 1)
	o, err := p.PlayVariant(t.Context(), 1, 0)
	holds(t, "variant", o, err)
	next := demos.NewPlayer(d, w, chance())
	if err := next.Restore(p.State()); err != nil {
		t.Fatal(err)
	}
	play(t, next, 2)
}

// A request that is sent several times goes out that often, and the last
// answer counts.
func TestTheSameRequestTimes(t *testing.T) {
	sent := 0
	w := inside(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if sent++; sent == 7 {
			w.WriteHeader(http.StatusTeapot)
		}
	}))
	p := demos.NewPlayer(parse(t, "## S\n'''http\nGET /x\n'''\n### Break it: often\n'''http\nthe same request, 7 times\n'''\n'''expect\n418\n'''\n"), w, chance())
	o, err := p.PlayVariant(t.Context(), 0, 0)
	holds(t, "variant", o, err)
	if sent != 7 || len(o.Exchanges) != 7 || len(o.Verdicts) != 1 {
		t.Errorf("%d were sent, %d told of, with %d verdicts", sent, len(o.Exchanges), len(o.Verdicts))
	}
}
