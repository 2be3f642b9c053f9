package walk

import (
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/screen"
)

var (
	keyApprove = key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "approve"))
	keyDeny    = key.NewBinding(key.WithKeys("d"), key.WithHelp("d", "deny"))
	keyFactor  = key.NewBinding(key.WithKeys("o"), key.WithHelp("o", "choose the factor"))
	keyInsert  = key.NewBinding(key.WithKeys("i"), key.WithHelp("i", "insert the code"))
	keyQR      = key.NewBinding(key.WithKeys("Q"), key.WithHelp("Q", "QR code"))
)

// factorKeys are the keys of a step that has to do with a second factor.
func (w *Walk) factorKeys() []key.Binding {
	if w.closing() || w.loading {
		return nil
	}
	approve, deny, factor, insert, qr := keyApprove, keyDeny, keyFactor, keyInsert, keyQR
	_, waits := w.push()
	approve.SetEnabled(waits)
	deny.SetEnabled(waits)
	idle := !w.busy && w.detour == nil
	factor.SetEnabled(idle && w.param("authenticator_id") != nil && len(w.listed()) > 0)
	_, code := w.phoneCode()
	o := w.outcome()
	insert.SetEnabled(idle && (o == nil || !o.OK()) && code != "")
	qr.SetEnabled(w.barcode() != "")
	return []key.Binding{approve, deny, factor, insert, qr}
}

// factorKey does what one of them says.
func (w *Walk) factorKey(k tea.KeyMsg) (cmd tea.Cmd, mine bool) {
	for i, b := range w.factorKeys() {
		if !b.Enabled() || !key.Matches(k, b) {
			continue
		}
		switch i {
		case 0, 1:
			m, _ := w.push()
			w.phone.busy = true
			return w.phone.feed.Answer(m, i == 0), true
		case 2:
			return w.chooseFactor(), true
		case 3:
			name, code := w.phoneCode()
			w.set(name, code)
			return nil, true
		default:
			return screen.Send(screen.ShowQR{URI: w.barcode()}), true
		}
	}
	return nil, false
}

// param is the shown step's parameter of that name; nil if it has none.
func (w *Walk) param(name string) *request.Param {
	e := w.editing()
	if e == nil {
		return nil
	}
	return e.Param(name)
}

// set changes a parameter, as if it had been typed, and puts the cursor on it.
func (w *Walk) set(name, value string) {
	p := w.param(name)
	if p == nil {
		return
	}
	w.editing().Set(p, value)
	w.cursor = slices.Index(w.params(), p)
	w.place, w.follow, w.touched = onStep, true, true
	w.mask.Learn(p.Name, p.Value, p.Secret)
}

// phoneCode is the code on the phone that fits the shown step, and the
// parameter that it is for.
func (w *Walk) phoneCode() (name, code string) {
	if !w.phone.out {
		return "", ""
	}
	now := w.c.Time()
	if m, ok := w.phone.current(now); ok && m.Code != "" && w.param("binding_code") != nil {
		return "binding_code", m.Code
	}
	if len(w.phone.feed.Apps) > 0 && w.param("otp") != nil {
		return "otp", w.phone.feed.Apps[0].Code
	}
	return "", ""
}

// chooseFactor lists the user's authenticators; the one that is chosen goes
// into the request.
func (w *Walk) chooseFactor() tea.Cmd {
	list := w.listed()
	var items []screen.Item
	for _, a := range list {
		items = append(items, screen.Item{Title: capital(a.name()), Note: strings.TrimSpace(a.Name + "  " + a.ID)})
	}
	return screen.Send(screen.Choose{Title: "With which authenticator?", Items: items, Pick: func(i int) tea.Cmd {
		return screen.Send(factorChosen{w, list[i]})
	}})
}

// factorChosen is sent once an authenticator was chosen.
type factorChosen struct {
	walk   *Walk
	chosen authenticator
}

// takeFactor puts the chosen authenticator into the request, and the type of
// challenge that goes with it.
func (w *Walk) takeFactor(m factorChosen) {
	if m.walk != w || w.busy {
		return
	}
	if w.param("challenge_type") != nil {
		w.set("challenge_type", m.chosen.challengeType())
	}
	w.set("authenticator_id", m.chosen.ID)
	w.changed()
}

// barcode is the URI of the enrolment that is on screen, or the latest before
// it: empty if there is none.
func (w *Walk) barcode() string {
	if w.closing() {
		return ""
	}
	if w.detour != nil {
		return barcodeOf(w.detour.outcome)
	}
	for i := w.shown; i >= 0; i-- {
		if uri := barcodeOf(w.known.outcomes[i]); uri != "" {
			return uri
		}
	}
	return ""
}

// newer reports whether something came after the shown step was last done.
func (w *Walk) newer(at time.Time) bool {
	o := w.outcome()
	if o == nil || len(o.Exchanges) == 0 {
		return true
	}
	return !at.Before(o.Exchanges[len(o.Exchanges)-1].At)
}
