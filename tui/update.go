package tui

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/glossary"
	"github.com/playgrant/playgrant/tui/qr"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Update takes a message, and sees to it that what runs down is drawn anew.
func (a *app) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := a.route(msg)
	return a, tea.Batch(cmd, a.tick(), a.hear())
}

// route routes a message: size, overlay, field, keys of everywhere, screen.
func (a *app) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.width, a.height = msg.Width, msg.Height
		a.resize()
		return nil
	case tea.KeyMsg:
		return a.typed(msg)
	case ui.Pressed:
		return a.key(tea.KeyMsg(msg))
	case tea.MouseMsg:
		return a.click(msg)
	}
	if cmd, mine := a.request(msg); mine {
		return cmd
	}
	cmds := []tea.Cmd{a.tellOverlays(msg), a.strip.Update(msg)}
	if _, ok := msg.(screen.Tick); ok {
		return tea.Batch(append(cmds, a.top().Update(msg))...)
	}
	for _, s := range a.stack {
		cmds = append(cmds, s.Update(msg))
	}
	return tea.Batch(cmds...)
}

func (a *app) key(msg tea.KeyMsg) tea.Cmd {
	if key.Matches(msg, keyQuit) {
		return a.quit()
	}
	if key.Matches(msg, keySuspend) {
		return a.suspend()
	}
	if a.tooSmall() {
		return nil
	}
	a.toast = screen.Toast{}
	a.c.Touch()
	if n := len(a.overlays); n > 0 {
		top := a.overlays[n-1]
		if o, ok := top.(screen.Worded); ok && key.Matches(msg, keyWords) {
			at, text := o.Words()
			a.open(glossary.New(a.c, at, text))
			return nil
		}
		cmd, done := top.Update(msg)
		if done {
			a.overlays = slices.DeleteFunc(a.overlays, func(o overlay) bool { return o == top })
		}
		return cmd
	}
	if a.top().Capturing() {
		return a.top().Update(msg)
	}
	switch {
	case key.Matches(msg, keyHelp):
		a.open(newHelp(a))
		return nil
	case key.Matches(msg, keyPalette):
		a.open(newPalette(a))
		return nil
	case key.Matches(msg, keyTokens):
		return a.show(screen.Route{Kind: "tokens"})
	case key.Matches(msg, keyClock):
		return a.openClock()
	case key.Matches(msg, keyPolicy):
		return a.show(screen.Route{Kind: "policy"})
	case key.Matches(msg, keySandbox):
		return a.show(screen.Route{Kind: "sandbox"})
	case key.Matches(msg, keyPhone):
		return a.openPhone()
	case key.Matches(msg, keyTraffic):
		return a.show(screen.Route{Kind: "traffic"})
	case key.Matches(msg, keyWords):
		return a.openWords("")
	case key.Matches(msg, keyCompose):
		return a.show(screen.Route{Kind: "compose"})
	case key.Matches(msg, keyCopies):
		return a.askCopies()
	case key.Matches(msg, keyStrip):
		return a.toggleStrip()
	case key.Matches(msg, keyBack):
		return a.back(false)
	case key.Matches(msg, keyLeave):
		return a.back(true)
	}
	return a.top().Update(msg)
}

// back undoes the last step inside the screen, or leaves it. At home only
// leaving asks whether to quit.
func (a *app) back(leave bool) tea.Cmd {
	if a.top().Back() {
		if s, ok := a.top().(screen.Undoer); ok {
			return s.Undone()
		}
		return nil
	}
	if len(a.stack) > 1 {
		a.close(a.top())
		a.stack = a.stack[:len(a.stack)-1]
		a.resize()
		return a.top().Shown()
	}
	if leave {
		a.open(&confirm{ask: screen.Confirm{
			Title: "Quit Playgrant?", Text: quitText(a.c.DataDir), Yes: "quit", Do: a.quit(),
		}})
	}
	return nil
}

func quitText(dataDir string) string {
	if dataDir == "" {
		return "This sandbox is in memory only: it is gone when you quit."
	}
	return "Everything stays as it is: sessions, tokens, and where you are in each demo."
}

func (a *app) quit() tea.Cmd {
	return func() tea.Msg {
		a.end()
		return tea.Quit()
	}
}

func (a *app) open(o overlay) { a.overlays = append(a.overlays, o) }

// request does what a screen asked of the root; mine is false for messages
// that are not for the root.
func (a *app) request(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch msg := msg.(type) {
	case screen.Open:
		cmd := a.show(msg.Route)
		if d, ok := a.top().(screen.Doer); ok && msg.Then != "" {
			d.Then(msg.Then)
		}
		return cmd, true
	case screen.Home:
		for _, s := range a.stack[1:] {
			a.close(s)
		}
		a.stack = a.stack[:1]
		a.resize()
		return a.top().Shown(), true
	case screen.Toast:
		a.toast = msg
		return nil, true
	case screen.Copy:
		return a.doCopy(msg), true
	case screen.Confirm:
		a.open(&confirm{ask: msg})
		return nil, true
	case screen.Choose:
		a.open(&choose{ask: msg})
		return nil, true
	case screen.PutBack:
		return a.putBack(), true
	case screen.SandboxReset:
		a.c.Left = nil
		return nil, false
	case screen.ShowQR:
		a.open(qr.NewCard(a.c, msg.URI))
		return nil, true
	case lookChosen:
		a.choose(ui.Look(msg))
		return nil, true
	case mouseAsked:
		return a.switchMouse(), true
	case groundSeen:
		a.sees(ui.Ground(msg))
		return nil, true
	case newsHeard:
		return a.heard(msg), true
	case newsNext:
		a.asking = false
		return nil, true
	case wordsAsked:
		return a.openWords(msg.term), true
	case helpAsked:
		a.open(newHelp(a))
		return nil, true
	case copiesAsked:
		return a.askCopies(), true
	case screen.Copies:
		a.openCopies(msg)
		return nil, true
	case stripAsked:
		return a.toggleStrip(), true
	case clockAsked:
		return a.openClock(), true
	case tea.ResumeMsg:
		return a.resumed(), true
	case screen.ToggleListener:
		return a.toggleListener(), true
	case screen.AskClock:
		return a.readClock(), true
	case screen.ClockRead:
		a.c.Hear(msg.Clock)
		return nil, false
	case screen.Tick:
		a.ticking = false
		return nil, false
	}
	return nil, false
}

// show puts a screen on top: a demo in place of another, the tokens and the
// like over either.
func (a *app) show(r screen.Route) tea.Cmd {
	maker := makers[r.Kind]
	if maker == nil {
		return nil
	}
	if slices.Contains(over, r.Kind) {
		return a.showOver(r, maker)
	}
	for _, s := range a.stack[1:] {
		a.close(s)
	}
	a.stack = append(a.stack[:1:1], maker(a.c, r.Name))
	a.resize()
	return a.top().Shown()
}

func (a *app) resize() {
	for _, s := range a.stack {
		s.SetSize(a.width, max(a.height-chrome(a.height)-a.strip.Rows(a.height), 0))
	}
}

// chrome is how many rows the header and the key bar take.
func chrome(height int) int {
	if height >= 30 {
		return 3 // with an empty row under the header
	}
	return 2
}

func (a *app) tooSmall() bool { return a.width < minWidth || a.height < minHeight }

// Below this there is only a message.
const (
	minWidth  = 60
	minHeight = 16
)
