package demos_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/demos"
)

// run does a whole demo on a fresh sandbox.
func run(t *testing.T, d *demos.Demo, opts ...demos.Option) (demos.Report, string) {
	t.Helper()
	var out bytes.Buffer
	report, err := demos.Run(t.Context(), &out, d, sandbox(t), chance(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return report, out.String()
}

// Every document holds against the real engine, each variant after its step.
func TestDocumentsRun(t *testing.T) {
	for _, d := range demos.All() {
		t.Run(d.Name, func(t *testing.T) {
			report, out := run(t, d)
			if !report.OK || len(report.Steps) != len(d.Steps) {
				t.Errorf("the demo does not hold:\n%s", out)
			}
		})
	}
}

// A variant does no harm to the main line: each is done just before its step,
// and once more when the demo is through, and every step still holds.
func TestVariantsDoNoHarm(t *testing.T) {
	for _, d := range demos.All() {
		t.Run(d.Name, func(t *testing.T) {
			p := demos.NewPlayer(d, sandbox(t), chance())
			breakIt := func(i int) {
				for j, v := range d.Steps[i].Variants {
					o, err := p.PlayVariant(t.Context(), i, j)
					holds(t, v.Title, o, err)
				}
			}
			for i, s := range d.Steps {
				breakIt(i)
				o, err := p.Play(t.Context(), i, nil)
				holds(t, s.Title, o, err)
			}
			if p.At() != len(d.Steps) {
				t.Errorf("the player stands at %d, want %d", p.At(), len(d.Steps))
			}
			for i := range d.Steps {
				breakIt(i)
			}
		})
	}
}

// The same demo can be walked again at once, by another player: what the
// first one has used up, a one-time code above all, does not stand in the way.
func TestDocumentsRunAgain(t *testing.T) {
	for _, d := range demos.All() {
		t.Run(d.Name, func(t *testing.T) {
			w := sandbox(t)
			for range 3 {
				p := demos.NewPlayer(d, w, chance())
				for i, s := range d.Steps {
					o, err := p.Play(t.Context(), i, nil)
					holds(t, s.Title, o, err)
				}
			}
		})
	}
}

func holds(t *testing.T, what string, o *demos.Outcome, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	for _, v := range o.Verdicts {
		if !v.OK {
			t.Errorf("%s: line %d: %s: got %s", what, v.Line, v.Text, v.Got)
		}
	}
}

// With the same clock and chance, a demo replays byte for byte.
func TestDocumentsReplay(t *testing.T) {
	for _, d := range demos.All() {
		t.Run(d.Name, func(t *testing.T) {
			first, _ := run(t, d, demos.ShowSecrets)
			second, _ := run(t, d, demos.ShowSecrets)
			if diff := cmp.Diff(first, second); diff != "" {
				t.Errorf("the second run differs:\n%s", diff)
			}
		})
	}
}

// A run leaves the sandbox's clients, APIs, users, policy and clock as it found
// them, whatever its acts have set.
func TestRunsPutBack(t *testing.T) {
	for _, d := range demos.All() {
		t.Run(d.Name, func(t *testing.T) {
			w := sandbox(t)
			before := look(t, w)
			if _, err := demos.Run(t.Context(), io.Discard, d, w, chance()); err != nil {
				t.Fatal(err)
			}
			after := look(t, w)
			if d.Name == "key-rotation" { // the one thing that nothing puts back
				forgetKeys(t, before, after)
			}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the run changed the sandbox:\n%s", diff)
			}
		})
	}
}

// forgetKeys leaves the signing keys out of what is compared; none of them may
// be a previous one, of which there is room for ten.
func forgetKeys(t *testing.T, looks ...[]any) {
	t.Helper()
	for _, look := range looks {
		all := look[0].(map[string]any)
		for _, k := range all["signing_keys"].([]any) {
			if k.(map[string]any)["previous"] == true {
				t.Errorf("a previous key is left: %v", k)
			}
		}
		delete(all, "signing_keys")
	}
}

// Each document teaches: an introduction, and prose and variants at each step:
// something can go wrong everywhere.
func TestDocumentsTeach(t *testing.T) {
	for _, d := range demos.All() {
		if d.Intro == "" || len(d.Learn) == 0 || len(d.Sources) == 0 || d.Minutes < 1 || d.Order < 1 {
			t.Errorf("%s: the front matter or the introduction is not complete", d.Name)
		}
		for _, s := range d.Steps {
			if s.Prose == "" || len(s.Expect) == 0 || len(s.Variants) == 0 || len(s.Short) > 20 {
				t.Errorf("%s: step %q lacks prose, expectations, variants or a short name", d.Name, s.Title)
			}
		}
	}
}

// The example in FORMAT.md is a demo that holds.
func TestFormatExample(t *testing.T) {
	format, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(format), "~~~~markdown\n")
	example, _, _ := strings.Cut(rest, "~~~~")
	d, err := demos.Parse("example.md", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	if report, out := run(t, d); !report.OK {
		t.Error(out)
	}
}

// Reports are for machines too.
func TestReportAsJSON(t *testing.T) {
	d, err := demos.Find("mfa-challenge")
	if err != nil {
		t.Fatal(err)
	}
	report, _ := run(t, d)
	raw, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	var back demos.Report
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if !back.OK || len(back.Steps) != 4 || len(back.Steps[3].Variants) == 0 || back.Steps[0].Outcome.Exchanges[0].Status != 403 {
		t.Errorf("the report does not say what happened: %s", raw)
	}
}
