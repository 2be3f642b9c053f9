package walk

import (
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// phone is the user's simulated authenticator app, read while a step of the
// MFA challenge is on screen.
type phone struct {
	watch int // number of the current watch; 0: the phone is away
	last  int // number given to the latest watch
	user  string
	view  model.TOTPView
	known bool
}

type phoneRead struct {
	walk  *Walk
	watch int
	view  model.TOTPView
	err   error
}

type phoneTick struct {
	walk  *Walk
	watch int
}

// watchPhone takes the phone out on a step that needs it, and puts it away on
// others.
func (w *Walk) watchPhone() tea.Cmd {
	user := w.phoneUser()
	if user == "" {
		w.phone.watch = 0
		return nil
	}
	w.phone.last++
	w.phone.watch = w.phone.last
	if user != w.phone.user {
		w.phone.known = false
	}
	w.phone.user = user
	return w.readPhone()
}

func (w *Walk) readPhone() tea.Cmd {
	r, ctx, watch, user := w.c.Remote, w.life, w.phone.watch, w.phone.user
	return func() tea.Msg {
		view, err := r.TOTP(ctx, user)
		return phoneRead{w, watch, view, err}
	}
}

func (w *Walk) takePhone(m phoneRead) tea.Cmd {
	if m.walk != w || m.watch != w.phone.watch {
		return nil
	}
	w.phone.known = m.err == nil
	w.phone.view = m.view
	w.changed()
	if m.err != nil || w.c.Clock.Frozen {
		return nil
	}
	return w.nextTick()
}

func (w *Walk) nextTick() tea.Cmd {
	watch := w.phone.watch
	return w.c.After(time.Second, func(time.Time) tea.Msg { return phoneTick{w, watch} })
}

func (w *Walk) tickPhone(m phoneTick) tea.Cmd {
	if m.walk != w || m.watch == 0 || m.watch != w.phone.watch {
		return nil
	}
	w.phone.view.SecondsLeft--
	w.changed()
	if w.phone.view.SecondsLeft <= 0 {
		return w.readPhone()
	}
	return w.nextTick()
}

// phoneUser is whose phone the shown step needs; empty if none.
func (w *Walk) phoneUser() string {
	if w.closing() || w.detour != nil || !needsPhone(w.step()) {
		return ""
	}
	return w.username(w.shown)
}

// username is whom the step, or the nearest before it, logs in.
func (w *Walk) username(step int) string {
	for i := step; i >= 0; i-- {
		if user := w.loggedIn(i); user != "" {
			return user
		}
		for _, p := range newEdit(w.known.drafts[i]).params {
			if p.Name == "username" && strings.Contains(p.Value, "@") {
				return p.Value
			}
		}
	}
	return ""
}

func needsPhone(s *demos.Step) bool {
	for _, a := range s.Actions {
		switch {
		case a.Act != nil && strings.Contains(a.Act.Text, "code"):
			return true
		case a.Request != nil && strings.HasPrefix(a.Request.Target, "/mfa/"):
			return true
		case a.Request != nil:
			for _, p := range a.Request.Form {
				if p.Name == "otp" {
					return true
				}
			}
			if strings.Contains(a.Request.Body, `"otp"`) {
				return true
			}
		}
	}
	return false
}

// phoneLines draw the running code and how long it is good.
func (w *Walk) phoneLines(width int) []string {
	p := w.phone
	if p.watch == 0 || !p.known {
		return nil
	}
	t := w.c.Theme
	const full = 10
	left := max(0, min(p.view.SecondsLeft, 30))
	bar := (left*full + 29) / 30
	ink := t.Success
	if left <= 5 {
		ink = t.Warning
	}
	code := p.view.Code
	if len(code) == 6 {
		code = code[:3] + " " + code[3:]
	}
	return ui.Wrap(width, 2,
		ui.Span{Text: "▯ ", Ink: t.Accent}, ui.Span{Text: "phone  ", Ink: t.Muted}, ui.Span{Text: ui.Line(code) + "  ", Ink: t.Title},
		ui.Span{Text: strings.Repeat("▰", bar), Ink: ink}, ui.Span{Text: strings.Repeat("▱", full-bar), Ink: t.Border},
		ui.Span{Text: fmt.Sprintf(" %d s", left), Ink: t.Text}, ui.Span{Text: "  " + ui.Line(p.user), Ink: t.Muted})
}
