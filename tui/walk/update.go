package walk

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/code"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Update takes answers and keys.
func (w *Walk) Update(msg tea.Msg) tea.Cmd {
	cmd := w.update(msg)
	return tea.Batch(cmd, w.watchFamily(), w.readLanguage())
}

func (w *Walk) update(msg tea.Msg) tea.Cmd {
	if cmd, mine := w.hearPhone(msg); mine {
		return cmd
	}
	switch msg := msg.(type) {
	case answer:
		return w.take(msg)
	case keysRead:
		if msg.walk == w {
			w.keys = msg.keys
			w.changed()
		}
	case restartAsked:
		if msg.walk == w && !w.busy {
			return w.restart()
		}
	case breakAsked:
		if msg.walk == w && !w.busy {
			return w.breakIt(msg.variant)
		}
	case stepAsked:
		if msg.walk == w && !w.busy {
			w.jump(msg.step)
		}
	case factorChosen:
		w.takeFactor(msg)
	case knownRead:
		if msg.walk == w && w.whole != nil {
			w.whole.Known = msg.known
		}
	case lineageRead:
		w.takeFamily(msg)
	case screen.ClockRead, screen.ListenerChanged, screen.Tick:
		w.changed()
	case code.Read:
		if msg.For == screen.Screen(w) {
			msg.Take(w.c)
			w.changed()
		}
	case tea.KeyMsg:
		w.changed()
		switch {
		case w.field != nil:
			w.fieldKey(msg)
			return nil
		case w.find.On():
			w.findKey(msg)
			return nil
		}
		return w.key(msg)
	}
	if w.whole != nil {
		defer w.changed()
		return w.whole.Update(msg)
	}
	return nil
}

func (w *Walk) fieldKey(k tea.KeyMsg) {
	w.follow = true // what is said below may have grown: the row stays in sight
	switch k.Type {
	case tea.KeyEnter:
		p := w.current()
		w.editing().Set(p, w.field.Value())
		w.mask.Learn(p.Name, p.Value, p.Secret)
		w.field = nil
	case tea.KeyEsc:
		w.field = nil
	default:
		w.field.Update(k)
	}
}

// findKey takes a key of the search; with tab it goes on in another pane.
func (w *Walk) findKey(k tea.KeyMsg) {
	switch {
	case key.Matches(k, keyTab):
		w.turn(1)
		w.find.Anew()
	case key.Matches(k, keyTabBack):
		w.turn(-1)
		w.find.Anew()
	default:
		w.find.Key(k)
	}
}

func (w *Walk) key(k tea.KeyMsg) tea.Cmd {
	if cmd, mine := w.wholeKey(k); mine {
		return cmd
	}
	if cmd, mine := w.factorKey(k); mine {
		return cmd
	}
	switch {
	case key.Matches(k, keyEnter):
		return w.enter()
	case key.Matches(k, keyDigits):
		w.jump(int(k.Runes[0] - '1'))
		return w.watchPhone()
	case key.Matches(k, keyRestart):
		return w.askRestart()
	case w.closing():
		return nil
	case key.Matches(k, keyTab):
		w.turn(1)
	case key.Matches(k, keyTabBack):
		w.turn(-1)
	case key.Matches(k, keyLeft):
		w.turnTab(-1)
	case key.Matches(k, keyRight):
		w.turnTab(1)
	case key.Matches(k, keyNext):
		w.turnExchange(1)
	case key.Matches(k, keyPrev):
		w.turnExchange(-1)
	case key.Matches(k, keyRaw):
		w.raw = !w.raw
	case key.Matches(k, keyLanguage) && w.seesCode():
		return w.turnLanguage(1)
	case key.Matches(k, keyLanguageBack) && w.seesCode():
		return w.turnLanguage(-1)
	case key.Matches(k, keyZoom):
		w.zoom = !w.zoom && w.layout().columns > 1
	case key.Matches(k, keyCopy):
		return w.copy()
	case key.Matches(k, keyFind):
		if w.place != onStep || w.editor() == nil { // the editor is a list of its own
			w.find.Open()
		}
	case key.Matches(k, keyFault) && !w.busy:
		return w.goToFault()
	case key.Matches(k, keyBreak):
		return w.askBreak()
	case w.scrolls(k):
	case w.busy:
	case key.Matches(k, keySend) && w.outcome() != nil && w.detour == nil:
		return w.send()
	case w.detour != nil:
	case key.Matches(k, keyWhole):
		return w.openWhole()
	case key.Matches(k, keyEdit):
		w.beginEdit()
	case key.Matches(k, keyLeaveOut):
		if p := w.current(); p != nil {
			w.place = onStep
			w.editing().Leave(p)
		}
	case key.Matches(k, keyUndo):
		w.undo()
	}
	return nil
}

