package compose

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/code"
	"github.com/playgrant/playgrant/tui/exchange"
	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

var (
	keyTab          = key.NewBinding(key.WithKeys("tab"), key.WithHelp("tab", "answer"))
	keyTabBack      = key.NewBinding(key.WithKeys("shift+tab"), key.WithHelp("shift+tab", "back"))
	keyRight        = key.NewBinding(key.WithKeys("right", "l"), key.WithHelp("→", "tab to the right"))
	keyLeft         = key.NewBinding(key.WithKeys("left", "h"), key.WithHelp("←", "tab to the left"))
	keyDigits       = key.NewBinding(key.WithKeys("1", "2", "3", "4", "5"), key.WithHelp("1–5", "request, response, why, tokens, code"))
	keyLanguage     = key.NewBinding(key.WithKeys("L"), key.WithHelp("L", "other language"))
	keyLanguageBack = key.NewBinding(key.WithKeys("H"), key.WithHelp("H", "language before"))
	keyRaw          = key.NewBinding(key.WithKeys("r"), key.WithHelp("r", "raw"))
	keyBefore       = key.NewBinding(key.WithKeys("["), key.WithHelp("[", "answer before"))
	keyAfter        = key.NewBinding(key.WithKeys("]"), key.WithHelp("[ ]", "other answers"))
	keyLogin        = key.NewBinding(key.WithKeys("i"), key.WithHelp("i", "log in as …"))
	keyMend         = key.NewBinding(key.WithKeys("M"), key.WithHelp("M", "mend"))
	keyCopy         = key.NewBinding(key.WithKeys("y"), key.WithHelp("y", "copy"))
	keySend         = key.NewBinding(key.WithKeys("S"), key.WithHelp("S", "send again"))
	keyFind         = key.NewBinding(key.WithKeys("/"), key.WithHelp("/", "find in it"))
	keyEnter        = key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "back to the request"))
	keyUp           = key.NewBinding(key.WithKeys("up", "k"), key.WithHelp("↑ k", "up"))
	keyDown         = key.NewBinding(key.WithKeys("down", "j"), key.WithHelp("↓ j", "down"))
	keyPageUp       = key.NewBinding(key.WithKeys("pgup", "ctrl+u"), key.WithHelp("pgup", "half a page up"))
	keyPageDown     = key.NewBinding(key.WithKeys("pgdown", "ctrl+d", " "), key.WithHelp("pgdn", "half a page down"))
	keyTop          = key.NewBinding(key.WithKeys("home", "g"), key.WithHelp("g", "to the beginning"))
	keyBottom       = key.NewBinding(key.WithKeys("end", "G"), key.WithHelp("G", "to the end"))
)

var moves = ui.Moves{Up: keyUp, Down: keyDown, PageUp: keyPageUp, PageDown: keyPageDown, Top: keyTop, Bottom: keyBottom}

// Keys are the keys of the place, named for what they do now.
func (s *Screen) Keys() (bar, more []key.Binding) {
	tab, login, after, mend := keyTab, keyLogin, keyAfter, keyMend
	mend.SetEnabled(len(s.mends()) > 0)
	tab.SetEnabled(s.answer() != nil)
	login.SetEnabled(s.wantsLogin())
	after.SetEnabled(len(s.answers) > 1)
	if !s.onAnswer {
		bar, more = s.editor.Keys()
		if s.editor.Capturing() {
			return bar, more
		}
		bar[0].SetEnabled(!s.busy || bar[0].Help().Desc != "send")
		return append([]key.Binding{bar[0], bar[1], login, mend}, append(bar[2:], tab, keyCopy)...), append(more, after, s.zoom.Key(s.beside()))
	}
	if s.finding() {
		return find.Keys(), nil
	}
	raw := keyRaw
	if s.view.Raw {
		raw.SetHelp("r", "tidy")
	}
	tab.SetHelp("tab", "next tab")
	more = []key.Binding{keyFind, keyTabBack, keyDigits, keyRight, keyLeft, keyBefore, s.zoom.Key(s.beside()), keyUp, keyDown, keyPageUp, keyPageDown, keyTop, keyBottom}
	if s.view.Tab() == exchange.OnCode {
		return []key.Binding{keyEnter, tab, keyLanguage, keyCopy, keySend, mend, after}, append(more, keyLanguageBack)
	}
	return []key.Binding{keyEnter, keySend, login, mend, tab, raw, after, keyCopy}, append(more, keyLanguage, keyLanguageBack)
}

