package hosted

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/step"
)

// Frame is what all pages for a second factor show.
type Frame struct {
	Path  string // of the page, where its form goes
	State string // of the login
	App   string // the client's name
	User  string // email
	Alert string // what went wrong before, if anything
	// Remember offers to spare the user the second factor in this browser.
	Remember bool
}

// Hint leads to the simulated phone.
type Hint struct{ Text, Link, Path string }

// Factor asks for a code.
type Factor struct {
	Frame
	Title, Lead  string
	Field        string // its name: "code" unless it says otherwise
	Label        string // of the field
	Type         string // of the field: "text" unless it says otherwise
	InputMode    string // numeric, tel or text
	Autocomplete string
	Placeholder  string
	Resend       string // on the button that sends another code; empty: there is none
	Hint         *Hint
	// Barcode is the picture that an authenticator app scans, and Secret what
	// is typed where it cannot.
	Barcode *Barcode
	Secret  []string // in groups, as people read and type it
}

// Answer renders the page.
func (p Factor) Answer(status int) *step.Answer {
	if p.Field == "" {
		p.Field = "code"
	}
	if p.Type == "" {
		p.Type = "text"
	}
	a := render(status, "factor", p)
	if p.Barcode != nil {
		a.Header.Set("Content-Security-Policy", policy+"; img-src data:")
	}
	return a
}

// Push waits for the user to approve on a phone.
type Push struct {
	Frame
	Device string
	Where  string // the server's address
	Status string // what is known so far
	Sent   bool   // the phone was asked, and can answer still
	Enroll bool   // the phone is being enrolled
	Denied bool   // the answer was no
	Hint   *Hint
}

// Answer renders the page.
func (p Push) Answer(status int) *step.Answer { return render(status, "push", p) }

// Choice is a button.
type Choice struct{ Value, Name string }

// Factors lists the ways to give a second factor, or to set one up.
type Factors struct {
	Frame
	Able []Choice
	// Enroll is true for a user who has none.
	Enroll bool
}

// Answer renders the page.
func (p Factors) Answer(status int) *step.Answer { return render(status, "factors", p) }

// NewCode shows a recovery code once.
type NewCode struct {
	Frame
	Code string
	// First is true for the code that comes with the first factor; any other
	// replaces one that was used.
	First bool
}

// Answer renders the page.
func (p NewCode) Answer() *step.Answer { return render(http.StatusOK, "newcode", p) }
