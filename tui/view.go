package tui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/x/ansi"

	"github.com/playgrant/playgrant/tui/ui"
)

// View draws exactly the terminal: header, screen, key bar, and what lies over
// them.
func (a *app) View() string {
	if a.width <= 0 || a.height <= 0 {
		return ""
	}
	lines := a.smallView
	if !a.tooSmall() {
		lines = a.draw
	}
	frame := a.c.Theme.Paint(strings.Join(lines(), "\n"))
	if a.ascii {
		return ui.ASCII(frame)
	}
	return frame
}

// layers are the screen and what lies over it. What can be clicked in the
// uppermost is marked in z.
func (a *app) layers(z *ui.Zones) []string {
	t, over := a.c.Theme, len(a.overlays)
	mark := func(layer int) {
		t.Marks(nil)
		if layer == over {
			t.Marks(z)
		}
	}
	mark(0)
	lines := make([]string, 0, a.height)
	lines = append(lines, a.header())
	if chrome(a.height) == 3 {
		lines = append(lines, ui.Spaces(a.width))
	}
	lines = append(lines, a.top().View()...)
	if a.strip.On() {
		lines = append(lines, a.strip.View(a.width, a.height)...)
	}
	lines = append(lines, a.footer())
	if over > 0 {
		a.dim(lines)
	}
	for i, o := range a.overlays {
		mark(i + 1)
		lines = ui.Over(lines, o.View(t, a.width, a.height), a.width)
	}
	return lines
}

// dim takes what lies under an overlay back, so that the eye finds what has
// the keys, and the key bar away, whose keys do nothing now. What was just done
// stays to be read.
func (a *app) dim(lines []string) {
	last := len(lines) - 1
	for i, l := range lines[:last] {
		lines[i] = a.c.Theme.Under.On(ansi.Strip(l))
	}
	if a.toast.Text == "" {
		lines[last] = ui.Spaces(a.width)
	}
}

func (a *app) header() string {
	t := a.c.Theme
	right := []string{a.listenerState(a.width < 72), t.Muted.On("clock ") + a.clockState()}
	gap := "   "
	if a.width < 100 {
		gap = "  "
	}
	// Where one is comes before who is logged in.
	room := a.width - min(ui.Width(a.crumbs(a.width))+1, a.width*2/5) - ui.Width(strings.Join(right, gap)+gap+" ")
	if user := a.top().User(); user != "" && user != a.where() && room >= 8 {
		right = append(right, t.Text.On(ui.Cut(ui.Line(user), room)))
	}
	end := strings.Join(right, gap) + " "
	if strings.Contains(a.crumbs(a.width-ui.Width(end)-2), "…") { // where one is, whole, before a word that the circle says too
		right[0] = a.listenerState(true)
		end = strings.Join(right, gap) + " "
	}
	return ui.Sides(a.crumbs(a.width-ui.Width(end)-2), end, a.width)
}

func (a *app) listenerState(short bool) string {
	t := a.c.Theme
	if a.c.Listener != nil {
		if on, url := a.c.Listener.State(); on {
			_, host, ok := strings.Cut(url, "://")
			if !ok {
				host = url
			}
			return t.Success.On("● ") + t.Text.On(ui.Line(strings.TrimSuffix(host, "/")))
		}
	}
	if short {
		return t.Muted.On("○ off")
	}
	return t.Muted.On("○ listener off")
}

func (a *app) clockState() string {
	t := a.c.Theme
	switch {
	case a.c.Clock.Frozen:
		return t.Warning.On("frozen")
	case a.c.Clock.OffsetSeconds != 0:
		return t.Warning.On(ui.Offset(a.c.Clock.OffsetSeconds))
	default:
		return t.Text.On("+0")
	}
}

func (a *app) footer() string {
	t := a.c.Theme
	if a.toast.Text == "" {
		bar, _ := a.top().Keys()
		help := keyHelp
		if a.top().Capturing() {
			help = key.NewBinding() // a question mark is text now
		}
		return t.KeyBar(a.named(bar), a.named([]key.Binding{help})[0], a.width)
	}
	mark := t.Success.On(" ✓ ")
	if a.toast.Bad {
		mark = t.Failure.On(" ✗ ")
	}
	return ui.Fit(mark+t.Text.On(ui.Line(a.toast.Text)), a.width)
}

// smallView is what there is under the smallest size.
func (a *app) smallView() []string {
	text := ui.Para("Playgrant needs a little more room: 60 columns and 16 rows.", a.width, a.c.Theme.Text)
	out := make([]string, a.height)
	for i := range out {
		line := ""
		if n := i - (a.height-len(text))/2; n >= 0 && n < len(text) {
			line = text[n]
		}
		out[i] = ui.Fit(ui.Spaces((a.width-ui.Width(line))/2)+line, a.width)
	}
	return out
}
