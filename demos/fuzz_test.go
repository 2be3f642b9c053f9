package demos

import (
	"errors"
	"reflect"
	"testing"
	"unicode"
)

// Whatever it is given, Parse either says on which line of the document the
// fault is and how to mend it, without a control character in the message, or
// returns a demo that can be played: with steps, each with a title, a kind and
// something to do, and every expectation after something that it can be about.
// It says the same of the same document.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"get-a-refresh-token.md", "mfa-challenge.md"} {
		data, err := documents.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("---\ntitle: &a [*a]\n---\n"))
	f.Add([]byte("---\ntitle: T\nchapter: C\n---\n## S\n```http\nGET /?a={{state}}\n```\n### Break it: x\n```http\nthe same request\n- a\n```\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Parse("x.md", data)
		again, _ := Parse("x.md", data)
		if !reflect.DeepEqual(d, again) {
			t.Fatal("the same document was understood in two ways")
		}
		if err != nil {
			var e *ParseError
			if !errors.As(err, &e) || e.Line < 1 || e.Problem == "" || e.Fix == "" {
				t.Fatalf("an error that does not help: %v", err)
			}
			for _, r := range e.Error() {
				if unicode.IsControl(r) && r != '\n' && r != '\t' {
					t.Fatalf("a control character in the message: %q", e.Error())
				}
			}
			return
		}
		if d.Title == "" || d.Chapter == "" || len(d.Steps) == 0 || len(d.Steps) > maxSteps {
			t.Fatalf("a demo that is none: %+v", d)
		}
		for _, s := range d.Steps {
			if s.Title == "" || s.Short == "" || s.Kind == "" || len(s.Variants) > maxVariants {
				t.Fatalf("a step that is none: %+v", s)
			}
			playable(t, s.Actions, s.Expect)
			for _, v := range s.Variants {
				playable(t, v.Actions, v.Expect)
			}
		}
	})
}

func playable(t *testing.T, actions []Action, expect []Expectation) {
	t.Helper()
	if len(actions) == 0 {
		t.Fatal("there is nothing to do")
	}
	for _, a := range actions {
		if (a.Request == nil) == (a.Act == nil) || a.Line < 1 {
			t.Fatalf("an action that is none: %+v", a)
		}
	}
	for _, e := range expect {
		if e.verb == "" || e.After < 1 || e.After > len(actions) {
			t.Fatalf("an expectation about nothing: %+v", e)
		}
	}
}
