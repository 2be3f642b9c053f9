package walk

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/code"
	"github.com/playgrant/playgrant/tui/ui"
)

// cacheKey names lines that were drawn and are good until something changes.
type cacheKey struct {
	place place
	width int
}

// View draws the step bar, the panes and the verdict.
func (w *Walk) View() []string {
	t, l := w.c.Theme, w.layout()
	if w.closing() && !w.loading {
		return w.closingView()
	}
	lines := make([]string, 0, w.height)
	lines = append(lines, w.stepBar())
	switch {
	case w.loading:
		note := []string{"", t.Muted.On("One moment: looking where you were …")}
		lines = append(lines, t.Pane(ui.Pane{Title: ui.Line(w.demo.Title), Focus: true}, note, w.width, l.panes)...)
	case l.columns == 1 || w.zoom:
		lines = append(lines, w.onePane(w.width, l.panes)...)
	case l.columns == 2:
		lines = append(lines, w.withPhone(l,
			w.pane(onStep, w.stepTitle(), l.widths[0], l.step),
			w.tabPane(exchangeTabs, w.tab, l.widths[1], l.panes),
		)...)
	default:
		lines = append(lines, w.withPhone(l, w.pane(onStep, w.stepTitle(), l.widths[0], l.step), w.wideExchange(l))...)
	}
	return append(lines, w.verdict(w.width, l.verdict)...)
}

// wideExchange shows request and response beside each other and, where rows
// abound, the checks below them.
func (w *Walk) wideExchange(l layout) []string {
	tabs, tab := answerTabs, w.tab
	if l.below > 0 {
		tabs = slices.DeleteFunc(slices.Clone(answerTabs), func(p place) bool { return p == onWhy })
	}
	if !slices.Contains(tabs, tab) {
		tab = onResponse
	}
	lines := ui.Beside(
		w.pane(onRequest, placeNames[onRequest], l.widths[1], l.panes-l.below),
		w.tabPane(tabs, tab, l.widths[2], l.panes-l.below),
	)
	if l.below > 0 {
		lines = append(lines, w.pane(onWhy, w.tabName(onWhy), l.widths[1]+l.widths[2], l.below)...)
	}
	return lines
}

var (
	allTabs      = []place{onStep, onRequest, onResponse, onWhy, onTokens, onPicture, onCode}
	exchangeTabs = allTabs[1:]
	answerTabs   = allTabs[2:]
)

// stepTitle is what stands over the step.
func (w *Walk) stepTitle() string {
	if w.detour != nil {
		return "Break it: " + ui.Line(w.detour.variant.Title)
	}
	return ui.Line(w.step().Title)
}

func (w *Walk) stepBar() string {
	tabs := make([]ui.StepTab, len(w.demo.Steps))
	for i := range w.demo.Steps {
		tabs[i].Name = ui.Line(stepName(&w.demo.Steps[i]))
		tabs[i].Click = func() tea.Cmd { w.jump(i); return w.watchPhone() }
		if o := w.known.outcomes[i]; o != nil {
			tabs[i].Mark = ui.StepFailed
			if o.OK() {
				tabs[i].Mark = ui.StepDone
			}
		}
	}
	return w.c.Theme.StepBar(tabs, min(w.shown, len(tabs)-1), w.width)
}

// onePane shows all places as tabs of one pane.
func (w *Walk) onePane(width, height int) []string {
	return w.tabPane(allTabs, w.place, width, height)
}

func (w *Walk) tabPane(tabs []place, open place, width, height int) []string {
	p := ui.Pane{Focus: w.place == open}
	for i, tab := range tabs {
		p.Tabs = append(p.Tabs, w.tabName(tab))
		if tab == open {
			p.Active = i
		}
	}
	p.Tab = func(i int) tea.Cmd { return w.goes(tabs[i])() }
	return w.framed(p, open, width, height)
}

func (w *Walk) pane(at place, title string, width, height int) []string {
	return w.framed(ui.Pane{Title: title, Focus: w.place == at}, at, width, height)
}

