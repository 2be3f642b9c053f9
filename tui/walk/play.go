package walk

import (
	"context"
	"errors"
	"slices"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/screen"
)

// answer is what a command with the player came back with.
type answer struct {
	walk    *Walk
	asked   int
	step    int // that was done; -1: restored or begun anew
	variant int // that was done; -1: the step itself
	outcome *demos.Outcome
	known   snapshot
	err     error
	keeping error  // the progress could not be kept
	putting error  // what the demo has changed could not be put back
	back    string // what was put back, in words
	filled  bool   // steps before the one to open were done
}

type keysRead struct {
	walk *Walk
	keys jose.JSONWebKeySet
}

// ask runs do, which has the player to itself, as a command.
func (w *Walk) ask(do func(ctx context.Context, p screen.Player, a *answer)) tea.Cmd {
	w.busy, w.wrong = true, wrong{}
	w.asked++
	a := answer{walk: w, asked: w.asked, step: -1, variant: -1}
	player, demo, ctx := w.player, w.demo, w.life
	w.changed()
	return func() tea.Msg {
		do(ctx, player, &a)
		a.known = read(player, demo)
		return a
	}
}

func read(p screen.Player, d *demos.Demo) snapshot {
	s := snapshot{at: p.At(), vars: p.Vars(), undo: p.State().Undo}
	for i := range d.Steps {
		draft, err := p.Draft(i)
		if err != nil {
			draft = nil
		}
		s.drafts = append(s.drafts, draft)
		s.outcomes = append(s.outcomes, p.Outcome(i))
	}
	return s
}

// restore goes on from what was kept. What cannot be read, or is of another
// version of the demo, means beginning anew.
func (w *Walk) restore() tea.Cmd {
	r, name, target := w.c.Remote, w.demo.Name, w.target
	return w.ask(func(ctx context.Context, p screen.Player, a *answer) {
		var kept demos.State
		err := r.Progress(ctx, name, &kept)
		switch {
		case errors.Is(err, remote.ErrNotFound):
			err = nil
		case err == nil:
			err = p.Restore(kept)
		}
		if err == nil {
			a.filled, err = w.advance(ctx, p, target)
		}
		a.err = err
	})
}

// restart begins the demo anew, with the clock and the settings as they were
// before it.
func (w *Walk) restart() tea.Cmd {
	before := w.player
	w.player = w.c.NewPlayer(w.demo)
	w.edits = map[int]*request.Edit{}
	r, name := w.c.Remote, w.demo.Name
	return w.ask(func(ctx context.Context, p screen.Player, a *answer) {
		a.putBack(ctx, before)
		a.keeping = r.KeepProgress(ctx, name, p.State())
	})
}

// putBack puts back what a player's steps have changed.
func (a *answer) putBack(ctx context.Context, p screen.Player) {
	what := changedWords(p.State().Undo)
	if a.putting = p.PutBack(ctx); a.putting == nil {
		a.back = what
	}
}

// finish puts back what the demo has changed, once it is through.
func (w *Walk) finish() tea.Cmd {
	r, name := w.c.Remote, w.demo.Name
	return w.ask(func(ctx context.Context, p screen.Player, a *answer) {
		a.putBack(ctx, p)
		a.keeping = r.KeepProgress(ctx, name, p.State())
	})
}

// send does the shown step, with what was changed of it.
func (w *Walk) send() tea.Cmd {
	step := w.shown
	var draft *demos.Draft
	if e := w.edits[step]; e != nil && e.Changed() {
		draft, e.Sent = e.Draft(), true
	}
	w.plain[step], w.anew = draft == nil, false
	r, name := w.c.Remote, w.demo.Name
	return w.ask(func(ctx context.Context, p screen.Player, a *answer) {
		a.step = step
		a.outcome, a.err = p.Play(ctx, step, draft)
		a.keeping = r.KeepProgress(ctx, name, p.State())
	})
}

// breakIt does a variant of the shown step.
func (w *Walk) breakIt(variant int) tea.Cmd {
	step := w.shown
	return w.ask(func(ctx context.Context, p screen.Player, a *answer) {
		a.step, a.variant = step, variant
		a.outcome, a.err = p.PlayVariant(ctx, step, variant)
	})
}

