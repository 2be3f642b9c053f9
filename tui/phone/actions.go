package phone

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/inbox"
	"github.com/playgrant/playgrant/tui/qr"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// whoseAsked is sent once a user was chosen; an empty one is everybody.
type whoseAsked struct {
	screen *Phone
	user   string
}

func (s *Phone) key(k tea.KeyMsg) tea.Cmd {
	s.c.Seen[s.at] = true // somebody is here, and it is on screen
	switch {
	case s.find.On():
		s.findKey(k)
	case key.Matches(k, keyEnter):
		return s.enter()
	case key.Matches(k, keyApprove):
		return s.answer(true)
	case key.Matches(k, keyDeny):
		return s.answer(false)
	case key.Matches(k, ui.KeyZoom):
		s.zoom.Toggle(true)
	case key.Matches(k, keyFind):
		s.find.Open()
	case key.Matches(k, keyTab):
		s.onApps = !s.onApps
	case key.Matches(k, keyWhose):
		return s.askWhose()
	case key.Matches(k, keyPeek):
		s.hide = !s.hide
	case key.Matches(k, keyQR):
		return s.showQR()
	case key.Matches(k, keyCopy):
		return s.copy()
	case key.Matches(k, keyLook):
		return s.feed.Read()
	default:
		s.moves(k)
	}
	return nil
}

// findKey takes a key of the search; with tab it goes on in the other pane.
func (s *Phone) findKey(k tea.KeyMsg) {
	if key.Matches(k, keyTab) {
		s.onApps = !s.onApps
		s.find.Anew()
		return
	}
	s.find.Key(k)
}

func (s *Phone) enter() tea.Cmd {
	switch s.enterAct() {
	case actApprove:
		return s.answer(true)
	case actCopy:
		return s.copy()
	case actLesson:
		return screen.Send(screen.Open{Route: screen.Route{Kind: "walk", Name: s.lesson()}})
	default:
		return s.feed.Read()
	}
}

// answer approves the push that waits, or denies it.
func (s *Phone) answer(approve bool) tea.Cmd {
	m, ok := s.waiting()
	if !ok || s.busy {
		return nil
	}
	s.busy, s.at = true, m.ID
	return s.feed.Answer(m, approve)
}

// copied is what y and enter copy: a code, of a message or of an app, or else
// a message's words.
func (s *Phone) copied() (what, text string) {
	if s.onApps {
		app, _ := s.chosenApp()
		return "the code of " + app.User, app.Code
	}
	m, _ := s.message()
	return "the code", m.Code
}

func (s *Phone) copy() tea.Cmd {
	what, text := s.copied()
	if text == "" {
		return screen.Send(screen.Toast{Text: "There is no code to copy here", Bad: true})
	}
	return screen.Send(screen.Copy{What: what, Text: text})
}

// askWhose lets one choose a user, or everybody.
func (s *Phone) askWhose() tea.Cmd {
	if len(s.feed.Users) == 0 {
		return s.feed.Read()
	}
	items := []screen.Item{{Title: "Everybody", Note: "All messages, and all authenticator apps."}}
	for _, u := range s.feed.Users {
		items = append(items, screen.Item{Title: inbox.Address(u), Note: inbox.Factors(u)})
	}
	users := s.feed.Users
	return screen.Send(screen.Choose{Title: "Whose phone?", Items: items, Pick: func(i int) tea.Cmd {
		picked := whoseAsked{screen: s}
		if i > 0 {
			picked.user = users[i-1].Email
		}
		return screen.Send(picked)
	}})
}

// showQR shows how a real phone takes on the secret of the app under the
// cursor.
func (s *Phone) showQR() tea.Cmd {
	app, ok := s.chosenApp()
	if !ok {
		return nil
	}
	r, ctx := s.c.Remote, s.life
	return func() tea.Msg {
		setup, err := r.Setup(ctx)
		if err != nil {
			return screen.Toast{Text: "The app's secret could not be read: " + err.Error(), Bad: true}
		}
		secret := secretOf(setup, app.User)
		if secret == "" {
			return screen.Toast{Text: ui.Line(app.User) + s.c.Say("phone", " has no authenticator app any more: {u} looks again"), Bad: true}
		}
		return screen.ShowQR{URI: qr.URI("Playgrant", app.User, secret)}
	}
}

// secretOf is the secret of a user's authenticator app, an active one first.
func secretOf(setup model.Setup, email string) string {
	secret := ""
	for _, u := range setup.Users {
		for _, f := range u.Factors {
			if u.Email == email && f.Kind == model.KindTOTP && (f.Active || secret == "") {
				secret = f.Secret
			}
		}
	}
	return secret
}

// moves moves the cursor, or by a page the text of the message.
func (s *Phone) moves(k tea.KeyMsg) {
	if by, ok := pages.By(k, max(s.height/3, 1)); ok {
		s.detail.Off = max(0, s.detail.Off+by)
		return
	}
	by, ok := moves.By(k, 0)
	if !ok {
		return
	}
	if s.onApps {
		s.app = max(0, min(s.app+by, len(s.feed.Apps)-1))
		return
	}
	for i, m := range s.feed.Messages {
		if m.ID == s.at {
			s.at, s.detail.Off = s.feed.Messages[max(0, min(i+by, len(s.feed.Messages)-1))].ID, 0
			s.c.Seen[s.at] = true
			return
		}
	}
}
