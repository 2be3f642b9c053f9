package hosted

import "github.com/playgrant/playgrant/engine/step"

// NewPassword asks for a new password.
type NewPassword struct {
	Path, Ticket, User string
	Alert              string // what went wrong before, if anything
}

// Answer renders the page.
func (p NewPassword) Answer(status int) *step.Answer { return render(status, "newpassword", p) }
