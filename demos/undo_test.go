package demos_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/demos"
)

// look is what a demo may change and has to put back.
func look(t *testing.T, w demos.Wire) []any {
	t.Helper()
	all := call(t, w, http.MethodGet, "/sandbox", "")
	for _, u := range all["users"].([]any) {
		delete(u.(map[string]any), "updated_at") // to put back is an update too
	}
	return []any{all, call(t, w, http.MethodGet, "/sandbox/clock", "")}
}

// acting is a demo of one step of these acts.
func acting(t *testing.T, acts string) *demos.Demo {
	t.Helper()
	return parse(t, "## Before\n'''http\nGET /healthz\n'''\n## S\n'''act\n"+acts+"\n'''\n## After\n'''http\nGET /healthz\n'''\n")
}

// Every kind of setting is taken by the real sandbox, as deep as it lies, and
// is put back as it was.
func TestSettingsOfTheSandbox(t *testing.T) {
	for act, want := range map[string]string{
		"set policy mfa.when to never":                                                                                          `"when":"never"`,
		`set policy mfa.flows to ["refresh_token"]`:                                                                             `"flows":["refresh_token"]`,
		"set policy default_audience to https://expenses.example/api":                                                           `"default_audience":"https://expenses.example/api"`,
		"set client spa refresh_token.leeway to 10\nadvance the clock by 1h":                                                    `"offset_seconds":3600`,
		`set client web-app refresh_token to {"leeway": 3, "rotation_type":"rotating"}`:                                         `"leeway":3`,
		`set client web-app refresh_token.policies to [{"audience": "https://reports.example/api", "scope": ["read:reports"]}]`: `"policies":[{"audience":"https://reports.example/api","scope":["read:reports"]}]`,
		"set api https://reports.example/api allow_offline_access to true":                                                      `"token_lifetime":86400`,
		`set user user@example.com name to Uma "U" Usher`:                                                                       `Uma \"U\" Usher`,
		"set user user@example.com blocked to true\nset user user@example.com blocked to false":                                 `"blocked":false`,
	} {
		t.Run(act, func(t *testing.T) {
			w := sandbox(t)
			before := look(t, w)
			p := demos.NewPlayer(acting(t, act), w, chance())
			play(t, p, 0)
			play(t, p, 1)
			raw, err := json.Marshal(look(t, w))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(raw), want) {
				t.Errorf("the sandbox has no %s:\n%s", want, raw)
			}
			if err := p.PutBack(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, look(t, w)); diff != "" {
				t.Errorf("not put back:\n%s", diff)
			}
		})
	}
}

// What the sandbox does not take is an error that names the field, and what
// the step had changed before it is put back.
func TestSettingsThatTheSandboxRefuses(t *testing.T) {
	for act, want := range map[string]string{
		"set client spa refresh_token.leeway to -1":                           "refresh_token.leeway",
		"set client spa refresh_token.leeway to ten":                          "refresh_token.leeway",
		"set client spa refresh_token.expiration_type to non-expiring":        "refresh_token.expiration_type",
		"set client spa refresh_token.idle_token_lifetime to 2592001":         "refresh_token.idle_token_lifetime",
		`set client spa refresh_token.policies to [{"audience":""}]`:          "refresh_token.policies[0].audience",
		`set client spa refresh_token.policies to {"audience":"urn:example"}`: "refresh_token.policies",
		"set client spa refresh_token.no_such_field to 1":                     "no_such_field",
		"set policy mfa.when to sometimes":                                    "mfa.when",
		"set api https://expenses.example/api token_lifetime to 0":            "token_lifetime",
		"set user user@example.com blocked to maybe":                          "blocked",
	} {
		t.Run(act, func(t *testing.T) {
			w := sandbox(t)
			before := look(t, w)
			p := demos.NewPlayer(acting(t, "advance the clock by 1h\nset policy mfa.when to always\n"+act), w, chance())
			play(t, p, 0)
			if _, err := p.Play(t.Context(), 1, nil); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want it to name %s", err, want)
			}
			if diff := cmp.Diff(before, look(t, w)); diff != "" {
				t.Errorf("something stayed:\n%s", diff)
			}
		})
	}
}

const changing = "advance the clock by 1h\nset policy mfa.when to never\nset policy mfa.when to always"

// What a demo has changed is put back by the player that goes on with it after
// a restart, and when the learner goes back to a step before the change.
func TestChangesOutliveARestart(t *testing.T) {
	w := sandbox(t)
	before := look(t, w)
	d := acting(t, changing)
	p := demos.NewPlayer(d, w, chance())
	for i := range d.Steps {
		play(t, p, i)
	}
	raw, err := json.Marshal(p.State())
	if err != nil {
		t.Fatal(err)
	}
	var kept demos.State
	if err := json.Unmarshal(raw, &kept); err != nil {
		t.Fatal(err)
	}
	next := demos.NewPlayer(d, w, chance())
	if err := next.Restore(kept); err != nil {
		t.Fatal(err)
	}
	play(t, next, 2)
	if cmp.Equal(before, look(t, w)) {
		t.Error("a step after the change has put it back")
	}
	play(t, next, 1)
	if err := next.PutBack(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, look(t, w)); diff != "" {
		t.Errorf("not put back:\n%s", diff)
	}
	if err := p.Restore(next.State()); err != nil {
		t.Fatal(err)
	}
	play(t, p, 1)
	play(t, p, 0)
	if diff := cmp.Diff(before, look(t, w)); diff != "" {
		t.Errorf("not put back by going back:\n%s", diff)
	}
}

// Kept progress can be written by anybody who reaches the sandbox: it may only
// put back what an act can set.
func TestUndoThatIsNone(t *testing.T) {
	d := acting(t, changing)
	for _, s := range []demos.Setting{
		{Address: "/oauth/revoke", Path: "token"},
		{Address: "/sandbox/reset", Path: "now"},
		{Address: "/sandbox/policy?x", Path: "mfa.when"},
		{Address: "/sandbox/clients/a/b", Path: "name"},
		{Address: "@evil.example/sandbox/policy", Path: "mfa.when"},
		{Address: "/sandbox/policy", Path: ""},
		{Address: "/sandbox/policy", Path: "mfa.factors[0]"},
	} {
		p := demos.NewPlayer(d, sandbox(t), chance())
		state := p.State()
		state.Undo.Settings = []demos.Setting{s}
		if err := p.Restore(state); err == nil {
			t.Errorf("%+v was taken", s)
		}
		if err := p.PutBack(t.Context()); err != nil {
			t.Errorf("%+v was kept: %v", s, err)
		}
	}
	p := demos.NewPlayer(d, sandbox(t), chance())
	play(t, p, 0)
	state := p.State()
	state.Marks[0].Changed = -1
	if err := p.Restore(state); err == nil {
		t.Error("a mark before all was taken")
	}
}
