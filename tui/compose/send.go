package compose

import (
	"errors"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/exchange"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/screen"
)

// answered is what came of sending, or of logging in.
type answered struct {
	screen *Screen
	list   []model.Exchange
	keys   jose.JSONWebKeySet
	known  *request.Known
	user   string
	err    error
}

// known is what was read to complete values from, and the exchange to begin
// with.
type known struct {
	screen *Screen
	known  *request.Known
	draft  *demos.Draft
	err    error
}

// lastSent is where the sandbox keeps the request that was sent last.
const lastSent = "composed"

// read reads what values are completed from and, the first time, the exchange
// to begin with.
func (s *Screen) read() tea.Cmd {
	r, ctx, from, first := s.c.Remote, s.life, s.from, s.reading
	unbegun := s.editor.Known == nil && s.c.Composed.Draft == nil
	return func() tea.Msg {
		m := known{screen: s, known: request.Read(ctx, r)}
		if !first {
			var last demos.Draft
			if unbegun && r.Progress(ctx, lastSent, &last) == nil && last.Method != "" {
				m.draft = &last
			}
			return m
		}
		x, err := r.Exchange(ctx, from)
		switch {
		case errors.Is(err, remote.ErrNotFound):
			m.err = errors.New("its bytes are no longer kept; a newer one can be sent again")
		case err != nil:
			m.err = err
		default:
			m.draft, m.err = request.FromRaw(x.Request, r.Base)
		}
		return m
	}
}

// freshen reads once more what is known, before a code is typed that may have
// come or changed meanwhile.
func (s *Screen) freshen(name string) tea.Cmd {
	if s.reading || name != "otp" && name != "binding_code" {
		return nil
	}
	return s.read()
}

func (s *Screen) takeKnown(m known) {
	if m.screen != s {
		return
	}
	fresh := s.editor.Known == nil
	s.editor.Known = m.known
	if s.reading {
		s.reading, s.problem = false, m.err
		if m.draft != nil {
			s.editor.Begin(request.New(m.draft))
		}
		return
	}
	switch {
	case s.preset != nil:
		s.editor.Begin(request.New(s.preset.With(m.known)))
		s.preset = nil
	case !fresh || s.c.Composed.Draft != nil || s.editor.Edit.Changed() || s.editor.Capturing():
	case m.draft != nil:
		s.editor.Begin(request.New(m.draft))
	default:
		s.editor.Begin(request.New(request.Catalog()[0].With(m.known)))
	}
}

// send sends the request as it stands.
func (s *Screen) send() tea.Cmd {
	if s.busy || s.reading {
		return nil
	}
	s.busy, s.problem = true, nil
	asked := s.editor.Edit.Draft()
	s.editor.Edit.Sent = true
	d, err := s.prover.Prove(asked, s.c.Remote.Base, s.c.Time(), s.c.Now())
	if err != nil {
		s.busy, s.problem = false, err
		return nil
	}
	r, ctx, keys := s.c.Remote, s.life, s.keys
	return func() tea.Msg {
		m := answered{screen: s}
		var x model.Exchange
		if x, m.err = (demos.Wire{Base: r.Base, HTTP: r.HTTP}).Send(ctx, d); m.err != nil {
			return m
		}
		m.list = []model.Exchange{x}
		m.keys = exchange.Keys(ctx, r, keys, x)
		m.known = request.Read(ctx, r)
		_ = r.KeepProgress(ctx, lastSent, asked) // to go on with after a restart; it is no loss
		return m
	}
}

func (s *Screen) takeAnswer(m answered) tea.Cmd {
	if m.screen != s {
		return nil
	}
	s.busy, s.problem = false, m.err
	if m.known != nil {
		s.editor.Known = m.known
	}
	if m.user != "" && m.err == nil {
		s.user = m.user
	}
	if len(m.list) == 0 {
		return nil
	}
	if s.keys = m.keys; len(s.answers)+len(m.list) > kept {
		s.answers = s.answers[min(len(m.list), len(s.answers)):]
	}
	s.answers = append(s.answers, m.list...)
	for i := range m.list {
		s.prover.Hear(&m.list[i])
	}
	s.look(len(s.answers) - 1)
	s.editor.Next = request.Follow(s.answer())
	tab := exchange.OnResponse
	if x := s.answer(); refused(x) != nil {
		tab = exchange.OnWhy
	}
	s.view.Turn(tab)
	if !s.beside() {
		s.onAnswer = true
	}
	return screen.Send(screen.AskClock{})
}

// look shows one of the answers.
func (s *Screen) look(at int) {
	if s.at = max(0, min(at, len(s.answers)-1)); len(s.answers) > 0 {
		s.view.Show(&s.answers[s.at], s.keys)
	}
}

// answer is the one on show; nil if there is none.
func (s *Screen) answer() *model.Exchange { return s.view.Exchange() }

// askLogin lists who could log in at the page that /authorize shows.
func (s *Screen) askLogin() tea.Cmd {
	if s.editor.Known == nil || s.busy {
		return nil
	}
	logins := request.Logins(s.editor.Known, s.editor.Edit)
	var items []screen.Item
	for _, l := range logins {
		items = append(items, screen.Item{Title: l.User, Note: l.Note})
	}
	return screen.Send(screen.Choose{Title: "Send it, and log in as", Items: items, Pick: func(i int) tea.Cmd {
		return screen.Send(chosen{s, func() tea.Cmd { return s.login(logins[i]) }})
	}})
}

// login sends the request, and does for a user what the pages ask for that
// come of it.
func (s *Screen) login(l request.Login) tea.Cmd {
	d := s.editor.Edit.Draft()
	player := s.c.NewPlayer(l.Demo(d))
	s.busy, s.problem = true, nil
	r, ctx, keys := s.c.Remote, s.life, s.keys
	return func() tea.Msg {
		m := answered{screen: s, user: l.User, keys: keys}
		o, err := player.Play(ctx, 0, d)
		if m.err = demos.Cause(err); o != nil {
			m.list = o.Exchanges
		}
		if n := len(m.list); n > 0 {
			m.keys = exchange.Keys(ctx, r, keys, m.list[n-1])
		}
		m.known = request.Read(ctx, r)
		return m
	}
}

// chosen is sent once the user has chosen something.
type chosen struct {
	screen *Screen
	do     func() tea.Cmd
}

// wantsLogin reports whether the request opens a page to log in at.
func (s *Screen) wantsLogin() bool {
	return s.editor.Edit.WantsLogin() && !s.busy && !s.reading
}
