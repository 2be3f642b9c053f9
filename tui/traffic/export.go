package traffic

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/copies"
	"github.com/playgrant/playgrant/tui/exchange"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
)

// exported is how many exchanges are saved at most, the newest.
const exported = 1000

// Copies offers what can be copied of the exchange, or saved of the list.
func (s *Screen) Copies() tea.Cmd {
	l := s.line()
	if l == nil {
		return screen.Send(screen.Toast{Text: "There is no exchange to copy yet", Bad: true})
	}
	id, r, ctx, tab := l.ID, s.c.Remote, s.life, exchange.OnRequest
	if s.open != nil {
		tab = s.open.Tab()
	}
	exports := Exports(s.c.Remote, s.filter, s.c.Time())
	return func() tea.Msg {
		x, err := r.Exchange(ctx, id)
		if err != nil {
			return screen.Copies{List: exports}
		}
		list := append(copies.Of(&x, "exchange-"+id), copies.Checks(&x, "exchange-"+id))
		return screen.Copies{List: append(copies.On(exchange.TabNames[tab], list), exports...)}
	}
}

// Exports are the files that the exchanges which fit a filter can be saved as,
// named by a time.
func Exports(r *remote.Client, filter string, at time.Time) []screen.Copyable {
	all := "The exchanges"
	if filter != "" {
		all = "The exchanges that fit the filter"
	}
	name := "playgrant-" + at.UTC().Format("20060102-150405")
	rendered := func(kind string, hide bool) func(context.Context) (string, error) {
		return func(ctx context.Context) (string, error) { return rendered(ctx, r, filter, kind, hide) }
	}
	return []screen.Copyable{
		{What: "all as HAR, secrets masked", Note: "HTTP Archive 1.2, for browsers' and other tools. " + all + ".", File: name + ".har", Whole: true, Text: rendered("har", true)},
		{What: "all as HAR", Note: all + ".", File: name + ".har", Secret: true, Whole: true, Text: rendered("har", false)},
		{What: "all as Markdown, secrets masked", Note: "To read, or for an issue. " + all + ", with their checks.", File: name + ".md", Whole: true, Text: rendered("md", true)},
		{What: "all as a Mermaid diagram", Note: "The sequence. " + all + ".", File: name + ".mmd", Whole: true, Text: rendered("mmd", true)},
	}
}

// rendered writes the exchanges that fit the filter.
func rendered(ctx context.Context, r *remote.Client, filter, kind string, hide bool) (string, error) {
	list, err := collect(ctx, r, filter)
	if err != nil {
		return "", err
	}
	if hide {
		for i := range list {
			list[i] = *copies.Masked(&list[i])
		}
	}
	return string(render(kind, list)), nil
}

func render(kind string, list []model.Exchange) []byte {
	switch kind {
	case "har":
		return har(list)
	case "md":
		return []byte(markdown(list))
	}
	return []byte(mermaid(list))
}

// collect reads the newest exchanges that fit a filter and are kept whole, the
// oldest first.
func collect(ctx context.Context, r *remote.Client, filter string) (list []model.Exchange, err error) {
	before := ""
	for {
		t, err := r.Traffic(ctx, remote.TrafficAsk{Filter: filter, Before: before, Limit: page})
		if err != nil {
			return nil, err
		}
		for _, l := range slices.Backward(t.Lines) {
			x, err := r.Exchange(ctx, l.ID)
			if errors.Is(err, remote.ErrNotFound) || len(list) == exported {
				slices.Reverse(list)
				return list, nil
			}
			if err != nil {
				return nil, err
			}
			list = append(list, x)
		}
		if before = t.Next; before == "" {
			slices.Reverse(list)
			return list, nil
		}
	}
}
