package walk

import (
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/family"
	"github.com/playgrant/playgrant/tui/ui"
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
	kin
	answer int
	offset int64
	shown  int // how often the screen came to the top
}

// kin says which family a step is about: the one of that id or, without one,
// that of the last token given out before an exchange.
type kin struct{ id, before string }

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
	key := lineageKey{w.kin(), w.asked, w.c.Clock.OffsetSeconds, w.comings}
	if key.kin == (kin{}) || key == w.lineage.asked {
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
		m.family, m.known = key.find(list)
		return m
	}
}

func (w *Walk) takeFamily(m lineageRead) {
	if m.walk == w && m.asked == w.lineage.asked {
		w.lineage.family, w.lineage.known = m.family, m.known
	}
}

// kin is the family of the last refresh token that was given out up to the
// shown step. A detour does the steps before it once more, with a family of
// its own, and tells only of its own requests.
func (w *Walk) kin() kin {
	if w.detour != nil {
		own := w.detour.outcome.Exchanges
		if id := lastIssued(own); id != "" || len(own) == 0 {
			return kin{id: id}
		}
		return kin{before: own[0].ID}
	}
	for _, o := range slices.Backward(w.known.outcomes[:w.shown+1]) {
		if o != nil && lastIssued(o.Exchanges) != "" {
			return kin{id: lastIssued(o.Exchanges)}
		}
	}
	return kin{}
}

func lastIssued(exchanges []model.Exchange) string {
	for _, x := range slices.Backward(exchanges) {
		if id, _, ok := strings.Cut(x.Issued, "."); ok {
			return id
		}
	}
	return ""
}

func (k kin) find(list []model.FamilyView) (found model.FamilyView, ok bool) {
	end, latest := number(k.before), 0
	for _, f := range list {
		if k.id != "" && f.ID == k.id {
			return f, true
		}
		for _, t := range f.Tokens {
			if n := number(t.Exchange); k.id == "" && n < end && n > latest {
				found, ok, latest = f, true, n
			}
		}
	}
	return found, ok
}

// number is an exchange's place in their order; 0 for what is none.
func number(id string) int {
	n, err := strconv.Atoi(id)
	if err != nil {
		return 0
	}
	return n
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
	lines := append([]string{t.Muted.On(ui.Cut("the refresh-token family: all from one login", width))}, family.Head(t, w.lineage.family, now, width)...)
	lines = append(lines, "")
	return append(lines, family.Tree(t, w.lineage.family, now, width, most)...)
}

func (w *Walk) seesFamily() bool {
	return w.lineage.known && !w.closing() && w.step().Kind == demos.KindRefresh && w.lineage.asked.kin == w.kin()
}

// Counting is true while the family is in sight and runs down.
func (w *Walk) Counting() bool {
	return w.tokensRunDown() || w.seesFamily() && (w.place == onStep || w.layout().columns > 1 && !w.zoom) && family.Counting(w.lineage.family, w.c.Time())
}
