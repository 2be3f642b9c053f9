package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/screen"
)

// How long it takes until the server is asked for news again: after news, so
// that a flood of them does not keep both sides busy; and after a failure.
const (
	newsPause  = 100 * time.Millisecond
	newsFailed = 2 * time.Second
)

// newsHeard is the answer to the question for news, newsNext the time for the
// next.
type (
	newsHeard struct {
		news model.TrafficNews
		err  error
	}
	newsNext struct{}
)

// hear asks the server for news, if somebody on screen wants them. The server
// answers once there are some: at rest nothing happens.
func (a *app) hear() tea.Cmd {
	if a.asking || !a.wantsNews() || a.c.Life.Err() != nil {
		return nil
	}
	a.asking = true
	r, ctx, cursor := a.c.Remote, a.c.Life, a.cursor
	return func() tea.Msg {
		news, err := r.TrafficNews(ctx, cursor)
		return newsHeard{news, err}
	}
}

func (a *app) wantsNews() bool {
	s, ok := a.top().(screen.Hearer)
	return a.strip.On() || ok && s.Hearing()
}

// heard passes news on, unless there are none, and sets the time for the next
// question.
func (a *app) heard(m newsHeard) tea.Cmd {
	pause, msg := newsPause, tea.Msg(nil)
	switch {
	case m.err != nil:
		pause, msg = newsFailed, screen.News{Err: m.err}
	case m.news.Missed || len(m.news.Lines) > 0:
		msg = screen.News{Lines: m.news.Lines, Missed: m.news.Missed}
	}
	if m.err == nil {
		a.cursor = m.news.Cursor
	}
	next := a.c.After(pause, func(time.Time) tea.Msg { return newsNext{} })
	if msg == nil {
		return next
	}
	return tea.Batch(screen.Send(msg), next)
}

// stripAsked shows the strip or takes it away; the palette sends it.
type stripAsked struct{}

func (a *app) toggleStrip() tea.Cmd {
	cmd := a.strip.Toggle()
	a.resize()
	return cmd
}
