package hosted

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/step"
)

// Activate asks for the code that a device shows.
type Activate struct {
	Path  string
	Code  string // to fill in
	Alert string // what went wrong before, if anything
	// Barcode takes the address, with the code, to a phone; nil: there is no
	// code yet.
	Barcode *Barcode
}

// Answer renders the page.
func (p Activate) Answer(status int) *step.Answer {
	a := render(status, "activate", p)
	if p.Barcode != nil {
		a.Header.Set("Content-Security-Policy", policy+"; img-src data:")
	}
	return a
}

// Device asks whether the device is the user's.
type Device struct {
	Path, State, App, User string
	Code                   string
	Scopes                 string
}

// Answer renders the page.
func (p Device) Answer() *step.Answer { return render(http.StatusOK, "device", p) }
