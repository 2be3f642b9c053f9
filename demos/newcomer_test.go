package demos_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/demos"
)

const adding = `
## Add
'''act
add a user
'''
'''http
POST /oauth/token

grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username={{user}}&password=opensesame
'''
'''expect
200
'''
### Break it: one more
'''act
add a user
add a user
'''
'''http
the same request
'''
'''expect
200
'''
## After
'''http
GET /healthz
'''
### Break it: the user before
'''http
POST /oauth/token

grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username={{user}}&password=open-barley
'''
'''expect
403 invalid_grant
'''
`

// A user who is added is one of the walk's own, and leaves with it: after a
// variant, when the learner goes back, and at the end, even by another player
// who went on with it.
func TestAddingAUser(t *testing.T) {
	w := sandbox(t)
	before := look(t, w)
	p := demos.NewPlayer(parse(t, adding), w, chance())
	same := func(what string) {
		t.Helper()
		if diff := cmp.Diff(before, look(t, w)); diff != "" {
			t.Errorf("%s:\n%s", what, diff)
		}
	}
	breakIt := func(step int) {
		t.Helper()
		o, err := p.PlayVariant(t.Context(), step, 0)
		holds(t, "variant", o, err)
	}
	breakIt(0)
	same("a variant leaves its users behind")
	play(t, p, 0)
	with := look(t, w)
	if cmp.Equal(before, with) {
		t.Error("nobody was added")
	}
	breakIt(1)
	play(t, p, 1)
	if diff := cmp.Diff(with, look(t, w)); diff != "" {
		t.Errorf("a variant did not leave the main line's user alone:\n%s", diff)
	}
	play(t, p, 0)
	raw, err := json.Marshal(p.State())
	if err != nil {
		t.Fatal(err)
	}
	var kept demos.State
	if err := json.Unmarshal(raw, &kept); err != nil {
		t.Fatal(err)
	}
	next := demos.NewPlayer(p.Demo(), w, chance())
	if err := next.Restore(kept); err != nil {
		t.Fatal(err)
	}
	play(t, next, 1)
	if err := next.PutBack(t.Context()); err != nil {
		t.Fatal(err)
	}
	same("the user stayed")
	if err := p.PutBack(t.Context()); err != nil {
		t.Errorf("a user who is gone already is an error: %v", err)
	}
	same("somebody else went too")
}

// Kept progress removes nobody but whom the act adds.
func TestRemovingAStranger(t *testing.T) {
	for _, email := range []string{
		"user@example.com", "", "new-12345678@example.com/../otp@example.com", "new-12345678@example.org",
		"new-123456789@example.com", "NEW-12345678@example.com", "new-12345678@example.com\n",
	} {
		w := sandbox(t)
		p := demos.NewPlayer(parse(t, adding), w, chance())
		state := p.State()
		state.Undo.Users = []string{email}
		if err := p.Restore(state); err == nil {
			t.Errorf("%q was taken", email)
		}
	}
}

// The factors that a user was given are active, and the recovery code is
// theirs.
func TestAddingAUserWithFactors(t *testing.T) {
	w := sandbox(t)
	before := look(t, w)
	report, err := demos.Run(t.Context(), t.Output(), parse(t, `
## Password
'''act
add a user with otp and recovery-code
'''
'''http
POST /oauth/token

grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username={{user}}&password=opensesame
'''
'''expect
403 mfa_required
mfa_requirements.challenge[0].type is otp
capture mfa_token
'''
## Code
'''http
POST /oauth/token

grant_type=http://auth0.com/oauth/grant-type/mfa-recovery-code&client_id=trusted-app&client_secret=trusted-app-secret
&mfa_token={{mfa_token}}&recovery_code={{recovery_code}}
'''
'''expect
200
'''
### Break it: the app
'''act
read the code from the authenticator app of {{user}}
'''
'''http
POST /oauth/token

grant_type=http://auth0.com/oauth/grant-type/mfa-otp&client_id=trusted-app&client_secret=trusted-app-secret
&mfa_token={{mfa_token}}&otp={{otp}}
'''
'''expect
200
'''
`), w, chance())
	if err != nil || !report.OK {
		t.Errorf("the user cannot log in with the app and the code: %v", err)
	}
	if diff := cmp.Diff(before, look(t, w)); diff != "" {
		t.Errorf("something stayed:\n%s", diff)
	}
}

// A factor that is none is an error that says so, and the user is gone again.
func TestAddingAUserWithNoFactor(t *testing.T) {
	w := sandbox(t)
	before := look(t, w)
	p := demos.NewPlayer(acting(t, "add a user with otp and pigeon"), w, chance())
	play(t, p, 0)
	_, err := p.Play(t.Context(), 1, nil)
	if err == nil || !strings.Contains(err.Error(), "recovery-code") {
		t.Errorf("got %v, want it to name the factors", err)
	}
	if diff := cmp.Diff(before, look(t, w)); diff != "" {
		t.Errorf("somebody stayed:\n%s", diff)
	}
}
