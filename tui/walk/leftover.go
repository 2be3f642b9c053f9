package walk

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Close ends what is under way. A demo that is left before its end leaves
// word of what it has changed, so that it can be put back.
func (w *Walk) Close() {
	w.end()
	if what := changedWords(w.known.undo); what != "" {
		w.c.Leave(screen.Leftover{Demo: w.demo.Name, Title: w.demo.Title, What: what, Do: w.putBackKept})
	}
}

// putBackKept puts back what the kept progress of the demo has changed. It
// uses a player of its own: the walkthrough's may still be at work.
func (w *Walk) putBackKept(ctx context.Context) error {
	var kept demos.State
	if err := w.c.Remote.Progress(ctx, w.demo.Name, &kept); err != nil {
		return err
	}
	p := w.c.NewPlayer(w.demo)
	if err := p.Restore(kept); err != nil {
		return err
	}
	if err := p.PutBack(ctx); err != nil {
		return err
	}
	return w.c.Remote.KeepProgress(ctx, w.demo.Name, p.State())
}

// changedWords name what would be put back; empty if nothing was changed.
func changedWords(u demos.Undo) string {
	var names []string
	if u.Clock != nil {
		names = append(names, "the clock")
	}
	for _, s := range u.Settings {
		name := ui.Line(s.Path)
		_, object, _ := strings.Cut(strings.TrimPrefix(s.Address, "/sandbox/"), "/")
		if of, err := url.PathUnescape(object); err == nil && of != "" {
			name += " of " + ui.Line(of)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return listed(names)
}