// lacksKey reports whether a token in sight may be signed with a key that is
// not known yet: none are, or the server has signed with a newer one.
func (w *Walk) lacksKey() bool {
	if len(w.keys.Keys) == 0 {
		return true
	}
	found, _ := w.tokens()
	return slices.ContainsFunc(found, func(token decode.Token) bool { return token.Lacks(w.keys) })
}

// fetchKeys gets the server's public keys, to verify signatures with.
func (w *Walk) fetchKeys() tea.Cmd {
	r, ctx := w.c.Remote, w.life
	return func() tea.Msg {
		keys, err := r.JWKS(ctx)
		if err != nil {
			return nil // the tokens then say that the keys are not known
		}
		return keysRead{w, keys}
	}
}

// take shows an answer.
func (w *Walk) take(a answer) tea.Cmd {
	if a.walk != w || a.asked != w.asked {
		return nil
	}
	w.busy = false
	w.known = a.known
	w.learnSecrets(a)
	if w.stuck = 0; a.step > 0 && a.variant < 0 && a.err != nil && w.plain[a.step] {
		w.stuck = a.step + 1 // the page that it needs is gone, say
	}
	var cmds []tea.Cmd
	if a.keeping != nil && a.err == nil { // the step says what is wrong
		cmds = append(cmds, screen.Send(screen.Toast{Text: "Your place in the demo could not be kept; you can go on all the same: " + a.keeping.Error(), Bad: true}))
	}
	if a.putting != nil {
		cmds = append(cmds, screen.Send(screen.Toast{Text: "The clock or a setting that the demo has changed could not be put back; a reset of the sandbox does it: " + a.putting.Error(), Bad: true}))
	}
	switch {
	case a.step < 0:
		w.loading = false
		w.show(w.known.at)
		if w.back = a.back; w.back != "" && !w.closing() { // the closing card says so itself
			cmds = append(cmds, screen.Send(screen.Toast{Text: "Put back as it was: " + w.back}))
		}
		switch {
		case a.filled && a.err != nil:
			cmds = append(cmds, screen.Send(screen.Toast{Text: capital(a.err.Error()), Bad: true}))
		case a.err != nil:
			w.show(0)
			cmds = append(cmds, screen.Send(screen.Toast{Text: "The demo begins anew: " + a.err.Error(), Bad: true}))
		}
		cmds = append(cmds, w.arrive(a))
	case a.err != nil && a.outcome == nil:
		w.wrong = wrong{a.step, a.err}
	case a.variant >= 0:
		w.detour = &detour{w.demo.Steps[a.step].Variants[a.variant], a.outcome}
		w.look(onWhy)
	default:
		if a.outcome != nil && a.outcome.OK() {
			w.look(onResponse)
		} else {
			w.look(onWhy)
		}
	}
	if a.step >= 0 && a.err != nil && a.outcome != nil {
		w.wrong = wrong{a.step, a.err}
	}
	cmds = append(cmds, screen.Send(screen.AskClock{}), w.watchPhone())
	if a.step >= 0 && w.lacksKey() {
		cmds = append(cmds, w.fetchKeys())
	}
	w.changed()
	return tea.Batch(cmds...)
}

// look turns to what came back, if anything did.
func (w *Walk) look(p place) {
	w.rewind()
	if o := w.outcome(); o == nil || len(o.Exchanges) == 0 {
		w.place = onStep
		return
	}
	if p == onWhy && len(w.shownExchange().Checks) == 0 {
		p = onResponse
	}
	w.place, w.tab = p, p
}

// learnSecrets remembers what must not be seen.
func (w *Walk) learnSecrets(a answer) {
	for _, v := range a.known.vars {
		w.mask.Learn(v.Name, v.Text, v.Secret)
	}
	for _, d := range a.known.drafts {
		if d == nil {
			continue
		}
		for _, list := range [][]demos.DraftParam{d.Query, d.Form, d.Headers} {
			for _, p := range list {
				w.mask.Learn(p.Name, p.Value, p.Secret)
			}
		}
	}
	outcomes := append([]*demos.Outcome{a.outcome}, a.known.outcomes...)
	for _, o := range outcomes {
		if o == nil {
			continue
		}
		for _, v := range o.Captured {
			w.mask.Learn(v.Name, v.Text, v.Secret)
		}
		for _, x := range o.Exchanges {
			w.mask.LearnMessage(x.Request)
			w.mask.LearnMessage(x.Response)
		}
	}
}
