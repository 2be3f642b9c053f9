package cli

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
)

// journal writes a line for each exchange. It never holds one up: where its
// reader does not keep up, lines are left out, and it says how many.
type journal struct {
	lines  chan string
	missed atomic.Int64
	stop   chan struct{}
	ended  chan struct{}
}

// startJournal writes to w until end is called.
func startJournal(w io.Writer) *journal {
	j := &journal{lines: make(chan string, 1024), stop: make(chan struct{}), ended: make(chan struct{})}
	go func() {
		defer close(j.ended)
		for {
			line, ok := j.next()
			if !ok {
				return
			}
			if n := j.missed.Swap(0); n > 0 {
				line = fmt.Sprintf("… %d exchanges are left out here: nobody read so fast\n", n) + line
			}
			if _, err := io.WriteString(w, line); err != nil {
				return // nobody reads it
			}
		}
	}()
	return j
}

// next waits for a line; ok is false once there are no more.
func (j *journal) next() (line string, ok bool) {
	select {
	case line = <-j.lines:
		return line, true
	case <-j.stop:
	}
	select {
	case line = <-j.lines:
		return line, true
	default:
		return "", false
	}
}

func (j *journal) add(x *model.Exchange) {
	select {
	case j.lines <- exchangeLine(x):
	default:
		j.missed.Add(1)
	}
}

// end writes what is left, as long as somebody reads it at once.
func (j *journal) end() {
	close(j.stop)
	select {
	case <-j.ended:
	case <-time.After(200 * time.Millisecond):
	}
}

// exchangeLine says what went over the wire and, of a refusal, what failed and
// what mends it.
func exchangeLine(x *model.Exchange) string {
	l := x.Line()
	mark := "✓"
	switch {
	case l.Refused != "" || l.Status >= http.StatusBadRequest:
		mark = "✗"
	case l.Status >= http.StatusMultipleChoices:
		mark = "→"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %d %s %s", x.At.UTC().Format("15:04:05"), mark, x.Status, word(x.Method), word(x.Path))
	for _, more := range []string{l.ClientID, l.GrantType} {
		if more != "" {
			b.WriteString(" " + word(more))
		}
	}
	fmt.Fprintf(&b, " %.1f ms no. %s\n", x.MS, x.ID)
	for i := range x.Checks {
		if c := &x.Checks[i]; !c.OK && (!c.Note || len(c.Mend) > 0) {
			b.WriteString(finding(c))
		}
	}
	return b.String()
}

// otherwise says what the app can do instead, where it got one known thing
// wrong: localhost or 127.0.0.1, http or https, a slash. The command comes
// last, to be copied.
func otherwise(others []check.Mend) string {
	for _, m := range others {
		if m.Command == "" && strings.Contains(m.Title, ": ") {
			return word(m.Title) + ". Or: "
		}
	}
	return ""
}

// finding is one line on a check that failed, with the command that mends it.
func finding(c *check.Result) string {
	out := "         " + word(c.Check) + ": " + word(c.Detail)
	if len(c.Mend) == 0 {
		return out + ". " + word(c.Fix) + "\n"
	}
	out += ". " + otherwise(c.Mend[1:]) + word(c.Mend[0].Title)
	if c.Mend[0].Command != "" {
		out += ": " + word(c.Mend[0].Command)
	}
	return out + "\n"
}
