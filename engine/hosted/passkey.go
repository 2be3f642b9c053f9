package hosted

import "github.com/playgrant/playgrant/engine/step"

// Passkey has the browser's script ask a passkey. There is no way to do so
// without a script, so the page has one, and says so where scripts are off.
type Passkey struct {
	Frame
	Create  bool // sets one up
	Roaming bool // a security key
	Options string
	// Elsewhere is the host that has to be in the address instead of this
	// one; empty if this one will do.
	Elsewhere string
}

// Answer renders the page.
func (p Passkey) Answer(status int) *step.Answer { return withPasskeys(render(status, "passkey", p)) }

// withPasskeys allows the script that asks a passkey.
func withPasskeys(a *step.Answer) *step.Answer {
	a.Header.Set("Content-Security-Policy", policy+"; script-src "+hash(asker))
	return a
}
