package tui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/sahilm/fuzzy"

	"github.com/playgrant/playgrant/tui/compose"
	"github.com/playgrant/playgrant/tui/glossary"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/sandboxes"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/traffic"
	"github.com/playgrant/playgrant/tui/ui"
)

// command is one thing that the palette can do.
type command struct {
	title, hint string
	do          tea.Cmd
}

// commands are everything that can be done now: what the place offers first.
func (a *app) commands() []command {
	var out []command
	bar, more := a.top().Keys()
	out = append(out, keyCommands(a.named(bar))...)
	if s, ok := a.top().(screen.Commander); ok {
		for _, c := range s.Commands() {
			out = append(out, command{c.Title, c.Hint, c.Do})
		}
	}
	for _, d := range a.c.Demos {
		out = append(out, command{"Open " + d.Title, "demo", screen.Send(screen.Open{Route: screen.Route{Kind: "walk", Name: d.Name}})})
	}
	listener := "Switch the listener on"
	if a.c.Listener != nil {
		if on, _ := a.c.Listener.State(); on {
			listener = "Switch the listener off"
		}
		out = append(out, command{listener, "listener", screen.Send(screen.ToggleListener{})})
	}
	out = append(out,
		command{"Look at sessions, grants and refresh tokens", a.keys.Name("", "t"), screen.Send(screen.Open{Route: screen.Route{Kind: "tokens"}})},
		command{"Phone: messages, pushes and codes", a.keys.Name("", "m"), screen.Send(screen.Open{Route: screen.Route{Kind: "phone"}})},
		command{"Factors and policy: when MFA is asked for, dialect, users", a.keys.Name("", "f"), screen.Send(screen.Open{Route: screen.Route{Kind: "policy"}})},
		command{"Traffic: all that went over the wire, live", a.keys.Name("", "x"), screen.Send(screen.Open{Route: screen.Route{Kind: "traffic"}})},
		command{"Compose a request of your own: any endpoint and grant", a.keys.Name("", "n"), screen.Send(screen.Open{Route: screen.Route{Kind: "compose"}})},
		command{"Show or hide the wire's log under every screen", a.keys.Name("", "v"), screen.Send(stripAsked{})},
		command{"Sandbox: clients, APIs, users, roles, policy, snapshots", a.keys.Name("", "s"), screen.Send(screen.Open{Route: screen.Route{Kind: "sandbox"}})},
		command{"Point your app here: what its SDK has to be told", "sandbox", openSandbox("clients", sandboxes.ThenPoint)},
		command{"Sandbox: clients, their grants and callbacks", "sandbox", openSandbox("clients", "")},
		command{"Sandbox: APIs and their scopes", "sandbox", openSandbox("apis", "")},
		command{"Sandbox: users and their factors", "sandbox", openSandbox("users", "")},
		command{"Sandbox: roles and what they allow", "sandbox", openSandbox("roles", "")},
		command{"Sandbox: snapshots to go back to", "sandbox", openSandbox("snapshots", "")},
		command{"Sandbox: take a snapshot", "sandbox", openSandbox("snapshots", sandboxes.ThenAdd)},
		command{"Sandbox: add a client", "sandbox", openSandbox("clients", sandboxes.ThenAdd)},
		command{"Sandbox: add an API", "sandbox", openSandbox("apis", sandboxes.ThenAdd)},
		command{"Sandbox: add a user", "sandbox", openSandbox("users", sandboxes.ThenAdd)},
		command{"Sandbox: add a role", "sandbox", openSandbox("roles", sandboxes.ThenAdd)},
		command{"Save all traffic: HAR, Markdown or a Mermaid diagram", "traffic", a.askExports()},
		command{"Help: the keys of this place", a.keys.Name("", "?"), screen.Send(helpAsked{})},
		command{"Copy or save: choose what of this place", a.keys.Name("", "Y"), screen.Send(copiesAsked{})},
		command{"Words: what the terms mean", a.keys.Name("", "w"), screen.Send(wordsAsked{""})},
		command{"Open the clock: what expires next", a.keys.Name("", "c"), screen.Send(clockAsked{})},
	)
	for _, m := range a.clockMoves() {
		out = append(out, command{m.title, "clock", m.do})
	}
	out = append(out, append(a.lookCommands(), a.mouseCommand())...)
	if len(a.c.Left) > 0 {
		out = append(out, command{"Put the sandbox back as it was before the demo", "sandbox", screen.Send(screen.PutBack{})})
	}
	out = append(out,
		command{"Go to the list of demos", "home", screen.Send(screen.Home{})},
		command{"Reset the sandbox", "asks first", screen.Send(screen.Confirm{
			Title: "Reset the sandbox?",
			Text:  "Sessions, codes, tokens, messages and progress go; the users and apps of a fresh sandbox come back. This cannot be undone.",
			Yes:   "reset the sandbox", Do: a.resetSandbox(),
		})},
		command{"Quit", "ctrl+c", a.quit()},
	)
	out = append(out, keyCommands(a.named(more))...)
	for _, p := range request.Catalog() {
		c := command{"Compose " + p.Title, p.Draft.Method + " " + p.Draft.Target, screen.Send(screen.Open{Route: screen.Route{Kind: "compose", Name: compose.Preset + p.Title}})}
		if s, ok := a.top().(*compose.Screen); ok {
			c.do = s.BeginWith(p.Title)
		}
		out = append(out, c)
	}
	return out
}