// tabName says with a mark where something failed.
func (w *Walk) tabName(p place) string {
	if x := w.shownExchange(); p == onWhy && x != nil && failed(x.Checks) > 0 {
		return placeNames[p] + " ✗"
	}
	if p == onStep && w.detour != nil && ui.Width(w.stepTitle()) > w.titleRoom()-len(exchangeTabs) {
		return "Break it" // which one, the trail above the tabs says
	}
	if p == onStep {
		return ui.Cut(w.stepTitle(), w.titleRoom())
	}
	return placeNames[p]
}

// titleRoom is what the other tabs leave to the step's title, in one row: their
// names, the marks between them and the frame.
func (w *Walk) titleRoom() int {
	others := ui.Width(" ✗")
	for _, p := range exchangeTabs {
		others += ui.Width(placeNames[p])
	}
	return max(w.width-others-len(exchangeTabs)-7, 8)
}

// goes is a click that brings the keys to a place.
func (w *Walk) goes(to place) ui.Click {
	return func() tea.Cmd {
		if w.place = to; to != onStep {
			w.tab = to
		}
		w.changed()
		return nil
	}
}

func (w *Walk) framed(p ui.Pane, at place, width, height int) []string {
	p.Click, p.Text = w.goes(at), at != onStep && at != onTokens && at != onWhy
	if at == onStep {
		return w.stepPane(p, width, height)
	}
	inner, rows := ui.PaneInner(width, height)
	lines, scroll := w.cached(at, inner), &w.scroll[at]
	if at == onTokens && w.follow && w.token < len(w.tokenRows) {
		scroll.Show(w.tokenRows[w.token][0], w.tokenRows[w.token][1], rows)
		w.follow = false
	}
	var heads, below []string
	if at == onWhy {
		below = w.whyNote(inner)
		below = below[:min(len(below), rows/2)]
		rows -= len(below)
		if w.follow && w.place == onWhy && w.check < len(w.checkRows) {
			scroll.Show(w.checkRows[w.check][0], w.checkRows[w.check][1], rows)
			w.follow = false
		}
	}
	if at == onCode && rows > 2 {
		heads = code.Strip(w.c, inner, w.turnLanguage)
		rows -= len(heads)
	}
	if at == onPicture && rows > 1 { // the names stay
		heads, lines, rows = lines[:1], lines[1:], rows-1
		if !w.pictured {
			scroll.Show(w.pictureNow[0], w.pictureNow[1], rows)
			w.pictured = true
		}
	}
	lines, beside := w.found(at, lines, rows)
	seen := slices.Concat(heads, scroll.Window(lines, rows))
	if len(beside) > 0 {
		p.Beside = slices.Concat(make([]string, len(heads)), scroll.Window(beside, rows))
	}
	p.Foot = scroll.Foot(len(lines), rows)
	for len(below) > 0 && len(seen) < rows {
		seen = append(seen, "")
	}
	seen = append(seen, below...)
	return w.c.Theme.Pane(p, seen, width, height)
}

// found marks what is searched for, in the pane that has the keys.
func (w *Walk) found(at place, lines []string, rows int) (marked, beside []string) {
	if !w.find.On() || at != w.place {
		return lines, nil
	}
	return w.find.Mark(w.c.Theme, lines, &w.scroll[at], rows)
}

func (w *Walk) cached(at place, width int) []string {
	k := cacheKey{at, width}
	if lines, ok := w.cache[k]; ok {
		return lines
	}
	var lines []string
	switch at {
	case onRequest:
		lines = w.requestLines(width)
	case onResponse:
		lines = w.responseLines(width)
	case onWhy:
		lines = w.whyLines(width)
	case onTokens:
		lines = w.tokenLines(width)
	case onPicture:
		lines = w.pictureLines(width)
	case onCode:
		lines = w.codeLines(width)
	}
	if w.cache == nil {
		w.cache = map[cacheKey][]string{}
	}
	w.cache[k] = lines
	return lines
}
