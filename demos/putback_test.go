package demos_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/demos"
)

const late = `
## Wait
'''act
advance the clock by 1h
'''
### Break it: too long
'''act
advance the clock by 30d
freeze the clock
advance the clock by 1d
'''
'''http
GET /healthz
'''
'''expect
200
'''
### Break it: on and on
'''act
let the clock run
reset the clock
'''
'''http
GET /healthz
'''
'''expect
200
'''
`

// Wherever the clock stands, a variant puts it back there, and a run does so
// with what its steps have moved.
func TestClockIsPutBack(t *testing.T) {
	for name, move := range map[string]string{
		"the machine's": `{"reset":true}`,
		"moved":         `{"advance_seconds":86400}`,
		"frozen":        `{"freeze":true}`,
	} {
		t.Run(name, func(t *testing.T) {
			w := sandbox(t)
			if name == "frozen" {
				call(t, w, http.MethodPost, "/sandbox/clock", `{"advance_seconds":-7}`)
			}
			before := call(t, w, http.MethodPost, "/sandbox/clock", move)
			p := demos.NewPlayer(parse(t, late), w, chance())
			for i := range 2 {
				o, err := p.PlayVariant(t.Context(), 0, i)
				holds(t, "variant", o, err)
				if diff := cmp.Diff(before, call(t, w, http.MethodGet, "/sandbox/clock", "")); diff != "" {
					t.Errorf("after variant %d the clock differs:\n%s", i+1, diff)
				}
			}
			play(t, p, 0)
			if cmp.Equal(before, call(t, w, http.MethodGet, "/sandbox/clock", "")) {
				t.Error("the step did not move the clock")
			}
			if err := p.PutBack(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, call(t, w, http.MethodGet, "/sandbox/clock", "")); diff != "" {
				t.Errorf("after putting it back the clock differs:\n%s", diff)
			}
			if _, err := demos.Run(t.Context(), io.Discard, parse(t, late), w, chance()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, call(t, w, http.MethodGet, "/sandbox/clock", "")); diff != "" {
				t.Errorf("after a run the clock differs:\n%s", diff)
			}
		})
	}
}

// cancelling ends the context once a variant has moved the clock.
type cancelling struct {
	http.RoundTripper
	cancel context.CancelFunc
}

func (c cancelling) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path == "/healthz" {
		c.cancel()
		return nil, r.Context().Err()
	}
	return c.RoundTripper.RoundTrip(r)
}

// A learner who breaks off in the middle of a variant does not keep its clock.
func TestClockIsPutBackWhenCancelled(t *testing.T) {
	w := sandbox(t)
	before := call(t, w, http.MethodGet, "/sandbox/clock", "")
	ctx, cancel := context.WithCancel(t.Context())
	p := demos.NewPlayer(parse(t, late), demos.Wire{Base: w.Base, HTTP: cancelling{w.HTTP, cancel}}, chance())
	if _, err := p.PlayVariant(ctx, 0, 0); err == nil {
		t.Error("the cancelled variant went through")
	}
	if diff := cmp.Diff(before, call(t, w, http.MethodGet, "/sandbox/clock", "")); diff != "" {
		t.Errorf("the clock differs:\n%s", diff)
	}
}

// settings stands for the sandbox's endpoints that set things up.
type settings struct {
	t       *testing.T
	patches []string
	policy  string
}

func (s *settings) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodPatch:
		body, err := io.ReadAll(r.Body)
		if err != nil {
			s.t.Error(err)
		}
		s.patches = append(s.patches, r.URL.EscapedPath()+" "+string(body))
		_, _ = io.WriteString(w, "{}")
	case r.URL.Path == "/sandbox":
		_, _ = io.WriteString(w, s.policy)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

// Settings are changed by merge-patch and put back, the last first; one that
// was not there is removed again.
func TestSettingsArePutBack(t *testing.T) {
	s := &settings{t: t, policy: `{"policy":{"mfa":{"when":"enrolled","flows":["authorize"]}},
		"clients":[{"client_id":"spa"}], "apis":[{"identifier":"https://expenses.example/api","allow_offline_access":true}],
		"users":[{"email":"user@example.com","blocked":false}]}`}
	p := demos.NewPlayer(parse(t, `
## Set
'''act
continue
'''
### Break it: x
'''act
set policy mfa.when to never
set policy mfa.flows to ["password"]
set client spa refresh_token.leeway to 10
set api https://expenses.example/api allow_offline_access to false
set user user@example.com name to A b
'''
'''http
GET /x
'''
'''expect
204
'''
`), inside(t, s), chance())
	o, err := p.PlayVariant(t.Context(), 0, 0)
	holds(t, "variant", o, err)
	want := []string{
		`/sandbox/policy {"mfa":{"when":"never"}}`,
		`/sandbox/policy {"mfa":{"flows":["password"]}}`,
		`/sandbox/clients/spa {"refresh_token":{"leeway":10}}`,
		`/sandbox/apis/https:%2F%2Fexpenses.example%2Fapi {"allow_offline_access":false}`,
		`/sandbox/users/user@example.com {"name":"A b"}`,
		`/sandbox/users/user@example.com {"name":null}`,
		`/sandbox/apis/https:%2F%2Fexpenses.example%2Fapi {"allow_offline_access":true}`,
		`/sandbox/clients/spa {"refresh_token":{"leeway":null}}`,
		`/sandbox/policy {"mfa":{"flows":["authorize"]}}`,
		`/sandbox/policy {"mfa":{"when":"enrolled"}}`,
	}
	if diff := cmp.Diff(want, s.patches); diff != "" {
		t.Errorf("patches (-want +got):\n%s", diff)
	}
}

// What cannot be set, and a sandbox that asks for its token, are errors that
// say so.
func TestActsThatFail(t *testing.T) {
	refusing := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer sesame" {
			w.WriteHeader(http.StatusUnauthorized)
			_ = json.NewEncoder(w).Encode(map[string]string{"error_description": "the sandbox asks \x1b[2J for its token"})
			return
		}
		_, _ = io.WriteString(w, `{"policy":{}}`)
	})
	for act, want := range map[string]string{
		"advance the clock by 1h":                                      "401",
		"set client nobody name to x":                                  `no client "nobody"`,
		"set policy mfa.factors[0] to x":                               "members",
		"set policy mfa..when to x":                                    "no place",
		"read the code from the authenticator app of otp@example.com":  "401",
		"log in as user@example.com":                                   "no page",
		"deny":                                                         "no page",
		"enter the code from the authenticator app of otp@example.com": "401",
		"set policy mfa.when to never":                                 "",
	} {
		w := inside(t, refusing)
		if strings.HasPrefix(act, "set") {
			w.Token = "sesame"
		}
		p := demos.NewPlayer(parse(t, "## S\n'''act\n"+act+"\n'''\n"), w, chance())
		_, err := p.Play(t.Context(), 0, nil)
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", act, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: got %v, want it to say %q", act, err, want)
		case err != nil && strings.ContainsRune(err.Error(), '\x1b'):
			t.Errorf("%s: the error steers the terminal: %q", act, err)
		}
	}
}
