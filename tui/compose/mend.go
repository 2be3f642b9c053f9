package compose

import (
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/tui/screen"
)

// mended is what came of a change to the sandbox.
type mended struct {
	screen *Screen
	words  string
	err    error
}

// mends are the changes that would make the answer on show another.
func (s *Screen) mends() (out []check.Mend) {
	if x := s.answer(); x != nil && !s.busy {
		for _, c := range x.Checks {
			out = append(out, c.Mend...)
		}
	}
	return out
}

// askMend offers them.
func (s *Screen) askMend() tea.Cmd {
	list := s.mends()
	var items []screen.Item
	for _, m := range list {
		note := "Changes the sandbox: " + m.Method + " " + m.Path + " " + string(m.Body)
		switch {
		case m.Changes():
		case m.Param != "":
			note = s.c.Say("compose", "Changes the request; {S} then sends it.")
		default:
			note = "To be changed in the app; enter copies: " + m.Command
		}
		items = append(items, screen.Item{Title: m.Title, Note: note})
	}
	return screen.Send(screen.Choose{Title: "What mends it", Items: items, Pick: func(i int) tea.Cmd {
		return screen.Send(chosen{s, func() tea.Cmd { return s.mend(list[i]) }})
	}})
}

func (s *Screen) mend(m check.Mend) tea.Cmd {
	switch {
	case m.Changes():
		r, ctx := s.c.Remote, s.life
		return func() tea.Msg { return mended{s, m.Title, r.Mend(ctx, m)} }
	case m.Param == "":
		return screen.Send(screen.Copy{What: "the command", Text: m.Command})
	}
	s.editor.Edit.Mend(m)
	s.onAnswer = false
	s.editor.GoTo(m.Param)
	return nil
}

func (s *Screen) takeMended(m mended) tea.Cmd {
	switch {
	case m.screen != s:
		return nil
	case m.err != nil:
		return screen.Send(screen.Toast{Text: m.err.Error(), Bad: true})
	}
	return tea.Batch(s.read(), screen.Send(screen.Toast{Text: "Done: " + m.words + s.c.Say("compose", ". {S} sends the request again")}))
}
