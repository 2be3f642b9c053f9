package walk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/tui/checks"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// failed counts the checks that refused.
func failed(list []check.Result) int {
	n := 0
	for _, c := range list {
		if !c.OK && !c.Note {
			n++
		}
	}
	return n
}

// held counts the checks that held.
func held(list []check.Result) int {
	n := 0
	for _, c := range list {
		if c.OK {
			n++
		}
	}
	return n
}

// whyLines are the checks that the exchange was measured against: what failed,
// what decided something, and what held.
func (w *Walk) whyLines(width int) []string {
	t := w.c.Theme
	x := w.shownExchange()
	if x == nil {
		return append([]string{""}, ui.Para("The server checks each request rule by rule. Its checks stand here once it has answered: "+w.howToGoOn(), width, t.Muted)...)
	}
	lines := w.exchangeList(width)
	if len(x.Checks) == 0 {
		return append(lines, ui.Para("There was nothing to check in this exchange.", width, t.Muted)...)
	}
	bad := failed(x.Checks)
	head := t.Success.On("✓ ") + t.Strong.On(counted(held(x.Checks), "check")+" held")
	if bad > 0 {
		head = t.Failure.On("✗ ") + t.Strong.On("refused: ") + t.Text.On(counted(bad, "check")+" of "+strconv.Itoa(len(x.Checks))+" did not hold")
	}
	lines = append(lines, head, "")
	w.checkRows = nil
	list, draw := checks.Sorted(x.Checks), w.drawer()
	for i, c := range list {
		if i > 0 && (checks.Gap(list[i-1], c)) {
			lines = append(lines, "")
		}
		first := len(lines)
		for n, l := range draw.One(c, width-2) {
			mark := "  "
			switch {
			case n > 0 || i != w.check:
			case w.place == onWhy:
				mark = t.Title.On("▸ ")
			default:
				mark = t.Border.On("▹ ")
			}
			lines = append(lines, mark+l)
		}
		w.checkRows = append(w.checkRows, [2]int{first, len(lines) - 1})
	}
	return lines
}

// whyNote says of a check that held, and is under the cursor, what was expected
// and what came, one beside the other.
func (w *Walk) whyNote(width int) []string {
	t, x := w.c.Theme, w.shownExchange()
	if x == nil || w.place != onWhy || !w.looked || w.check >= len(x.Checks) {
		return nil
	}
	c := checks.Sorted(x.Checks)[w.check]
	if !c.OK {
		return nil // it says all of that itself
	}
	lines := []string{t.Border.On(strings.Repeat("┄", width))}
	for _, row := range [][2]string{{"expected", c.Expected}, {"got", c.Got}} {
		lines = append(lines, ui.Wrap(width, 10, ui.Span{Text: ui.Fit(row[0], 10), Ink: t.Muted}, ui.Span{Text: ui.Line(w.mask.Text(cmp.Or(row[1], "–"))), Ink: t.Text})...)
	}
	param := ""
	if c.Param != "" {
		param = t.Muted.On("parameter ") + t.Name.On(ui.Line(c.Param))
	}
	return append(lines, ui.Sides(t.Muted.On(ui.Fit("source", 10))+t.Text.On(ui.Line(c.Ref)), param, width))
}

// fault is the check to jump from: the failed one under the cursor, or else the
// first that names a parameter; nil if there is none.
func (w *Walk) fault() *check.Result {
	x := w.shownExchange()
	if x == nil || w.closing() {
		return nil
	}
	list := checks.Sorted(x.Checks)
	blames := func(c check.Result) bool { return !c.OK && !c.Note && c.Param != "" }
	if w.place == onWhy && w.check < len(list) && blames(list[w.check]) {
		return &list[w.check]
	}
	if i := slices.IndexFunc(list, blames); i >= 0 {
		return &list[i]
	}
	return nil
}

// goToFault goes to the parameter at fault in the editor. The lesson has its
// own value for it: a detour is left.
func (w *Walk) goToFault() tea.Cmd {
	c := w.fault()
	if c == nil {
		return nil
	}
	name := ui.Line(c.Param)
	if w.detour != nil {
		w.leaveDetour()
	}
	w.whole, w.zoom, w.place = nil, false, onStep
	i := slices.IndexFunc(w.params(), func(p *request.Param) bool { return strings.EqualFold(p.Name, c.Param) })
	if i < 0 {
		return screen.Send(screen.Toast{Text: name + w.c.Say("walk", " is not in this step's request: {E} edits all of it, and adds what is missing"), Bad: true})
	}
	w.cursor, w.follow, w.touched = i, true, true
	return screen.Send(screen.Toast{Text: "Here is " + name + w.c.Say("walk", ": {e} edits it, {enter} sends")})
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// drawer draws the checks of the step, with the way to the parameter at fault.
func (w *Walk) drawer() checks.Drawer {
	t := w.c.Theme
	return checks.Drawer{T: t, Hide: w.mask.Text, More: func(c check.Result, row checks.Row) {
		for _, m := range c.Mend {
			row("", "or: "+m.Title, t.Text)
			if len(m.Command) < 60 { // a longer one is to be copied, in Traffic
				row("", m.Command, t.Muted)
			}
		}
		if c.Param != "" && !c.Note {
			row("at fault", c.Param+w.c.Say("walk", ": {p} goes there"), t.Accent)
		}
	}}
}
