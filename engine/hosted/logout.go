package hosted

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/step"
)

// Logout asks whether the user wants to log out.
type Logout struct {
	Path   string
	App    string            // the client's name; empty: nobody is named
	Fields map[string]string // hidden, to come back with the answer
}

// Answer renders the page.
func (p Logout) Answer() *step.Answer { return render(http.StatusOK, "logout", p) }
