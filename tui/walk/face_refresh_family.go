package walk

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/family"
)

// lineage is the refresh-token family that a step of refreshing is about, as
// it was read last.
type lineage struct {
	asked  lineageKey // for what it was read
	family model.FamilyView
	known  bool
}

// lineageKey changes whenever the family may have: another family, another
// answer, a clock that was moved.
type lineageKey struct {
	id     string
	answer int
	offset int64
	shown  int // how often the screen came to the top
}

type lineageRead struct {
	walk   *Walk
	asked  lineageKey
	family model.FamilyView
	known  bool
}

// watchFamily reads the family of a step that refreshes, when it may have
// changed since it was read.
func (w *Walk) watchFamily() tea.Cmd {
	if w.busy || w.loading || w.closing() || w.step().Kind != demos.KindRefresh {
		return nil
	}
	key := lineageKey{w.familyID(), w.asked, w.c.Clock.OffsetSeconds, w.comings}
	if key.id == "" || key == w.lineage.asked {
		return nil
	}
	w.lineage.asked = key
	r, ctx, user := w.c.Remote, w.life, w.User()
	return func() tea.Msg {
		m := lineageRead{walk: w, asked: key}
		list, err := r.Families(ctx, user)
		if err != nil {
			return m // the step is told without its tree
		}
		if i := slices.IndexFunc(list, func(f model.FamilyView) bool { return f.ID == key.id }); i >= 0 {
			m.family, m.known = list[i], true
		}
		return m
	}
}

func (w *Walk) takeFamily(m lineageRead) {
	if m.walk == w && m.asked == w.lineage.asked {
		w.lineage.family, w.lineage.known = m.family, m.known
	}
}

// familyID is the family of the last refresh token that was given out up to
// the shown step.
func (w *Walk) familyID() string {
	list := slices.Clone(w.known.outcomes[:w.shown+1])
	if w.detour != nil {
		list = append(list, w.detour.outcome)
	}
	for _, o := range slices.Backward(list) {
		if o == nil {
			continue
		}
		for _, x := range slices.Backward(o.Exchanges) {
			if id, _, ok := strings.Cut(x.Issued, "."); ok {
				return id
			}
		}
	}
	return ""
}

// familyLines draw the family as a tree, with what will end it.
func (w *Walk) familyLines(width int) []string {
	if !w.seesFamily() {
		return nil
	}
	t, now := w.c.Theme, w.c.Time()
	most := 8
	if w.height >= 40 {
		most = 16
	}
	lines := append([]string{t.Muted.On("the refresh-token family")}, family.Head(t, w.lineage.family, now, width)...)
	lines = append(lines, "")
	return append(lines, family.Tree(t, w.lineage.family, now, width, most)...)
}

func (w *Walk) seesFamily() bool {
	return w.lineage.known && !w.closing() && w.step().Kind == demos.KindRefresh && w.lineage.asked.id == w.familyID()
}

// Counting is true while the family is in sight and runs down.
func (w *Walk) Counting() bool {
	return w.seesFamily() && (w.place == onStep || w.layout().columns > 1 && !w.zoom) && family.Counting(w.lineage.family, w.c.Time())
}
