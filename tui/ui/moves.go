package ui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// Moves are the keys that move a cursor or a text. A place that has no use for
// one leaves it empty.
type Moves struct{ Up, Down, PageUp, PageDown, Top, Bottom key.Binding }

// far is further than any list or text is long, in rows.
const far = 1 << 16

// By says how far a key moves, in rows; below zero is up. ok is false for a
// key that moves nothing.
func (m Moves) By(k tea.KeyMsg, page int) (by int, ok bool) {
	for _, way := range []struct {
		key  key.Binding
		rows int
	}{{m.Up, -1}, {m.Down, 1}, {m.PageUp, -page}, {m.PageDown, page}, {m.Top, -far}, {m.Bottom, far}} {
		if key.Matches(k, way.key) {
			return way.rows, true
		}
	}
	return 0, false
}
