package plain

import (
	"context"
	"io"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sift"
)

// wireLog says what went over the wire since it did so last.
type wireLog struct {
	on     bool
	cursor string
}

// switchLog has what goes over the wire said before each question, or no
// longer.
func (s *session) switchLog(ctx context.Context) {
	if s.log.on {
		s.log.on = false
		s.say("What goes over the wire is no longer said.")
		return
	}
	news, err := s.remote.TrafficSince(ctx, "")
	if err != nil {
		s.say("The wire's log stays off: " + ended(err.Error()))
		return
	}
	s.log = wireLog{true, news.Cursor}
	s.say("From now on what went over the wire is said before each question. v again ends it.")
}

// sayLog says what is new, if that is wanted.
func (s *session) sayLog(ctx context.Context) {
	if !s.log.on {
		return
	}
	news, err := s.remote.TrafficSince(ctx, s.log.cursor)
	if err != nil {
		s.say("The wire's log could not be read: " + ended(err.Error()))
		return
	}
	s.log.cursor = news.Cursor
	if news.Missed {
		s.say("On the wire: more than can be said here. Traffic has it.")
	}
	if n := len(news.Lines) - shown; n > 0 {
		s.say("On the wire: " + counted(n, "exchange") + " before these. Traffic has them.")
		news.Lines = news.Lines[n:]
	}
	for _, x := range news.Lines {
		s.say("On the wire: " + exchangeWords(x))
	}
}

func exchangeWords(x model.ExchangeLine) string { return "No. " + x.ID + ": " + lineWords(x) }

// pause is how long it takes until the server is asked again after a failure.
const pause = 2 * time.Second

// follow says each exchange as it comes, those that fit the filter, until a
// line is typed.
func (l *looking) follow(ctx context.Context) error {
	filter, err := sift.Parse(l.filter)
	if err != nil {
		return err
	}
	which := "Each exchange"
	if !filter.Empty() {
		which = "Each exchange that fits " + l.filter
	}
	l.befores = nil
	l.say("", which+" is said as it comes. Enter ends it.")
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	news := make(chan model.TrafficNews)
	go l.listen(ctx, news)
	for {
		select {
		case n := <-news:
			if n.Missed {
				l.say("More happened than can be said here. Traffic has it.")
			}
			for _, x := range n.Lines {
				if filter.Fits(&x) {
					l.say(exchangeWords(x))
				}
			}
		case _, ok := <-l.lines:
			if !ok {
				return io.EOF
			}
			l.say("No longer followed. The list has what came.")
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// listen asks the server for news until nobody waits for them.
func (l *looking) listen(ctx context.Context, news chan<- model.TrafficNews) {
	for cursor := l.cursor; ctx.Err() == nil; {
		n, err := l.remote.TrafficNews(ctx, cursor)
		if err != nil {
			select {
			case <-time.After(pause):
			case <-ctx.Done():
			}
			continue
		}
		cursor = n.Cursor
		if len(n.Lines) == 0 && !n.Missed {
			continue
		}
		select {
		case news <- n:
		case <-ctx.Done():
		}
	}
}
