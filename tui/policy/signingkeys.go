package policy

import (
	"context"
	"net/url"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// keySetting is the row of the signing keys.
func (s *Policy) keySetting() setting {
	row := setting{
		section: "Which key signs the tokens?", name: "signing key", value: "none yet", pick: s.pickKey,
		says: "Its public half is in the JWKS under this kid. Once rotated, another one signs; this one stays published, and its tokens stay valid.",
	}
	for _, k := range s.known.SigningKeys {
		if k.Current {
			row.value = ui.Cut(ui.Line(k.KID), 24)
		}
	}
	return row
}

// pickKey rotates the keys, or revokes one that signed before.
func (s *Policy) pickKey() tea.Cmd {
	const path = "/sandbox/keys/signing"
	r := s.c.Remote
	items := []screen.Item{{Title: "Rotate: let another key sign", Note: order(s) + "Apps that look up an unknown kid in the JWKS notice nothing."}}
	does := []func(context.Context) *change{func(ctx context.Context) *change {
		k, err := r.RotateKey(ctx)
		return &change{"POST", path + "/rotate", "now signs: " + k.KID, err}
	}}
	for _, k := range s.known.SigningKeys {
		if !k.Previous {
			continue
		}
		items = append(items, screen.Item{Title: "Revoke " + ui.Cut(ui.Line(k.KID), 24), Note: "It signed " + until(k, s) + ". It leaves the JWKS, and its tokens are worth nothing from then on."})
		does = append(does, func(ctx context.Context) *change {
			return &change{"PUT", path + "/" + url.PathEscape(k.KID) + "/revoke", "", r.RevokeKey(ctx, k.KID)}
		})
	}
	return screen.Send(screen.Choose{Title: "Signing keys", Items: items, Pick: func(i int) tea.Cmd {
		if i == 0 { // what was signed stays valid
			return screen.Send(edited{s, does[i]})
		}
		return screen.Send(screen.Confirm{
			Title: items[i].Title + "?", Yes: "revoke it",
			Text: "Every token that it signed is refused from then on, and users log in again. This cannot be undone.",
			Do:   screen.Send(edited{s, does[i]}),
		})
	}})
}

// order says which key signs, since when, and which one comes after it, where one is
// made already.
func order(s *Policy) string {
	now, next := "", "A next one is made. "
	for _, k := range s.known.SigningKeys {
		kid := ui.Cut(ui.Line(k.KID), 12)
		switch {
		case k.Current && k.CurrentSince != nil:
			now = kid + " began to sign " + ui.When(*k.CurrentSince, s.c.Time()) + ". "
		case k.Next:
			next = kid + " comes next. "
		}
	}
	return now + next
}

func until(k model.SigningKey, s *Policy) string {
	if k.CurrentUntil == nil {
		return "before"
	}
	return "until " + ui.When(*k.CurrentUntil, s.c.Time())
}
