package hosted

import (
	"net/http"
	"net/url"

	"github.com/playgrant/playgrant/engine/step"
)

// Login asks for email and password.
type Login struct {
	State    string   // of the login, in every form's hidden field
	App      string   // the client's name
	Alert    string   // what went wrong before, if anything
	Username string   // to fill in
	Personas []string // emails of users who log in with one click
	Hint     *Hint    // where the mail is that the alert speaks of; nil: of none
	// Passkey is what the script needs that asks a passkey; empty: none is
	// offered, and the page has no script.
	Passkey string
}

// Answer renders the page.
func (p Login) Answer(status int) *step.Answer {
	a := render(status, "login", p)
	if p.Passkey != "" {
		return withPasskeys(a)
	}
	return a
}

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
