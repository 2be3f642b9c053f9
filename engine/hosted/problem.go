package hosted

import (
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/step"
)

// Problem explains a refusal to the developer of an app.
type Problem struct {
	Title, Lead, Code     string
	Rule, Ref, Fix, Param string
	Expected, Got         string
	Nearest, Difference   string // of a redirect_uri
	// Mend is the change of the sandbox that makes the request pass, and
	// Command the one that makes it; empty: there is none.
	Mend, Command string
}

// Explain fills in a Problem from the refusal and the check that it came of,
// the trail's last.
func Explain(t *check.Trail, r *check.Refusal) Problem {
	p := Problem{
		Title: r.Answer.Description, Code: r.Answer.Code,
		Rule: r.Rule.Says, Ref: r.Rule.Ref, Fix: r.Rule.Fix, Param: r.Rule.Param,
	}
	if results := t.Results(); len(results) > 0 {
		last := results[len(results)-1]
		p.Expected, p.Got = last.Expected, last.Got
		for _, m := range last.Mend {
			if m.Command != "" {
				p.Mend, p.Command = m.Title, m.Command
				break
			}
		}
	}
	return p
}

// Answer renders the page.
func (p Problem) Answer(status int) *step.Answer { return render(status, "problem", p) }
