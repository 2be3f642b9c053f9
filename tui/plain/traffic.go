package plain

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sift"
	"github.com/playgrant/playgrant/tui/compare"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/lines"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/traffic"
)

// looking is the list of exchanges, a page at a time.
type looking struct {
	*session
	filter  string
	befores []string // where the pages begin that one has gone back through
	cursor  string   // where news begin that no page has
}

// traffic lists the newest exchanges; id is one to open first.
func (s *session) traffic(ctx context.Context, id string) error {
	l := &looking{session: s}
	if id != "" {
		if err := l.open(ctx, id); err != nil && !errors.Is(err, errBack) {
			return err
		}
	}
	return l.choose(ctx, func() ([]string, []choice) { return l.page(ctx) })
}

func (l *looking) page(ctx context.Context) (about []string, choices []choice) {
	before := ""
	if n := len(l.befores); n > 0 {
		before = l.befores[n-1]
	}
	t, err := l.remote.Traffic(ctx, remote.TrafficAsk{Limit: shown, Filter: l.filter, Before: before})
	l.cursor = t.Cursor
	switch {
	case err != nil:
		return []string{"", "The traffic could not be read: " + ended(err.Error())}, []choice{{"r", "Look again. Also r.", stay}, toBack}
	case t.Kept == 0:
		about = []string{"", "Nothing went over the wire yet. Walk a demo, compose a request, or point an app here."}
	case l.filter != "" && len(t.Lines) == 0:
		about = []string{"", "Of " + counted(int(t.Kept), "exchange") + " none that was looked through here fits " + l.filter + "."}
	default:
		about = []string{"", fmt.Sprintf("Traffic: %d of %s, the newest first.", len(t.Lines), counted(int(t.Kept), "exchange"))}
		if l.filter != "" {
			about = append(about, "Only those that fit "+l.filter+".")
		}
	}
	for _, x := range slices.Backward(t.Lines) {
		choices = append(choices, choice{"", exchangeWords(x), func(ctx context.Context) error { return l.open(ctx, x.ID) }})
	}
	if t.Next != "" {
		choices = append(choices, choice{"o", "Older ones. Also o.", func(context.Context) error { l.befores = append(l.befores, t.Next); return nil }})
	}
	if len(l.befores) > 0 {
		choices = append(choices, choice{"n", "Newer ones. Also n.", func(context.Context) error { l.befores = l.befores[:len(l.befores)-1]; return nil }})
	}
	choices = append(choices, choice{"/", "Filter the list. Also /.", l.sift}, choice{"r", "Look for what is new. Also r.", func(context.Context) error { l.befores = nil; return nil }},
		choice{"F", "Follow: hear each exchange as it comes. Also f.", l.follow})
	if len(t.Lines) > 0 {
		choices = append(choices, choice{"y", "Save the list: HAR, Markdown or a Mermaid diagram. Also y.", func(ctx context.Context) error {
			clock, err := l.remote.Clock(ctx)
			if err != nil {
				l.say("The clock could not be read: " + ended(err.Error()))
				return nil
			}
			return l.copyOrSave(ctx, traffic.Exports(l.remote, l.filter, clock.Now))
		}}, choice{"", "Clear the list.", l.clear})
	}
	return about, append(choices, toBack)
}

func stay(context.Context) error { return nil }

func (l *looking) sift(ctx context.Context) error {
	for {
		line, err := l.ask(ctx, "Show only which? Such as client:spa status:4xx -path:/authorize; ? says what fits, a dash shows all, enter alone leaves it:")
		switch {
		case err != nil:
			return err
		case line == "":
			return nil
		case line == "?":
			l.say("Words are looked for in method, path, client, grant and status. Before a colon can stand "+strings.Join(sift.Names, ", ")+".",
				"A dash before a word leaves out what fits it. All that is typed has to fit.")
			continue
		case line == "-":
			line = ""
		}
		if _, err := sift.Parse(line); err != nil {
			l.say(sentence(err.Error()))
			continue
		}
		l.filter, l.befores = line, nil
		return nil
	}
}

