package hosted

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/step"
)

// Accounts asks which account it is to be: the one of the browser's session, or
// another.
type Accounts struct {
	Path, State, App string
	Name, Email      string // whose session it is
}

// Answer renders the page.
func (p Accounts) Answer() *step.Answer { return render(http.StatusOK, "accounts", p) }

// SignUp asks for the email and password of a new user.
type SignUp struct {
	Path, State, App string
	Alert            string // what went wrong before, if anything
	Email            string // to fill in
}

// Answer renders the page.
func (p SignUp) Answer(status int) *step.Answer { return render(status, "signup", p) }
