package tokens

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/family"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// actionAsked is sent once the user has agreed to an action.
type actionAsked struct {
	screen *Tokens
	family model.FamilyView
	run    runner
	token  model.TokenView
	times  int
	until  time.Time
}

// How many exchanges can be sent at once.
const (
	fewest = 2
	most   = 50
)

func (s *Tokens) key(k tea.KeyMsg) tea.Cmd {
	if s.field != nil {
		return s.fieldKey(k)
	}
	if s.find.On() {
		s.findKey(k)
		return nil
	}
	f, ok := s.family()
	switch {
	case key.Matches(k, keyLook):
		return s.look()
	case !ok:
		switch name := s.lesson(); {
		case !key.Matches(k, keyEnter) || s.loading:
		case s.problem != nil:
			return s.look()
		case name != "":
			return screen.Send(screen.Open{Route: screen.Route{Kind: "walk", Name: name}})
		}
		return nil
	case key.Matches(k, keyTab):
		by := place(1)
		if k.Type == tea.KeyShiftTab {
			by = s.places() - 1
		}
		s.place = (s.focus() + by) % s.places()
	case key.Matches(k, keyFind):
		s.find.Open()
	case key.Matches(k, ui.KeyZoom):
		s.zoom.Toggle(true)
	case s.moves(k), s.busy:
	case key.Matches(k, keyEnter):
		return s.menu()
	case key.Matches(k, keyCopy):
		return s.copyNewest(f)
	default:
		return s.act(f, k)
	}
	return nil
}

// findKey takes a key of the search; with tab it goes on in another pane.
func (s *Tokens) findKey(k tea.KeyMsg) {
	switch k.Type {
	case tea.KeyTab:
		s.place = (s.focus() + 1) % s.places()
		s.find.Anew()
	case tea.KeyShiftTab:
		s.place = (s.focus() + s.places() - 1) % s.places()
		s.find.Anew()
	default:
		s.find.Key(k)
	}
}

// act begins what a key does to a family; what cannot be undone asks first.
func (s *Tokens) act(f model.FamilyView, k tea.KeyMsg) tea.Cmd {
	newest, _ := family.Newest(f)
	alive := f.State == model.StateActive
	switch {
	case len(f.Tokens) == 0:
	case key.Matches(k, keyRefresh):
		return s.do(actionAsked{screen: s, family: f, run: exchange, token: newest})
	case key.Matches(k, keyReplay) && len(f.Tokens) > 1:
		return s.askReplay(f)
	case key.Matches(k, keyTabs):
		s.field, s.result = ui.NewField(strconv.Itoa(fewest), false), nil
	case key.Matches(k, keyIdle) && alive && f.IdleExpiresAt != nil:
		return s.askExpire(f, "idle lifetime", *f.IdleExpiresAt)
	case key.Matches(k, keyAbsolute) && alive && f.ExpiresAt != nil:
		return s.askExpire(f, "absolute lifetime", *f.ExpiresAt)
	case key.Matches(k, keyRevoke) && alive:
		return s.confirm("Revoke this family?",
			"POST /oauth/revoke with its newest token. Every token of the family ends, and it does not come back; the user has to log in again.",
			"revoke it", actionAsked{screen: s, family: f, run: revoke, token: newest})
	case key.Matches(k, keyGrant) && alive:
		return s.confirm("Revoke the grant?",
			"What "+ui.Line(f.User)+" allowed "+grantName(f)+" is taken back: every refresh-token family of this user, client and API ends.",
			"revoke the grant", actionAsked{screen: s, family: f, run: revokeGrant})
	}
	return nil
}

func (s *Tokens) confirm(title, text, yes string, a actionAsked) tea.Cmd {
	return screen.Send(screen.Confirm{Title: title, Text: text, Yes: yes, Do: screen.Send(a)})
}

// askReplay lets the user choose which of the tokens comes back, and says of
// each what the server is going to make of it.
func (s *Tokens) askReplay(f model.FamilyView) tea.Cmd {
	now := s.c.Time()
	newest, _ := family.Newest(f)
	var list []model.TokenView
	var items []screen.Item
	for _, t := range slices.Backward(f.Tokens) {
		if t.ID == newest.ID {
			continue
		}
		list = append(list, t)
		items = append(items, screen.Item{Title: "Token " + family.Name(t.ID) + ", " + ui.When(t.CreatedAt, now), Note: s.foresee(f, t, now)})
	}
	return screen.Send(screen.Choose{Title: "Which old token comes back?", Items: items, Pick: func(i int) tea.Cmd {
		return screen.Send(actionAsked{screen: s, family: f, run: exchange, token: list[i]})
	}})
}

