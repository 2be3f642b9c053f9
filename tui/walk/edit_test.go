package walk

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/demos"
)

func draftOf(body string) *demos.Draft {
	return &demos.Draft{
		Method: "POST", Target: "/x",
		Query:   []demos.DraftParam{{Name: "q", Value: "1"}},
		Form:    []demos.DraftParam{{Name: "a", Value: "1"}, {Name: "client_secret", Value: "s"}},
		Headers: []demos.DraftParam{{Name: "Content-Type", Value: "text/x"}, {Name: "Authorization", Value: "Bearer t"}},
		Body:    body,
	}
}

func (e *edit) param(t *testing.T, name string) *param {
	t.Helper()
	for i := range e.params {
		if e.params[i].Name == name {
			return &e.params[i]
		}
	}
	t.Fatalf("there is no parameter %s", name)
	return nil
}

func TestUnchangedDraftIsTheDemosOwn(t *testing.T) {
	d := draftOf("")
	e := newEdit(d)
	if e.changed() || e.draft() != d {
		t.Error("a request that nobody touched is not the demo's own")
	}
	if p := e.param(t, "client_secret"); !p.Secret {
		t.Error("client_secret is not secret")
	}
	if p := e.param(t, "Authorization"); !p.Secret {
		t.Error("Authorization is not secret")
	}
}

func TestChangedDraft(t *testing.T) {
	d := draftOf("")
	e := newEdit(d)
	e.param(t, "a").Value = "2"
	e.param(t, "q").left = true
	want := draftOf("")
	want.Query, want.Form[0].Value, want.Form[1].Secret = nil, "2", true
	want.Headers[1].Secret = true
	if diff := cmp.Diff(want, e.draft()); diff != "" {
		t.Error(diff)
	}
	if d.Form[0].Value != "1" || len(d.Query) != 1 {
		t.Error("the demo's own request was changed")
	}
}

func TestChangedBody(t *testing.T) {
	for _, c := range []struct{ name, body, param, value, want string }{
		{"a text", `{"b": "x", "a": 7}`, "b", `say "hi"`, `{"b": "say \"hi\"", "a": 7}`},
		{"a number", `{"b": "x", "n": 7}`, "n", `8`, `{"b": "x", "n": 8}`},
		{"what is no JSON any more", `{"n": [1]}`, "n", `[1`, `{"n": [1}`},
		{"a body of another kind", "plain", "body", "other", "other"},
		{"a list", `[1, 2]`, "body", "[3]", "[3]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newEdit(draftOf(c.body))
			e.param(t, c.param).Value = c.value
			if got := e.draft().Body; got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestChangesAreCarried: when a step before was done anew, what was changed
// stays, and what was not takes the new values.
func TestChangesAreCarried(t *testing.T) {
	old := newEdit(draftOf(""))
	old.param(t, "a").Value = "mine"
	fresh := draftOf("")
	fresh.Form[1].Value, fresh.Form[0].Value = "new", "theirs"
	e := newEdit(fresh).carry(old)
	if a, s := e.param(t, "a").Value, e.param(t, "client_secret").Value; a != "mine" || s != "new" {
		t.Errorf("a is %q, client_secret is %q", a, s)
	}
}

func TestLayout(t *testing.T) {
	for _, c := range []struct{ width, height, columns, below int }{
		{60, 14, 1, 0}, {80, 22, 1, 0}, {99, 40, 1, 0}, {100, 30, 2, 0}, {179, 57, 2, 0}, {180, 33, 3, 0}, {200, 57, 3, 21},
	} {
		l := layoutFor(c.width, c.height)
		sum := l.widths[0] + l.widths[1] + l.widths[2]
		if l.columns != c.columns || l.below != c.below || sum != c.width || 1+l.panes+l.verdict != c.height {
			t.Errorf("%dx%d: %+v", c.width, c.height, l)
		}
	}
}
