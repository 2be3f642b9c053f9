package hosted

import (
	"net/http"
	"net/url"

	"github.com/playgrant/playgrant/engine/step"
)

// Login asks for email and password.
type Login struct {
	State    string // of the login, in every form's hidden field
	App      string // the client's name
	Alert    string // what went wrong before, if anything
	Username string // to fill in
	Personas []string
}

// Answer renders the page.
func (p Login) Answer(status int) *step.Answer { return render(status, "login", p) }

// Factor asks for a code.
type Factor struct {
	Path, State, App string
	User             string // email
	Alert            string
	Title, Lead      string
	Label            string // of the field
	InputMode        string // numeric or text
	Autocomplete     string
	Hint             string // leads to the simulated authenticator app
}

// Answer renders the page.
func (p Factor) Answer(status int) *step.Answer { return render(status, "factor", p) }

// Choice is a button.
type Choice struct{ Value, Name string }

// Factors lists the ways to give a second factor.
type Factors struct {
	Path, State, App, User string
	Able                   []Choice
	Unable                 []string // factors the user has for which there is no page
	Enroll                 bool     // the user has none and would have to enrol one
}

// Answer renders the page.
func (p Factors) Answer(status int) *step.Answer { return render(status, "factors", p) }

// NewCode shows the recovery code that replaces one that was used.
type NewCode struct{ Path, State, App, User, Code string }

// Answer renders the page.
func (p NewCode) Answer() *step.Answer { return render(http.StatusOK, "newcode", p) }

// Scope is one thing that an app asks for.
type Scope struct{ Name, Text string }

// Consent asks whether an app may have what it wants.
type Consent struct {
	Path, State, App, User string
	API                    string // its name; empty: only the profile
	Foreign                bool   // the app is another company's
	Scopes                 []Scope
}

// Answer renders the page.
func (p Consent) Answer(status int) *step.Answer { return render(status, "consent", p) }

// Notice says something after which there is nothing to do here.
type Notice struct{ Title, Text string }

// Answer renders the page.
func (p Notice) Answer(status int) *step.Answer { return render(status, "notice", p) }

// FormPost takes the browser back to an app by a form (OAuth 2.0 Form Post
// Response Mode §2). It submits itself, or by its button without a script.
type FormPost struct {
	Action string
	Fields url.Values
}

// Answer renders the page.
func (p FormPost) Answer() *step.Answer {
	a := render(http.StatusOK, "formpost", p)
	a.Header.Set("Content-Security-Policy", policy+"; script-src "+hash(script))
	// Some apps check where their forms come from, and no-referrer would make
	// the Origin null.
	a.Header.Set("Referrer-Policy", "strict-origin")
	return a
}
