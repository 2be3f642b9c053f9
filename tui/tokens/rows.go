package tokens

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/family"
	"github.com/playgrant/playgrant/tui/ui"
)

// row is one line of the list. The cursor stands on families only.
type row struct {
	kind    kind
	user    string
	session *model.SessionView // nil: there is none any more
	family  model.FamilyView   // of a grant: any of it
}

type kind int

const (
	ofUser kind = iota
	ofSession
	ofGrant
	ofFamily
)

// arrange makes the list: users by name, under each their sessions, the newest
// first, then what began without one.
func (s *Tokens) arrange() {
	users := map[string]bool{}
	for _, f := range s.known.families {
		users[f.User] = true
	}
	for _, v := range s.known.sessions {
		users[v.User] = true
	}
	s.rows = nil
	for _, user := range slices.Sorted(maps.Keys(users)) {
		s.rows = append(s.rows, row{kind: ofUser, user: user})
		known := map[string]bool{}
		for i, v := range s.known.sessions {
			if v.User == user {
				known[v.ID] = true
				s.rows = append(s.rows, row{kind: ofSession, user: user, session: &s.known.sessions[i]})
				s.addGrants(func(f model.FamilyView) bool { return f.User == user && f.SessionID == v.ID })
			}
		}
		rest := func(f model.FamilyView) bool { return f.User == user && !known[f.SessionID] }
		if slices.ContainsFunc(s.known.families, rest) {
			s.rows = append(s.rows, row{kind: ofSession, user: user})
			s.addGrants(rest)
		}
	}
	if _, ok := s.family(); !ok {
		s.at = ""
		if list := s.order(); len(list) > 0 {
			s.at = list[0]
		}
	}
}

// addGrants adds the families that belong, under the client and the API that
// they are for.
func (s *Tokens) addGrants(belongs func(model.FamilyView) bool) {
	var list []model.FamilyView
	for _, f := range s.known.families {
		if belongs(f) {
			list = append(list, f)
		}
	}
	slices.SortStableFunc(list, func(a, b model.FamilyView) int {
		return cmp.Or(cmp.Compare(a.ClientID, b.ClientID), cmp.Compare(a.Audience, b.Audience))
	})
	for i, f := range list {
		if i == 0 || f.ClientID != list[i-1].ClientID || f.Audience != list[i-1].Audience {
			s.rows = append(s.rows, row{kind: ofGrant, user: f.User, family: f})
		}
		s.rows = append(s.rows, row{kind: ofFamily, user: f.User, family: f})
	}
}

// order are the ids of the families as listed.
func (s *Tokens) order() []string {
	var out []string
	for _, r := range s.rows {
		if r.kind == ofFamily {
			out = append(out, r.family.ID)
		}
	}
	return out
}

func (s *Tokens) draw(r row, width int) string {
	t, now := s.c.Theme, s.c.Time()
	switch r.kind {
	case ofUser:
		return ui.Cut(t.Strong.On(ui.Line(r.user)), width)
	case ofSession:
		if r.session == nil {
			return ui.Cut("  "+t.Muted.On("without a session, or after it ended"), width)
		}
		words := "logged in " + ui.When(r.session.AuthTime, now)
		if r.session.State != model.StateActive {
			words = "expired, from " + ui.When(r.session.AuthTime, now)
		}
		return ui.Cut("  "+t.Muted.On("session ")+t.Text.On(ui.Cut(ui.Line(r.session.ID), 6))+t.Muted.On("  "+ui.Line(words)), width)
	case ofGrant:
		return ui.Cut("    "+t.Text.On(grantName(r.family)), width)
	default:
		f := family.At(r.family, now)
		mark, ink := "    ", t.Text
		if f.ID == s.at {
			mark, ink = "  "+t.Title.On("▸ "), t.Title
		}
		words := fmt.Sprintf("%d tokens", len(f.Tokens))
		if len(f.Tokens) == 1 {
			words = "1 token"
		}
		if f.State != model.StateActive {
			words = family.ShortCause(f)
		}
		left := mark + "  " + ui.Fit(family.State(t, f), 11) + " " + ink.On(words)
		return ui.Sides(left, t.Muted.On(ui.When(f.CreatedAt, now)), width)
	}
}

// grantName is the client and the API that it was given access to.
func grantName(f model.FamilyView) string {
	api := f.Audience
	if api == "" {
		api = "/userinfo only"
	}
	return ui.Line(f.ClientID) + " → " + ui.Line(strings.TrimPrefix(api, "https://"))
}
