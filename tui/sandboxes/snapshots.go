package sandboxes

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// BeforeReset is the snapshot that is taken before all is replaced, so that it
// can be undone.
const BeforeReset = "before-reset"

// aSnapshot says what one is.
const aSnapshot = "A snapshot keeps the whole sandbox under a name: what is set up, sessions, tokens, messages, the clock. Take one before a lesson, and bring it back for the next group."

// snap is the snapshot under the cursor.
func (s *Screen) snap() (model.Snapshot, bool) {
	if s.tab != tabSnapshots || len(s.snaps) == 0 {
		return model.Snapshot{}, false
	}
	return s.snaps[s.cursor()], true
}

// nameSnapshot asks for the name of a new snapshot.
func (s *Screen) nameSnapshot() tea.Cmd {
	name := ""
	for n := 1; name == "" || slices.ContainsFunc(s.snaps, func(x model.Snapshot) bool { return x.Name == name }); n++ {
		name = fmt.Sprintf("snapshot-%d", n)
	}
	a := newAdding("A new snapshot", remote.Object{"name": name}, []field{
		{path: "name", label: "name", says: "Letters, digits, dots, dashes and underscores. A name that is there already is taken over."},
	})
	a.inputs[0] = ui.NewProposal(name)
	return s.beginAdding(a)
}

func (s *Screen) trySnapshot() tea.Cmd {
	return s.try(&s.adding.tries, "PUT", snapshotPath(s.adding.inputs[0].Value()), nil)
}

func (s *Screen) takeSnapshot(name string) tea.Cmd {
	r := s.c.Remote
	return s.ask(func(ctx context.Context) (*change, *undo) {
		return &change{method: "PUT", path: snapshotPath(name), err: r.TakeSnapshot(ctx, name), follow: name}, nil
	})
}

// restore brings the chosen snapshot back. How it is now is kept first.
func (s *Screen) restore() tea.Cmd {
	snap, ok := s.snap()
	if !ok {
		return nil
	}
	r := s.c.Remote
	path := snapshotPath(snap.Name)
	return s.replace(snap.Name != BeforeReset, func(ctx context.Context) *change {
		return &change{method: "POST", path: path, note: "the sandbox is as it was when " + snap.Name + " was taken", err: r.RestoreSnapshot(ctx, snap.Name)}
	})
}

// reset brings the fixtures back. How it is now is kept first, so that one key
// is enough.
func (s *Screen) reset() tea.Cmd {
	r := s.c.Remote
	return s.replace(true, func(ctx context.Context) *change {
		return &change{method: "POST", path: "/sandbox/reset", note: s.c.Say("sandbox", "the sandbox is fresh again; {u} brings back how it was"), err: r.Reset(ctx)}
	})
}

// replace makes the whole sandbox another one.
func (s *Screen) replace(keep bool, do func(context.Context) *change) tea.Cmd {
	r := s.c.Remote
	return s.ask(func(ctx context.Context) (*change, *undo) {
		if keep {
			if err := r.TakeSnapshot(ctx, BeforeReset); err != nil {
				return &change{err: fmt.Errorf("how it is now could not be kept: %w", err)}, nil
			}
		}
		c := do(ctx)
		c.everything = true
		if c.err != nil || !keep {
			return c, nil
		}
		return c, &undo{what: "the whole sandbox", everything: true, do: func(ctx context.Context, r *remote.Client) error { return r.RestoreSnapshot(ctx, BeforeReset) }}
	})
}

func (s *Screen) dropSnapshot() tea.Cmd {
	snap, ok := s.snap()
	if !ok {
		return nil
	}
	r := s.c.Remote
	return screen.Send(screen.Confirm{
		Title: "Remove snapshot " + ui.Line(snap.Name) + "?", Yes: "remove it", Text: "The sandbox stays as it is. This cannot be undone.",
		Do: s.later(func() tea.Cmd {
			return s.ask(func(ctx context.Context) (*change, *undo) {
				return &change{method: "DELETE", path: snapshotPath(snap.Name), err: r.DropSnapshot(ctx, snap.Name)}, nil
			})
		}),
	})
}

// snapshotLines say what the chosen snapshot is.
func (s *Screen) snapshotLines(width int) []string {
	t := s.c.Theme
	snap, ok := s.snap()
	if !ok {
		return nil
	}
	var lines []string
	say := func(ink ui.Ink, text string) {
		if len(lines) > 0 && s.height >= 20 {
			lines = append(lines, "")
		}
		lines = append(lines, ui.Para(text, min(width, 76), ink)...)
	}
	say(t.Text, "Taken at "+snap.At.UTC().Format("15:04:05 on 2 January 2006")+" by the sandbox's clock: "+ui.When(snap.At, s.c.Time())+".")
	say(t.Text, fmt.Sprintf("It holds %d records, %s.", snap.Entries, size(snap.Bytes)))
	say(t.Muted, "With it come back what is set up, sessions, tokens and messages, and the clock shows that time again. Traffic and the signing keys stay. How the sandbox is now is kept as “"+BeforeReset+"”.")
	return lines
}

// size says bytes as a person would.
func size(n int64) string {
	switch {
	case n < 10_000:
		return fmt.Sprintf("%d bytes", n)
	case n < 10_000_000:
		return fmt.Sprintf("%d kB", n/1000)
	default:
		return fmt.Sprintf("%d MB", n/1_000_000)
	}
}

func snapshotPath(name string) string { return "/sandbox/snapshots/" + url.PathEscape(name) }