func (w *Walk) beginEdit() {
	if p := w.current(); p != nil {
		w.place, w.zoom = onStep, w.zoom && w.place == onStep
		w.follow, w.touched = true, true
		w.field = ui.NewField(p.Value, p.Secret)
	}
}

// undo returns to the demo's values.
func (w *Walk) undo() {
	delete(w.edits, w.shown)
}

// enter does the step's action, then goes to the next.
func (w *Walk) enter() tea.Cmd {
	switch w.nextAct() {
	case actLesson:
		w.leaveDetour()
	case actDemo:
		return screen.Send(screen.Open{Route: screen.Route{Kind: "walk", Name: w.nextDemo().Name}})
	case actHome:
		return screen.Send(screen.Home{})
	case actSend:
		return w.send()
	case actUndo:
		w.undo()
		w.place = onStep
	case actAnew:
		w.show(0)
		w.anew = true
	case actNext:
		w.show(w.shown + 1)
		if w.closing() {
			return w.finish()
		}
		return w.watchPhone()
	}
	return nil
}

// jump goes to a step that is done, or to the one that is next.
func (w *Walk) jump(step int) {
	if step < len(w.demo.Steps) && (step <= w.known.at || w.known.outcomes[step] != nil) {
		w.show(step)
	}
}

// turn goes to the next place, or the one before.
func (w *Walk) turn(by int) {
	w.place = (w.place + place(by) + places) % places
	if w.place != onStep {
		w.tab = w.place
	}
}

// turnTab goes through the exchange's tabs and stops at the ends.
func (w *Walk) turnTab(by int) {
	if w.place == onStep {
		if by > 0 || w.layout().columns > 1 {
			w.place = w.tab
		}
		return
	}
	if w.place == onRequest && by < 0 {
		w.place = onStep
		return
	}
	w.place = min(w.place+place(by), places-1)
	w.tab = w.place
}

func (w *Walk) turnExchange(by int) {
	o := w.outcome()
	if o == nil || len(o.Exchanges) == 0 {
		return
	}
	w.exchange = max(0, min(w.exchange+by, len(o.Exchanges)-1))
	w.scroll[onRequest], w.scroll[onResponse], w.scroll[onWhy] = ui.Scroll{}, ui.Scroll{}, ui.Scroll{}
	w.check, w.looked = 0, false
	if w.place == onStep {
		w.place = w.tab
	}
}

// scrolls moves the cursor or the text of the place that has the keys.
func (w *Walk) scrolls(k tea.KeyMsg) bool {
	by, ok := moves.By(k, max(w.height/3, 1))
	if !ok {
		return false
	}
	switch {
	case w.place == onStep && (by == 1 || by == -1) && len(w.params()) > 0:
		if w.touched || w.seesCursor() { // the first press shows where the cursor is
			w.cursor = max(0, min(w.cursor+by, len(w.params())-1))
		}
		w.follow, w.touched = true, true
	case w.place == onTokens && (by == 1 || by == -1):
		w.token = max(0, min(w.token+by, len(w.tokenRows)-1))
		w.follow = true
	case w.place == onWhy && (by == 1 || by == -1) && len(w.checkRows) > 0:
		if w.looked {
			w.check = max(0, min(w.check+by, len(w.checkRows)-1))
		}
		w.follow, w.looked = true, true
	default:
		w.scroll[w.place].Off = max(0, w.scroll[w.place].Off+by)
	}
	return true
}

// askRestart asks before the demo begins anew.
func (w *Walk) askRestart() tea.Cmd {
	if w.busy {
		return nil
	}
	return screen.Send(screen.Confirm{
		Title: "Begin this demo anew?", Text: "What you did in it so far is forgotten. The sandbox keeps its sessions and tokens.",
		Yes: "begin anew", Do: screen.Send(restartAsked{w}),
	})
}

type restartAsked struct{ walk *Walk }

// askBreak lists the ways in which the step can go wrong.
func (w *Walk) askBreak() tea.Cmd {
	if w.busy || len(w.step().Variants) == 0 {
		return nil
	}
	var items []screen.Item
	for _, v := range w.step().Variants {
		items = append(items, screen.Item{Title: capital(v.Title), Note: firstSentence(v.Prose)})
	}
	return screen.Send(screen.Choose{
		Title: "Break it", Items: items,
		Pick: func(i int) tea.Cmd { return screen.Send(breakAsked{w, i}) },
	})
}

type breakAsked struct {
	walk    *Walk
	variant int
}
