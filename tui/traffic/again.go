package traffic

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/code"
	"github.com/playgrant/playgrant/tui/exchange"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// done is what came of something that was done to the sandbox.
type done struct {
	screen *Screen
	words  string
	err    error
	again  string // the exchange that can be sent again now
}

// agreed is sent once the user has agreed to something.
type agreed struct {
	screen *Screen
	do     func() tea.Cmd
}

func (s *Screen) takeDone(m done) tea.Cmd {
	if m.screen != s {
		return nil
	}
	s.busy = false
	switch {
	case m.err != nil:
		return screen.Send(screen.Toast{Text: m.err.Error(), Bad: true})
	case m.again != "":
		return screen.Send(screen.Confirm{
			Title: "Done: " + m.words, Text: "The same request can be sent once more, to see it pass.", Yes: "send it again",
			Do: screen.Send(agreed{s, func() tea.Cmd { return s.resend(m.again, nil) }}),
		})
	}
	return screen.Send(screen.Toast{Text: m.words})
}

// task does something as a command, one at a time.
func (s *Screen) task(do func(context.Context, *remote.Client) done) tea.Cmd {
	if s.busy {
		return nil
	}
	s.busy = true
	r, ctx := s.c.Remote, s.life
	return func() tea.Msg {
		m := do(ctx, r)
		m.screen = s
		return m
	}
}

// again sends the request under the cursor once more, as it is.
func (s *Screen) again() tea.Cmd { return s.resend(s.line().ID, nil) }

func (s *Screen) resend(id string, m *check.Mend) tea.Cmd {
	return s.task(func(ctx context.Context, r *remote.Client) done {
		x, err := r.Exchange(ctx, id)
		if err != nil {
			return done{err: gone(err)}
		}
		got, err := Resend(ctx, r, x.Request, m)
		if err != nil {
			return done{err: err}
		}
		return done{words: fmt.Sprintf("Sent again: the answer is %d %s, no. %s", got.Status, http.StatusText(got.Status), got.ID)}
	})
}

func gone(err error) error {
	if errors.Is(err, remote.ErrNotFound) {
		return errors.New("its bytes are no longer kept, so it cannot be sent or copied; a newer one can")
	}
	return err
}

// Resend sends raw bytes once more, with one parameter changed if m says so.
func Resend(ctx context.Context, r *remote.Client, raw string, m *check.Mend) (x model.Exchange, err error) {
	req, body, err := parse(raw)
	if err != nil {
		return x, err
	}
	target, err := url.Parse(r.Base + req.RequestURI)
	if err != nil {
		return x, fmt.Errorf("its address cannot be read: %w", err)
	}
	if m != nil {
		body = change(target, req.Header.Get("Content-Type"), body, m)
	}
	out, err := http.NewRequestWithContext(ctx, req.Method, target.String(), bytes.NewReader(body))
	if err != nil {
		return x, err
	}
	out.Header, out.Host = req.Header, req.Host
	for _, name := range []string{"Content-Length", "Connection", "Transfer-Encoding"} {
		out.Header.Del(name)
	}
	return r.Roundtrip(out)
}

// parse reads a raw request.
func parse(raw string) (*http.Request, []byte, error) {
	if strings.Contains(raw, "\n[cut here") {
		return nil, nil, errors.New("only the beginning of that request is kept, so it cannot be sent again")
	}
	req, err := http.ReadRequest(bufio.NewReader(strings.NewReader(raw)))
	if err != nil {
		return nil, nil, fmt.Errorf("that request cannot be read: %w", err)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, nil, fmt.Errorf("that request's body cannot be read: %w", err)
	}
	return req, body, nil
}

// change sets or drops one parameter where the request has its parameters: in
// the query, the form or the JSON.
func change(target *url.URL, kind string, body []byte, m *check.Mend) []byte {
	set := func(v url.Values) string {
		if m.Drop {
			v.Del(m.Param)
		} else {
			v.Set(m.Param, m.Value)
		}
		return v.Encode()
	}
	if len(body) == 0 {
		target.RawQuery = set(target.Query())
		return body
	}
	if strings.HasPrefix(kind, "application/json") {
		var members map[string]any
		if json.Unmarshal(body, &members) != nil {
			return body
		}
		delete(members, m.Param)
		if !m.Drop {
			members[m.Param] = m.Value
		}
		if changed, err := json.Marshal(members); err == nil {
			return changed
		}
		return body
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return body
	}
	return []byte(set(form))
}

