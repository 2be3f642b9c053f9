package demos_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/demos"
)

func player(t *testing.T, name string) *demos.Player {
	t.Helper()
	d, err := demos.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return demos.NewPlayer(d, sandbox(t), chance())
}

// play does a step that has to go as expected.
func play(t *testing.T, p *demos.Player, step int) *demos.Outcome {
	t.Helper()
	o, err := p.Play(t.Context(), step, nil)
	holds(t, p.Demo().Steps[step].Title, o, err)
	return o
}

func param(list []demos.DraftParam, name string) demos.DraftParam {
	i := slices.IndexFunc(list, func(p demos.DraftParam) bool { return p.Name == name })
	if i < 0 {
		return demos.DraftParam{}
	}
	return list[i]
}

// A draft says where each value comes from, and which are secret.
func TestDraft(t *testing.T) {
	p := player(t, "get-a-refresh-token")
	if d, err := p.Draft(1); d != nil || err != nil {
		t.Errorf("the login has a request of its own: %v, %v", d, err)
	}
	early, err := p.Draft(2)
	if err != nil {
		t.Fatal(err)
	}
	if got := param(early.Form, "code").Value; got != "{{code}}" {
		t.Errorf("the code is %q before there is one", got)
	}
	play(t, p, 0)
	play(t, p, 1)
	d, err := p.Draft(2)
	if err != nil {
		t.Fatal(err)
	}
	if code := param(d.Form, "code"); strings.Contains(code.Value, "{{") {
		t.Errorf("the code is %q after the login", code.Value)
	}
	for _, want := range []demos.DraftParam{
		{Name: "grant_type"},
		{Name: "client_id", From: "the demo"},
		{Name: "client_secret", From: "the demo", Secret: true},
		{Name: "code", From: "step 2", Secret: true},
		{Name: "redirect_uri", From: "the demo"},
	} {
		got := param(d.Form, want.Name)
		got.Value = ""
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	first, err := p.Draft(0)
	if err != nil {
		t.Fatal(err)
	}
	if got := param(first.Query, "state").From; got != "made here" {
		t.Errorf("state comes from %q", got)
	}
}

// What is changed in a draft is what goes out; a step that then fails its
// expectations stays the one to do.
func TestChangedDraft(t *testing.T) {
	p := player(t, "get-a-refresh-token")
	d, err := p.Draft(0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range d.Query {
		if d.Query[i].Name == "redirect_uri" {
			d.Query[i].Value = "https://evil.example/a b?c=d&e"
		}
	}
	o, err := p.Play(t.Context(), 0, d)
	if err != nil {
		t.Fatal(err)
	}
	if o.OK() || p.At() != 0 {
		t.Errorf("a refused request counts as done: %+v, at %d", o.Verdicts, p.At())
	}
	if want := "redirect_uri=https%3A%2F%2Fevil.example%2Fa%20b%3Fc%3Dd%26e&"; !strings.Contains(o.Exchanges[0].Request, want) {
		t.Errorf("the request has no %s:\n%s", want, o.Exchanges[0].Request)
	}
	play(t, p, 0)
	if p.At() != 1 {
		t.Errorf("the player stands at %d, want 1", p.At())
	}
}

func TestDraftsThatCannotBeSent(t *testing.T) {
	for name, change := range map[string]func(*demos.Draft){
		"another server":        func(d *demos.Draft) { d.Target = "@evil.example/" },
		"an unknown variable":   func(d *demos.Draft) { d.Query[0].Value = "{{nothing}}" },
		"a header with a break": func(d *demos.Draft) { d.Headers = append(d.Headers, demos.DraftParam{Name: "A", Value: "b\r\nC: d"}) },
		"a method with a space": func(d *demos.Draft) { d.Method = "GET /" },
	} {
		t.Run(name, func(t *testing.T) {
			p := player(t, "get-a-refresh-token")
			d, err := p.Draft(0)
			if err != nil {
				t.Fatal(err)
			}
			change(d)
			if o, err := p.Play(t.Context(), 0, d); err == nil {
				t.Errorf("it was sent: %+v", o)
			}
			if p.At() != 0 || p.Outcome(0) != nil {
				t.Error("what could not be done counts as done")
			}
			play(t, p, 0)
		})
	}
}

// Steps are done in order, and those that do not exist not at all.
func TestStepsOutOfOrder(t *testing.T) {
	p := player(t, "get-a-refresh-token")
	for _, step := range []int{-1, 1, 4, 5, 99} {
		if _, err := p.Play(t.Context(), step, nil); err == nil {
			t.Errorf("step %d was done", step)
		}
	}
	for _, v := range [][2]int{{-1, 0}, {0, -1}, {0, 99}, {9, 0}} {
		if _, err := p.PlayVariant(t.Context(), v[0], v[1]); err == nil {
			t.Errorf("variant %v was done", v)
		}
	}
	if _, err := p.Draft(5); err == nil || p.Outcome(5) != nil || p.Outcome(-1) != nil {
		t.Error("there is something of a step that does not exist")
	}
}

// Going back to an earlier step begins again from there.
func TestPlayAgain(t *testing.T) {
	p := player(t, "get-a-refresh-token")
	for i := range 4 {
		play(t, p, i)
	}
	play(t, p, 0) // would be redirected to the callback if the browser were still logged in
	if p.At() != 1 || p.Outcome(1) != nil {
		t.Errorf("the player stands at %d", p.At())
	}
	if slices.ContainsFunc(p.Vars(), func(v demos.Value) bool { return v.Name == "code" || v.Name == "refresh_token" }) {
		t.Errorf("what came later is still known: %+v", p.Vars())
	}
	for i := 1; i < 5; i++ {
		play(t, p, i)
	}
	play(t, p, 3)
	play(t, p, 4)
}

// A variant leaves nothing behind in the player.
func TestVariantIsForgotten(t *testing.T) {
	p := player(t, "get-a-refresh-token")
	for i := range 3 {
		play(t, p, i)
	}
	before := p.State()
	for i := range p.Demo().Steps[2].Variants {
		o, err := p.PlayVariant(t.Context(), 2, i)
		holds(t, "variant", o, err)
		if !strings.Contains(o.Did[0], "steps 1 to 2 again") {
			t.Errorf("the variant does not say what was done before it: %q", o.Did)
		}
	}
	if diff := cmp.Diff(before, p.State()); diff != "" {
		t.Errorf("the variants changed the player:\n%s", diff)
	}
}

// Progress survives a restart at every step, as JSON, and fits what the
// sandbox keeps.
func TestState(t *testing.T) {
	for _, d := range demos.All() {
		t.Run(d.Name, func(t *testing.T) {
			w := sandbox(t)
			p := demos.NewPlayer(d, w, chance())
			for i := range d.Steps {
				play(t, p, i)
				raw, err := json.Marshal(p.State())
				if err != nil {
					t.Fatal(err)
				}
				if len(raw) > 256<<10 {
					t.Errorf("after step %d the state has %d bytes", i+1, len(raw))
				}
				var s demos.State
				if err := json.Unmarshal(raw, &s); err != nil {
					t.Fatal(err)
				}
				next := demos.NewPlayer(d, w, chance())
				if err := next.Restore(s); err != nil {
					t.Fatal(err)
				}
				if next.At() != i+1 || !cmp.Equal(next.Outcome(i), p.Outcome(i)) || !cmp.Equal(next.Vars(), p.Vars()) {
					t.Errorf("after step %d something was lost", i+1)
				}
				p = next
			}
			play(t, p, 0) // and back to the beginning
		})
	}
}

func TestRestoreRefuses(t *testing.T) {
	p := player(t, "get-a-refresh-token")
	play(t, p, 0)
	fresh := player(t, "get-a-refresh-token")
	for name, change := range map[string]func(*demos.State){
		"a step too far":        func(s *demos.State) { s.At = 2 },
		"a step before all":     func(s *demos.State) { s.At = -1 },
		"an outcome of nothing": func(s *demos.State) { s.Outcomes = []*demos.Outcome{nil} },
		"too many outcomes":     func(s *demos.State) { s.Outcomes = make([]*demos.Outcome, 99) },
		"no marks":              func(s *demos.State) { s.Marks = nil },
		"a mark beyond all":     func(s *demos.State) { s.Marks = []demos.Mark{{Vars: 1000}} },
		"a mark before all":     func(s *demos.State) { s.Marks = []demos.Mark{{Vars: -1}} },
	} {
		s := p.State()
		change(&s)
		if err := fresh.Restore(s); err == nil {
			t.Errorf("%s: it was taken", name)
		}
	}
	other := player(t, "mfa-challenge")
	if err := other.Restore(p.State()); !errors.Is(err, demos.ErrOtherDocument) {
		t.Errorf("another document's state: got %v", err)
	}
	if fresh.At() != 0 || fresh.Outcome(0) != nil {
		t.Error("a refused state left something behind")
	}
}

// Without chance there is nothing to walk with, and the player says so.
func TestNoChance(t *testing.T) {
	d, err := demos.Find("get-a-refresh-token")
	if err != nil {
		t.Fatal(err)
	}
	p := demos.NewPlayer(d, sandbox(t), strings.NewReader(""))
	if _, err := p.Play(t.Context(), 0, nil); err == nil {
		t.Error("a step was done")
	}
	if _, err := p.Draft(0); err == nil || p.Vars() != nil || p.Restore(demos.State{}) == nil || p.PutBack(t.Context()) != nil {
		t.Error("the player pretends to have something")
	}
	_ = p.State()
}
