package demos

import (
	"context"
	"io"
	"net/http"
	"slices"
)

// walk is one way through a demo: what it knows, and its browser. The main
// line is one; each variant has its own.
type walk struct {
	wire    Wire
	vars    values
	browser browser
	last    *answer // what expectations are held against
	mail    string  // id of the latest message that this walk had sent
	undo    Undo
	proofs  int // of a key that were made
}

func newWalk(d *Demo, w Wire, rand io.Reader) (*walk, error) {
	vars, err := startValues(d, w.Base, rand)
	if err != nil {
		return nil, err
	}
	return &walk{wire: w, vars: vars}, nil
}

// do performs a step or a variant. from names it as the source of what it
// captures. d replaces the first request unless it is nil.
func (k *walk) do(ctx context.Context, from string, actions []Action, expect []Expectation, d *Draft) (*Outcome, error) {
	o := &Outcome{}
	k.last = nil
	for i, a := range actions {
		var err error
		switch {
		case a.Act != nil:
			err = k.act(ctx, a.Act, from, o)
		case d != nil:
			err = k.request(ctx, d, o)
			d = nil
		default:
			err = k.request(ctx, k.vars.draft(a.Request), o)
		}
		if err != nil {
			return o, &LineError{a.Line, err}
		}
		for _, e := range expect {
			if e.After == i+1 {
				o.Verdicts = append(o.Verdicts, k.verdict(e, from, o))
			}
		}
	}
	return o, nil
}

func (k *walk) request(ctx context.Context, d *Draft, o *Outcome) error {
	req, err := d.request(ctx, k.wire.Base, k.vars)
	if err != nil {
		return err
	}
	if opens(req.URL.Path) {
		return k.browse(req, o)
	}
	return k.exchange(req, o)
}

// exchange sends one request and keeps its answer as the last.
func (k *walk) exchange(req *http.Request, o *Outcome) error {
	noteMail := k.watchMail(req)
	a, err := k.wire.send(req)
	if err != nil {
		return err
	}
	noteMail()
	k.last = a
	o.Exchanges = append(o.Exchanges, a.exchange)
	return nil
}

// capture makes a value known.
func (k *walk) capture(name, text, from string, secret bool, o *Outcome) {
	v := Value{Name: name, Text: text, From: from, Secret: secret}
	k.vars = append(k.vars, v)
	o.Captured = append(o.Captured, v)
}

// Mark is where the main line stood before a step, so that the step can be
// done again from there.
type Mark struct {
	Vars    int      `json:"vars"` // how many values were known
	Cookies []Cookie `json:"cookies,omitempty"`
	At      string   `json:"at,omitempty"`      // the page in the browser
	Mail    string   `json:"mail,omitempty"`    // the latest message that was sent
	Changed int      `json:"changed,omitempty"` // how many settings were changed
	Moved   bool     `json:"moved,omitempty"`   // whether the clock was
	Added   int      `json:"added,omitempty"`   // how many users were
}

func (k *walk) mark() Mark {
	return Mark{
		Vars: len(k.vars), Cookies: slices.Clone(k.browser.cookies), At: k.browser.at, Mail: k.mail,
		Changed: len(k.undo.Settings), Moved: k.undo.Clock != nil, Added: len(k.undo.Users),
	}
}

// rewind goes back to a mark, and puts back what was changed since. A clock
// that had been moved before it stays where it is: time does not come again.
func (k *walk) rewind(ctx context.Context, m Mark) error {
	k.vars = k.vars[:m.Vars]
	k.browser = browser{cookies: slices.Clone(m.Cookies), at: m.At}
	k.last, k.mail = nil, m.Mail
	return k.putBackTo(ctx, m)
}