// foresee says what replaying a token will do.
func (s *Tokens) foresee(f model.FamilyView, t model.TokenView, now time.Time) string {
	switch end, ok := family.LeewayEnd(f, t, now); {
	case f.State != model.StateActive:
		return "The family is dead already: it is refused."
	case ok:
		return "Inside the leeway for " + ui.Duration(end.Sub(now)) + " more: it is taken, and gets another token."
	case t.State == model.StateActive:
		return "It lives too, from an exchange inside the leeway: it is taken."
	default:
		return "Rotated, and no leeway covers it: refused, and the whole family is revoked with it."
	}
}

// askExpire moves the clock for everything, so it asks.
func (s *Tokens) askExpire(f model.FamilyView, what string, end time.Time) tea.Cmd {
	on := end.Sub(s.c.Time()).Truncate(time.Second) + 2*time.Second
	return s.confirm("Let the "+what+" run out?",
		"The sandbox's clock moves on by "+ui.Duration(on)+", to just past it. Everything obeys that clock: sessions, other tokens and codes may end too."+s.c.Say("tokens", " {c} brings it back to now, and the family with it, as long as nobody used it meanwhile."),
		"move the clock", actionAsked{screen: s, family: f, run: expire(what), until: end.Add(time.Second)})
}

func (s *Tokens) fieldKey(k tea.KeyMsg) tea.Cmd {
	switch k.Type {
	case tea.KeyEsc:
		s.field = nil
	case tea.KeyEnter:
		n, err := strconv.Atoi(s.field.Value())
		f, ok := s.family()
		newest, has := family.Newest(f)
		if err != nil || n < fewest || n > most {
			return screen.Send(screen.Toast{Text: fmt.Sprintf("A number from %d to %d, please", fewest, most), Bad: true})
		}
		s.field = nil
		if ok && has {
			return s.do(actionAsked{screen: s, family: f, run: tabs, token: newest, times: n})
		}
	default:
		s.field.Update(k)
	}
	return nil
}

// menu lists all that can be done here, for who does not know the keys.
func (s *Tokens) menu() tea.Cmd {
	bar, _ := s.Keys()
	notes := map[string]string{
		"r": "What an app does all day: exchange the newest token.",
		"p": "What a thief does, or an app that kept an old copy.",
		"2": "Two tabs, or two threads, that refresh with the same token at the same moment.",
		"i": "Moves the clock to just past the end of the idle lifetime.",
		"a": "Moves the clock to just past the end of the absolute lifetime.",
		"d": "What an app does when the user logs out: POST /oauth/revoke.",
		"D": "What an administrator does: the user's permission goes, and all its families.",
	}
	var items []screen.Item
	var chosen []key.Binding
	for _, b := range bar[1:] {
		if b.Enabled() {
			items = append(items, screen.Item{Title: s.c.Keys.Name("tokens", b.Help().Key) + "  " + b.Help().Desc, Note: notes[b.Help().Key]})
			chosen = append(chosen, b)
		}
	}
	return screen.Send(screen.Choose{Title: "What happens to this family?", Items: items, Pick: func(i int) tea.Cmd {
		msg, _ := ui.KeyMsg(chosen[i]) // as the key does that it was born with, whatever it is called now
		return screen.Send(ui.Pressed(msg))
	}})
}

// moves moves the cursor, or the text of the family's pane.
func (s *Tokens) moves(k tea.KeyMsg) bool {
	by, ok := moves.By(k, max(s.height/3, 1))
	if !ok {
		return false
	}
	switch s.focus() {
	case onFamily:
		s.detail.Off = max(0, s.detail.Off+by)
		return true
	case onWire:
		s.wire.Off = max(0, s.wire.Off+by)
		return true
	}
	order := s.order()
	for i, id := range order {
		if to := max(0, min(i+by, len(order)-1)); id == s.at && to != i {
			s.choose(order[to])
			break
		}
	}
	return true
}

// choose puts the cursor on a family.
func (s *Tokens) choose(id string) { s.at, s.result, s.detail.Off = id, nil, 0 }

// goes is a click that brings the keys to a pane.
func (s *Tokens) goes(to place) ui.Click {
	return func() tea.Cmd { s.place = to; return nil }
}
