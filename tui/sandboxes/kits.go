package sandboxes

import (
	"strings"

	"github.com/playgrant/playgrant/tui/connect"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/screen"
)

// Kit is what an app that uses one SDK is told.
type Kit struct {
	Name, For string // see [connect.Kit]
	Masked    string // the lines, the secret hidden
	Note      string // may be empty
	Copy      screen.Copyable
}

// Kits are those that fit the client under the cursor, the likeliest first,
// where apps find the server, and whether it listens there now.
func (s *Screen) Kits() (kits []Kit, at string, on bool) {
	app, on, ok := s.app()
	if !ok {
		return nil, "", false
	}
	for _, k := range connect.Kits(app.Client) {
		kits = append(kits, Kit{k.Name, k.For, masked(k, app), k.Note(app), screen.Copyable{
			What: "the lines for " + k.Name, File: app.Client.ClientID + "-" + k.ID + ".txt", Secret: app.Client.ClientSecret != "", Text: screen.Text(k.Lines(app)),
		}})
	}
	return kits, app.Bare(), on
}

// masked are the lines of a kit, the client's secret hidden.
func masked(k connect.Kit, app connect.App) string {
	lines := k.Lines(app)
	if secret := app.Client.ClientSecret; secret != "" {
		lines = strings.ReplaceAll(lines, secret, mask.Hide(secret))
	}
	return lines
}
