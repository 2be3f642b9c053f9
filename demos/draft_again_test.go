package demos_test

import (
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// What an act of the step gives before its request is not known beforehand,
// even if an earlier step has given something of that name: a code works once,
// and one who edits the request must not send the old one.
func TestADraftWaitsForWhatItsStepGives(t *testing.T) {
	d, err := demos.Find("mfa-otp")
	if err != nil {
		t.Fatal(err)
	}
	p := demos.NewPlayer(d, sandbox(t), chance())
	seen := 0
	for i, s := range d.Steps {
		draft, err := p.Draft(i)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range draft.Form {
			if q.Name == "otp" {
				seen++
				if q.Value != "{{otp}}" {
					t.Errorf("before %q the code is %q", s.Title, q.Value)
				}
			}
		}
		o, err := p.Play(t.Context(), i, draft)
		holds(t, s.Title, o, err)
	}
	if seen < 2 {
		t.Errorf("only %d steps send a code", seen)
	}
}
