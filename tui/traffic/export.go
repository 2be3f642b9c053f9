package traffic

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
)

// exported is how many exchanges are saved at most, the newest.
const exported = 1000

// choose offers what can be copied of the exchange, or saved of the list.
func (s *Screen) choose() tea.Cmd {
	all := "the exchanges"
	if s.filter != "" {
		all = "the exchanges that fit the filter"
	}
	id, r, ctx := s.line().ID, s.c.Remote, s.life
	one := func(what string, text func(*model.Exchange) string) func() tea.Cmd {
		return func() tea.Cmd {
			return func() tea.Msg {
				x, err := r.Exchange(ctx, id)
				if err != nil {
					return screen.Toast{Text: gone(err).Error(), Bad: true}
				}
				return screen.Copy{What: what, Text: text(&x)}
			}
		}
	}
	type choice struct {
		screen.Item
		do func() tea.Cmd
	}
	asCURL := func(x *model.Exchange) string {
		text, _ := curl(x) // what cannot be read gives nothing to copy
		return text
	}
	list := []choice{
		{screen.Item{Title: "Copy as cURL", Note: "Whole, secrets included: it runs as it is."}, one("the request as cURL, secrets included", asCURL)},
		{screen.Item{Title: "Copy as cURL, secrets masked"}, one("the request as cURL, masked", func(x *model.Exchange) string { return asCURL(masked(x)) })},
		{screen.Item{Title: "Copy the raw request"}, one("the request, secrets included", func(x *model.Exchange) string { return x.Request })},
		{screen.Item{Title: "Copy the raw response"}, one("the response, secrets included", func(x *model.Exchange) string { return x.Response })},
		{screen.Item{Title: "Save as HAR", Note: "HTTP Archive 1.2, for browsers' and other tools: " + all + ", secrets masked."}, s.save("har", true)},
		{screen.Item{Title: "Save as HAR, secrets included", Note: "Anybody who has the file has the tokens."}, s.save("har", false)},
		{screen.Item{Title: "Save as Markdown", Note: "To read, or for an issue: " + all + " with their checks, secrets masked."}, s.save("md", true)},
		{screen.Item{Title: "Save as a Mermaid diagram", Note: "The sequence of " + all + "."}, s.save("mmd", true)},
	}
	var items []screen.Item
	for _, c := range list {
		items = append(items, c.Item)
	}
	return screen.Send(screen.Choose{Title: "Copy or save", Items: items, Pick: func(i int) tea.Cmd {
		return screen.Send(agreed{s, list[i].do})
	}})
}

// save writes the exchanges that fit the filter to a file in the folder that
// one is in. It writes over nothing.
func (s *Screen) save(kind string, hide bool) func() tea.Cmd {
	filter, at := s.filter, s.c.Time()
	return func() tea.Cmd {
		return s.task(func(ctx context.Context, r *remote.Client) done {
			list, err := collect(ctx, r, filter)
			if err != nil {
				return done{err: err}
			}
			if hide {
				for i := range list {
					list[i] = *masked(&list[i])
				}
			}
			name, err := writeNew("playgrant-"+at.UTC().Format("20060102-150405"), kind, render(kind, list))
			if err != nil {
				return done{err: fmt.Errorf("not saved: %w", err)}
			}
			return done{words: fmt.Sprintf("Saved %d exchanges in %s", len(list), name)}
		})
	}
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

// masked is an exchange with its secrets hidden.
func masked(x *model.Exchange) *model.Exchange {
	var m mask.Masker
	m.LearnMessage(x.Request)
	m.LearnMessage(x.Response)
	out := *x
	out.Request, out.Response = m.Text(x.Request), m.Text(x.Response)
	return &out
}

// writeNew makes a file that only its owner reads, under a name that is free.
func writeNew(name, kind string, text []byte) (string, error) {
	for n := 0; ; n++ {
		file := name + "." + kind
		if n > 0 {
			file = fmt.Sprintf("%s-%d.%s", name, n+1, kind)
		}
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) && n < 100 {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(text)
		return file, errors.Join(err, f.Close())
	}
}
