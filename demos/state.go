package demos

import (
	"errors"
	"slices"
	"strings"
)

// State is a player's progress.
type State struct {
	Fingerprint string     `json:"fingerprint"` // of the document
	At          int        `json:"at"`
	Vars        []Value    `json:"vars"`
	Outcomes    []*Outcome `json:"outcomes"`
	Cookies     []Cookie   `json:"cookies"`
	Address     string     `json:"address,omitempty"` // the page in the browser
	Mail        string     `json:"mail,omitempty"`    // the latest message that was sent
	Marks       []Mark     `json:"marks,omitempty"`   // where each step that was done began
	Undo        Undo       `json:"undo,omitzero"`     // what the steps have changed
}

// Cookie is one cookie of the player's browser.
type Cookie struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Path  string `json:"path"`
}

// ErrOtherDocument is returned for a state that was kept of another version of
// the document: its steps may not be the same.
var ErrOtherDocument = errors.New("the demo has changed since; begin it anew")

var errDamaged = errors.New("the kept progress is damaged; begin the demo anew")

// State is what has to be kept to go on after a restart.
func (p *Player) State() State {
	s := State{Fingerprint: p.demo.fingerprint, At: p.at, Outcomes: slices.Clone(p.outcomes), Marks: slices.Clone(p.marks)}
	if p.broken == nil {
		s.Vars, s.Cookies, s.Address = slices.Clone(p.main.vars), slices.Clone(p.main.browser.cookies), p.main.browser.at
		s.Mail, s.Undo = p.main.mail, p.main.undo.clone()
	}
	return s
}

// Restore goes on from a kept state. A state of another version of the
// document is refused, and the player stays as it is.
func (p *Player) Restore(s State) error {
	if p.broken != nil {
		return p.broken
	}
	if s.Fingerprint != p.demo.fingerprint {
		return ErrOtherDocument
	}
	done := len(s.Outcomes)
	if done > len(p.demo.Steps) || len(s.Marks) != done || s.At < 0 || s.At > done || slices.Contains(s.Outcomes, nil) || !s.Undo.sound() {
		return errDamaged
	}
	for _, m := range s.Marks {
		if m.Vars < 0 || m.Vars > len(s.Vars) || m.Changed < 0 || m.Added < 0 {
			return errDamaged
		}
	}
	// The server may listen elsewhere since.
	vars, base := values(slices.Clone(s.Vars)), ""
	for i, v := range vars {
		if now, ok := p.main.vars.get(v.Name); ok && v.From == fromServer {
			vars[i] = now
		}
		if v.Name == varBase {
			base = v.Text
		}
	}
	if path, ok := strings.CutPrefix(s.Address, base); ok && base != "" {
		s.Address = p.wire.Base + path
	}
	p.at, p.outcomes, p.marks = s.At, slices.Clone(s.Outcomes), slices.Clone(s.Marks)
	p.main.vars = vars
	p.main.browser = browser{cookies: slices.Clone(s.Cookies), at: s.Address}
	p.main.mail, p.main.undo = s.Mail, s.Undo.clone()
	p.main.last = nil
	return nil
}
