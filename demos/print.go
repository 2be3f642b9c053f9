package demos

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
)

// printer writes a run as text. Everything from outside goes through Visible.
type printer struct {
	options
	w   io.Writer
	err error // the first failure to write
}

func (p *printer) line(indent int, format string, args ...any) {
	if p.err != nil {
		return
	}
	text := strings.TrimRight(strings.Repeat("  ", indent)+Visible(fmt.Sprintf(format, args...)), " ")
	_, p.err = fmt.Fprintln(p.w, text)
}

func (p *printer) demo(d *Demo) { p.line(0, "%s (%s)", d.Title, d.Name) }

func (p *printer) step(n int, title string, o *Outcome, failure string) {
	p.line(0, "")
	p.line(0, "%d. %s", n, title)
	p.outcome(1, o, failure)
}

func (p *printer) variant(title string, o *Outcome, failure string) {
	p.line(0, "")
	p.line(1, "Break it: %s", title)
	p.outcome(2, o, failure)
}

func (p *printer) outcome(indent int, o *Outcome, failure string) {
	if o != nil {
		for _, did := range o.Did {
			p.line(indent, "· %s", did)
		}
		for _, x := range o.Exchanges {
			p.exchange(indent, x)
		}
		for _, v := range o.Verdicts {
			if v.OK {
				p.line(indent, "✓ %s", v.Text)
				continue
			}
			p.line(indent, "✗ %s", v.Text)
			p.line(indent, "  line %d; got %s", v.Line, v.Got)
		}
	}
	if failure != "" {
		p.line(indent, "✗ %s", failure)
	}
}

func (p *printer) exchange(indent int, x model.Exchange) {
	p.line(0, "")
	p.message(indent, "> ", x.Request)
	p.line(indent, "")
	p.message(indent, "< ", shortPage(x.Response))
	for _, c := range x.Checks {
		if !c.OK {
			mark := "why"
			if c.Note {
				mark = "note" // it decided something, and refused nothing
			}
			p.line(indent, "  %s: %s: %s (%s)", mark, c.Check, c.Detail, c.Ref)
		}
	}
	p.line(0, "")
}

func (p *printer) message(indent int, mark, raw string) {
	raw = strings.TrimRight(strings.ReplaceAll(raw, "\r\n", "\n"), "\n")
	for line := range strings.SplitSeq(raw, "\n") {
		p.line(indent, "%s%s", mark, line)
	}
}

var pageTitle = regexp.MustCompile(`(?is)<title>(.*?)</title>`)

// shortPage leaves out the markup of a hosted page, which tells nothing about
// the protocol.
func shortPage(raw string) string {
	head, body, ok := strings.Cut(raw, "\r\n\r\n")
	if !ok || !strings.Contains(strings.ToLower(head), "content-type: text/html") {
		return raw
	}
	title := ""
	if m := pageTitle.FindStringSubmatch(body); m != nil {
		title = " “" + collapse(m[1]) + "”"
	}
	return fmt.Sprintf("%s\r\n\r\n(the page%s, %d bytes of HTML)", head, title, len(body))
}

func (p *printer) stopped(left int) {
	if left > 0 {
		p.line(0, "")
		p.line(0, "Stopped: what follows builds on this step (%s).", count(left, "step"))
	}
}

func (p *printer) end(r Report) {
	steps, variants, failed := len(r.Steps), 0, 0
	for _, s := range r.Steps {
		variants += len(s.Variants)
		for _, v := range s.Variants {
			if !v.OK {
				failed++
			}
		}
	}
	p.line(0, "")
	p.line(0, "%s and %s, %d failed", count(steps, "step"), count(variants, "variant"), failed)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