// askExports opens the list of the files that all exchanges can be saved as.
func (a *app) askExports() tea.Cmd {
	return screen.Send(screen.Copies{List: traffic.Exports(a.c.Remote, "", a.c.Time())})
}

func openSandbox(tab, then string) tea.Cmd {
	return screen.Send(screen.Open{Route: screen.Route{Kind: "sandbox", Name: tab}, Then: then})
}

// helpAsked opens the help; the palette sends it.
type helpAsked struct{}

// keyCommands are what keys of the place do.
func keyCommands(keys []key.Binding) []command {
	var out []command
	for _, k := range keys {
		if msg, ok := ui.KeyMsg(k); ok && k.Enabled() {
			out = append(out, command{capital(k.Help().Desc), k.Help().Key, screen.Send(ui.Pressed(msg))})
		}
	}
	return out
}

// palette finds a command by a few of its letters.
type palette struct {
	all   []command
	terms int // where in all the glossary's terms begin, found only once one types
	found []int
	field *ui.Field
	at    int
}

func newPalette(a *app) *palette {
	p := &palette{all: a.commands(), field: ui.NewField("", false)}
	p.terms = len(p.all)
	for _, t := range glossary.All() {
		p.all = append(p.all, command{"What it means: " + t.Name, "words", screen.Send(wordsAsked{t.Name})})
	}
	p.filter()
	return p
}

func (p *palette) String(i int) string { return p.all[i].title + " " + p.all[i].hint }

// Len and String make the palette a source for the fuzzy search.
func (p *palette) Len() int { return p.terms }

func (p *palette) filter() {
	p.at, p.found = 0, nil
	if p.field.Value() == "" {
		for i := range p.terms {
			p.found = append(p.found, i)
		}
		return
	}
	// What has the very words comes first, requests to compose and terms of
	// the glossary after what can be done, and last what has only the letters.
	typed := strings.ToLower(p.field.Value())
	var composed, loose []int
	for _, m := range fuzzy.FindFrom(p.field.Value(), p) {
		text := strings.ToLower(p.String(m.Index))
		switch {
		case !hasWords(text, typed):
			loose = append(loose, m.Index)
		case strings.HasPrefix(text, "compose ") && !strings.HasPrefix(typed, "comp"):
			composed = append(composed, m.Index)
		default:
			p.found = append(p.found, m.Index)
		}
	}
	p.found = append(p.found, composed...)
	for i := p.terms; i < len(p.all); i++ {
		if hasWords(strings.ToLower(p.all[i].title), typed) {
			p.found = append(p.found, i)
		}
	}
	p.found = append(p.found, loose...)
}

// hasWords reports whether a text has each of the words that were typed, or
// the beginning of one.
func hasWords(text, typed string) bool {
	for word := range strings.FieldsSeq(typed) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func (p *palette) Update(k tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case key.Matches(k, keyEscape), k.Type == tea.KeyCtrlP:
		return nil, true
	case key.Matches(k, keyUp):
		p.at = max(p.at-1, 0)
	case key.Matches(k, keyDown):
		p.at = max(min(p.at+1, len(p.found)-1), 0)
	case key.Matches(k, keyEnter):
		if p.at < len(p.found) {
			return p.all[p.found[p.at]].do, true
		}
		return nil, true
	default:
		p.field.Update(k)
		p.filter()
	}
	return nil, false
}

func (p *palette) View(t *ui.Theme, width, height int) []string {
	w := min(width-6, 74)
	inner := w - 4
	lines := []string{t.Title.On("› ") + p.field.View(t, inner-2), ""}
	rows := min(height-8, max(14, height/2))
	first := max(0, p.at-rows+1)
	for i := first; i < min(len(p.found), first+rows); i++ {
		c := p.all[p.found[i]]
		mark, ink := "  ", t.Text
		if i == p.at {
			mark, ink = t.Title.On("▸ "), t.Title
		}
		line := ui.Sides(mark+ink.On(ui.Line(c.title)), t.Muted.On(ui.Line(c.hint)), inner)
		lines = append(lines, t.Zone(line, func() tea.Cmd { p.at = i; return pressEnter }))
	}
	if len(p.found) == 0 {
		lines = append(lines, t.Muted.On("  Nothing is called that. Fewer letters find more."))
	}
	for len(lines) < rows+2 {
		lines = append(lines, "")
	}
	foot := "↑ ↓ choose · enter does it · esc closes"
	if more := (&ui.Scroll{Off: first}).Foot(len(p.found), rows); more != "" {
		foot = more + " · " + foot
	}
	if len(p.found) == 0 {
		foot = "esc closes"
	}
	return box(t, "What would you like to do?", foot, slices.Clip(lines), w)
}

// pressEscape does what esc does.
func pressEscape() tea.Msg { return ui.Pressed{Type: tea.KeyEsc} }

// pressEnter does what enter does.
func pressEnter() tea.Msg { return ui.Pressed{Type: tea.KeyEnter} }

func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-32) + s[1:]
}