// mend offers what makes the exchange under the cursor pass.
func (s *Screen) mend() tea.Cmd {
	id := s.line().ID
	if s.line().Mends == 0 {
		return screen.Send(screen.Toast{Text: "There is nothing here that one change would mend", Bad: true})
	}
	r, ctx := s.c.Remote, s.life
	return func() tea.Msg {
		x, err := r.Exchange(ctx, id)
		if err != nil {
			return screen.Toast{Text: gone(err).Error(), Bad: true}
		}
		var items []screen.Item
		var list []check.Mend
		for _, c := range x.Checks {
			for _, m := range c.Mend {
				items = append(items, screen.Item{Title: m.Title, Note: noteOf(m)})
				list = append(list, m)
			}
		}
		if len(items) == 0 {
			return screen.Toast{Text: "There is nothing here that one change would mend", Bad: true}
		}
		return screen.Choose{Title: "What mends it", Items: items, Pick: func(i int) tea.Cmd {
			return screen.Send(agreed{s, func() tea.Cmd { return s.apply(id, list[i]) }})
		}}
	}
}

// noteOf says what will be changed, exactly.
func noteOf(m check.Mend) string {
	switch {
	case m.Changes():
		return "Changes the sandbox: " + m.Method + " " + m.Path + " " + string(m.Body)
	case m.Param != "" && m.Drop:
		return "Sends the request again without " + m.Param + ", as the app should."
	case m.Param != "":
		return "Sends the request again with " + m.Param + "=" + m.Value + ", as the app should."
	}
	return "To be changed in the app; enter copies: " + m.Command
}

// apply does one of them.
func (s *Screen) apply(id string, m check.Mend) tea.Cmd {
	switch {
	case m.Changes():
		return s.task(func(ctx context.Context, r *remote.Client) done {
			if err := r.Mend(ctx, m); err != nil {
				return done{err: err}
			}
			return done{words: m.Title, again: id}
		})
	case m.Param != "":
		return s.resend(id, &m)
	}
	return screen.Send(screen.Copy{What: "the command", Text: m.Command})
}

// clear forgets all exchanges, once that was agreed to.
func (s *Screen) clear() tea.Cmd {
	return screen.Send(screen.Confirm{
		Title: "Clear the list?", Text: fmt.Sprintf("All %d exchanges are forgotten, with their bytes. The sandbox stays as it is.", s.kept), Yes: "forget them",
		Do: screen.Send(agreed{s, func() tea.Cmd {
			return s.task(func(ctx context.Context, r *remote.Client) done {
				return done{words: "The list is empty", err: r.ForgetTraffic(ctx)}
			})
		}}),
	})
}

// copyCURL copies the request under the cursor as a command, secrets included.
func (s *Screen) copyCURL() tea.Cmd {
	if s.open != nil && s.open.Tab() == exchange.OnCode && s.open.Exchange() != nil {
		return s.copyProgram(s.open.Exchange().Request)
	}
	id, r, ctx := s.line().ID, s.c.Remote, s.life
	return func() tea.Msg {
		x, err := r.Exchange(ctx, id)
		if err != nil {
			return screen.Toast{Text: gone(err).Error(), Bad: true}
		}
		text, err := curl(&x)
		if err != nil {
			return screen.Toast{Text: ui.Line(err.Error()), Bad: true}
		}
		return screen.Copy{What: "the request as cURL, secrets included", Text: text}
	}
}

// copyProgram copies the request of the open exchange in the language on show.
func (s *Screen) copyProgram(raw string) tea.Cmd {
	text, err := code.Text(s.c, raw, nil)
	if err != nil {
		return screen.Send(screen.Toast{Text: ui.Line(err.Error()), Bad: true})
	}
	return screen.Send(screen.Copy{What: code.What(s.c) + ", secrets included", Text: text})
}