// Update takes answers, choices and keys.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case answered:
		return s.takeAnswer(msg)
	case known:
		s.takeKnown(msg)
	case mended:
		return s.takeMended(msg)
	case chosen:
		if msg.screen == s {
			return msg.do()
		}
	case code.Read:
		if msg.For == screen.Screen(s) {
			msg.Take(s.c)
		}
		return nil
	case screen.SandboxReset:
		return s.read()
	case tea.KeyMsg:
		return s.key(msg)
	}
	return s.editor.Update(msg)
}

func (s *Screen) key(k tea.KeyMsg) tea.Cmd {
	switch {
	case s.finding():
		return s.view.FindKey(k)
	case s.Capturing():
	case key.Matches(k, keyLogin) && s.wantsLogin():
		return s.askLogin()
	case key.Matches(k, keyMend) && len(s.mends()) > 0:
		return s.askMend()
	case key.Matches(k, ui.KeyZoom):
		s.zoom.Toggle(s.beside())
		return nil
	case key.Matches(k, keyCopy):
		return s.copy()
	case key.Matches(k, keyBefore) && len(s.answers) > 0:
		s.look(s.at - 1)
		return nil
	case key.Matches(k, keyAfter) && len(s.answers) > 0:
		s.look(s.at + 1)
		return nil
	case s.onAnswer:
		return s.answerKey(k)
	case s.answer() != nil && (key.Matches(k, keyTab) || key.Matches(k, keyRight)):
		s.onAnswer = true
		return nil
	}
	if s.reading {
		return nil
	}
	cmd, send, _ := s.editor.Key(k)
	if send {
		return s.send()
	}
	return cmd
}

func (s *Screen) answerKey(k tea.KeyMsg) tea.Cmd {
	v := s.view
	switch {
	case key.Matches(k, keyFind):
		v.Find.Open()
	case key.Matches(k, keyEnter):
		s.onAnswer = false
	case key.Matches(k, keySend):
		return s.send()
	case key.Matches(k, keyTab):
		if v.Tab() == exchange.OnCode {
			s.onAnswer = false
			return nil
		}
		return v.Turn(v.Tab() + 1)
	case key.Matches(k, keyRight):
		return v.Turn(min(v.Tab()+1, exchange.OnCode))
	case key.Matches(k, keyTabBack), key.Matches(k, keyLeft):
		if v.Tab() == exchange.OnRequest {
			s.onAnswer = false
			return nil
		}
		return v.Turn(v.Tab() - 1)
	case key.Matches(k, keyDigits):
		return v.Turn(exchange.Tab(k.Runes[0] - '1'))
	case key.Matches(k, keyLanguage):
		return v.TurnLanguage(1)
	case key.Matches(k, keyLanguageBack):
		return v.TurnLanguage(-1)
	case key.Matches(k, keyRaw):
		v.TurnRaw()
	default:
		if by, ok := moves.By(k, max(s.height/2, 1)); ok {
			v.Scroll(by)
		}
	}
	return nil
}

// copy puts what has the keys on the clipboard, whole.
func (s *Screen) copy() tea.Cmd {
	what, text := "the request, secrets included", request.Text(s.editor.Edit.Draft(), s.c.Remote.Base)
	switch p := s.editor.Param(); {
	case s.onAnswer && s.view.Tab() == exchange.OnCode:
		if program, err := code.Text(s.c, s.answer().Request, nil); err == nil {
			what, text = code.What(s.c)+", secrets included", program
		}
	case s.onAnswer && s.view.Tab() != exchange.OnRequest:
		what, text = "the response, secrets included", s.answer().Response
		if body := ui.ParseMessage(text).Body; body != "" {
			what, text = "the response's body, secrets included", body
		}
	case s.onAnswer:
		text = s.answer().Request
	case p != nil:
		what, text = p.Name+", whole", p.Value
	}
	return screen.Send(screen.Copy{What: what, Text: text})
}
