package hosted

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/step"
)

// NewPassword asks for a new password.
type NewPassword struct {
	Path, Ticket, User string
	Alert              string // what went wrong before, if anything
}

// Answer renders the page.
func (p NewPassword) Answer(status int) *step.Answer { return render(status, "newpassword", p) }

// Unblock asks whether an account may be logged in to again.
type Unblock struct{ Path, Ticket, User string }

// Answer renders the page.
func (p Unblock) Answer() *step.Answer { return render(http.StatusOK, "unblock", p) }
