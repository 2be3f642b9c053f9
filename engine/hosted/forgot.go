package hosted

import "github.com/playgrant/playgrant/engine/step"

// Forgot asks where to mail a link to set a new password to, or says that it
// was mailed.
type Forgot struct {
	Path, State, App string
	Email            string // to fill in, or where the link went
	Sent             bool
	Hint             *Hint // where the mail is; nil: nothing was sent
}

// Answer renders the page.
func (p Forgot) Answer(status int) *step.Answer { return render(status, "forgot", p) }
