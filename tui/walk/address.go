package walk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
)

// target is where in the demo the screen was asked to open.
type target struct {
	step int // -1: where one was
	tab  place
	fill bool // the steps before it are to be done first, if they are not
}

// placeWords name the places in addresses: "rotation/3/why".
var placeWords = [places]string{"step", "request", "response", "why", "tokens", "picture", "code"}

// parse takes an address apart. What of it is no step or tab is left out.
func parse(name string) (demo string, t target) {
	parts := strings.Split(name, "/")
	t = target{step: -1, tab: places}
	if len(parts) > 1 {
		if n, err := strconv.Atoi(parts[1]); err == nil && n > 0 {
			t.step, t.fill = n-1, true
		}
	}
	if len(parts) > 2 {
		if i := slices.Index(placeWords[:], parts[2]); i >= 0 {
			t.tab = place(i)
		}
	}
	return parts[0], t
}

// Address is the demo, the step and the tab on show.
func (w *Walk) Address() string {
	if w.closing() || w.loading {
		return w.demo.Name
	}
	return fmt.Sprintf("%s/%d/%s", w.demo.Name, w.shown+1, placeWords[w.place])
}

// Return lets the steps be as they are.
func (w *Walk) Return() { w.target.fill = false }

// advance does the steps before the one that is to be opened.
func (w *Walk) advance(ctx context.Context, p screen.Player, t target) (done bool, err error) {
	to := min(t.step, len(w.demo.Steps)-1)
	if !t.fill || to <= p.At() {
		return false, nil
	}
	for p.At() < to {
		step := p.At()
		o, err := p.Play(ctx, step, nil)
		if err == nil && !o.OK() {
			err = errors.New("its answer is not what the demo expects")
		}
		if err != nil {
			return true, fmt.Errorf("step %d, which comes before: %w", step+1, err)
		}
	}
	return true, w.c.Remote.KeepProgress(ctx, w.demo.Name, p.State())
}

// arrive goes to the step and the tab that the screen was asked to open.
func (w *Walk) arrive(a answer) tea.Cmd {
	t := w.target
	w.target = target{step: -1, tab: places}
	if t.step >= 0 {
		w.jump(t.step)
	}
	if t.tab < places && t.tab != onStep && !w.closing() {
		w.place, w.tab = t.tab, t.tab
		w.changed()
	}
	if a.filled && a.err == nil {
		return screen.Send(screen.Toast{Text: fmt.Sprintf("The steps before it were done: this is step %d", t.step+1)})
	}
	return nil
}
