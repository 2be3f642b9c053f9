package tui

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/tui/screen"
)

// TestEveryScreenFitsEverySize draws each kind of screen from 60×16 to 300×100,
// with names that are wide, glued, from right to left or meant to harm, and
// with what can lie over it. A new kind is drawn by being in makers.
func TestEveryScreenFitsEverySize(t *testing.T) {
	list, sizes := demos.All(), 24
	if enginetest.Race {
		sizes = 6
	}
	names := map[string]string{"walk": list[0].Name, "traffic": "client:漢字👩\u200d🚀"}
	above := [][]string{nil, {"?"}, {"ctrl+p"}, {"w"}, {"Y"}, {"c"}, {"v"}, {"z"}, {"tab", "z"}, {"enter"}, {"enter", "enter", "tab"}, {"e", "👩\u200d🚀漢字"}, {"/", "שלום漢"}}
	for _, kind := range slices.Sorted(maps.Keys(makers)) {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			chance := rand.New(rand.NewPCG(16, 60))
			for _, keys := range above {
				w := realEngine(t)
				someTraffic(t, w)
				logIn(t, w, 0)
				w.HTTP = renamed{w.HTTP}
				d := drive(t, w, list, 80, 24)
				d.each = func(frame string) { noSteering(t, frame) }
				at := ""
				t.Cleanup(func() {
					if t.Failed() {
						t.Logf("%s after %s at %s", kind, strings.Join(keys, " "), at)
					}
				})
				d.send(screen.Open{Route: screen.Route{Kind: kind, Name: names[kind]}})
				d.look()
				d.press(keys...)
				for i := range sizes {
					size := tea.WindowSizeMsg{Width: 60 + chance.IntN(241), Height: 16 + chance.IntN(85)}
					switch i {
					case 0:
						size = tea.WindowSizeMsg{Width: 60, Height: 16}
					case 1:
						size = tea.WindowSizeMsg{Width: 300, Height: 16}
					case 2:
						size = tea.WindowSizeMsg{Width: 60, Height: 100}
					case 3:
						size = tea.WindowSizeMsg{Width: 300, Height: 100}
					}
					at = fmt.Sprint(size.Width, "×", size.Height)
					d.send(size)
					d.look()
				}
			}
		})
	}
}