func (l *looking) clear(ctx context.Context) error {
	line, err := l.ask(ctx, "All exchanges are forgotten, with their bytes; the sandbox stays as it is. Type yes to clear the list:")
	if err != nil {
		return err
	}
	if !strings.EqualFold(line, "yes") {
		l.say("The list stays as it was.")
		return nil
	}
	l.befores = nil
	l.told("The list is empty.", "The list stays as it was", l.remote.ForgetTraffic(ctx))
	return nil
}

// open says one exchange with its checks, and what can be done with it.
func (l *looking) open(ctx context.Context, id string) error {
	x, err := l.remote.Exchange(ctx, id)
	if err != nil {
		if errors.Is(err, remote.ErrNotFound) {
			l.say("Its bytes are no longer kept: only the newest are kept whole.")
		} else {
			l.say("It could not be read: " + ended(err.Error()))
		}
		return nil
	}
	hear := func() {
		l.say("", "No. "+x.ID+", "+x.At.UTC().Format("2 January 2006, 15:04:05 UTC")+", took "+lines.Took(x.MS)+".")
		l.exchange(&x)
	}
	hear()
	return l.choose(ctx, func() (about []string, choices []choice) {
		if len(decode.Tokens([]model.Exchange{x})) > 0 {
			choices = append(choices, choice{"t", "Hear what its tokens say. Also t.", func(ctx context.Context) error { l.claims(ctx, []model.Exchange{x}); return nil }})
		}
		if len(mends(&x)) > 0 {
			choices = append(choices, choice{"M", "Mend what did not hold. Also m.", func(ctx context.Context) error {
				return l.mending(ctx, &x, func(ctx context.Context, m check.Mend) error { return l.again(ctx, &x, &m) })
			}})
		}
		choices = append(choices,
			choice{"y", "Copy or save it: as cURL, in other languages, its parts. Also y.", func(ctx context.Context) error { return l.copyOrSave(ctx, answerCopies(&x)) }},
			choice{"a", "Send it again as it is. Also a.", func(ctx context.Context) error { return l.again(ctx, &x, nil) }},
			choice{"e", "Change it, and send it again. Also e.", func(ctx context.Context) error { return l.changed(ctx, &x) }},
			choice{"c", "Compare it with another. Also c.", func(ctx context.Context) error { return l.compare(ctx, &x) }},
			choice{"r", "Hear it again. Also r.", func(context.Context) error { hear(); return nil }}, toBack)
		return []string{"", "No. " + x.ID + ". What would you like to do?"}, choices
	})
}

func (l *looking) again(ctx context.Context, x *model.Exchange, m *check.Mend) error {
	got, err := traffic.Resend(ctx, l.remote, x.Request, m)
	if err != nil {
		l.say("It could not be sent again: " + ended(err.Error()))
		return nil
	}
	l.say("", "Sent again: the answer is "+strconv.Itoa(got.Status)+" "+http.StatusText(got.Status)+", no. "+got.ID+".")
	l.exchange(&got)
	return nil
}

// changed begins a request with the exchange's.
func (l *looking) changed(ctx context.Context, x *model.Exchange) error {
	d, err := request.FromRaw(x.Request, l.remote.Base)
	if err != nil {
		l.say(sentence(err.Error()))
		return nil
	}
	return l.compose(ctx, d)
}

// compare says how an exchange differs from another, which is asked for.
func (l *looking) compare(ctx context.Context, x *model.Exchange) error {
	line, err := l.ask(ctx, "The number of the other exchange, as the list has it:")
	if err != nil || line == "" {
		return err
	}
	other, err := l.remote.Exchange(ctx, line)
	if err != nil {
		l.say("No. " + line + " could not be read: " + ended(err.Error()))
		return nil
	}
	l.say("")
	for _, text := range compare.Text(x, &other) {
		l.say(text)
	}
	return nil
}
