package plain

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/copies"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/request"
)

// lastSent is where the sandbox keeps the request that was sent last; the full
// interface goes on with it too.
const lastSent = "composed"

// composing is a request that is made from scratch, or of one that went over
// the wire.
type composing struct {
	editing
	prover  request.Prover
	answers []model.Exchange // to what was sent last, the last of them last
	next    []string         // the titles of requests that are likely to follow
}

// compose begins with a draft; nil: with what was sent last.
func (s *session) compose(ctx context.Context, d *demos.Draft) error {
	c := &composing{editing: editing{session: s, known: request.Read(ctx, s.remote)}}
	if d == nil {
		var last demos.Draft
		if s.remote.Progress(ctx, lastSent, &last) == nil && last.Method != "" {
			d = &last
		} else {
			d = request.Catalog()[0].With(c.known)
		}
	}
	c.edit = request.New(d)
	s.say("", "Compose: a request to any endpoint. It is sent only when you say so.")
	return c.change(ctx, c.choices)
}

// choices are what can be done with the request as a whole.
func (c *composing) choices() (out []choice) {
	out = append(out, choice{"s", "Send it. Also s.", c.send})
	if c.edit.WantsLogin() {
		out = append(out, choice{"i", "Send it, and log in as somebody. Also i.", c.login})
	}
	out = append(out, choice{"p", "Begin with another request. Also p.", c.preset})
	if len(c.answers) > 0 {
		out = append(out, choice{"r", "Hear the answer again. Also r.", func(context.Context) error { c.hear(); return nil }})
	}
	if len(decode.Tokens(c.answers)) > 0 {
		out = append(out, choice{"t", "Hear what its tokens say. Also t.", func(ctx context.Context) error { c.claims(ctx, c.answers); return nil }})
	}
	if n := len(c.answers); n > 0 && len(mends(&c.answers[n-1])) > 0 {
		out = append(out, choice{"M", "Mend what did not hold. Also m.", c.mend})
	}
	out = append(out, choice{"y", "Copy or save the request as it stands. Also y.", c.copies})
	if n := len(c.answers); n > 0 {
		out = append(out, choice{"k", "Copy or save what was sent, and its answer. Also k.", func(ctx context.Context) error { return c.copyOrSave(ctx, answerCopies(&c.answers[n-1])) }})
	}
	return out
}

func (c *composing) send(ctx context.Context) error {
	asked := c.edit.Draft()
	clock, err := c.remote.Clock(ctx)
	var d *demos.Draft
	if err == nil {
		d, err = c.prover.Prove(asked, c.remote.Base, clock.Now, c.Now())
	}
	if err != nil {
		c.say("It was not sent: " + ended(err.Error()))
		return nil
	}
	c.say("One moment.")
	x, err := c.Wire.Send(ctx, d)
	if err != nil {
		c.say("It could not be sent: " + ended(err.Error()))
		return nil
	}
	c.prover.Hear(&x)
	if err := c.remote.KeepProgress(ctx, lastSent, asked); err != nil {
		c.say("It cannot be gone on with after a restart: " + ended(err.Error()))
	}
	c.take(ctx, []model.Exchange{x})
	return nil
}

// take says what came back, and learns from it.
func (c *composing) take(ctx context.Context, list []model.Exchange) {
	if len(list) == 0 {
		return
	}
	c.answers, c.next = list, request.Follow(&list[len(list)-1])
	c.hear()
	if len(c.next) > 0 {
		c.say("", "Likely next, under p: "+strings.Join(c.next, "; ")+".")
	}
	c.known = request.Read(ctx, c.remote)
}

func (c *composing) hear() {
	for i := range c.answers {
		c.say("")
		c.exchange(&c.answers[i])
	}
}

// preset begins with a request of the catalog, those likely to follow first.
func (c *composing) preset(ctx context.Context) error {
	var first, rest []choice
	for _, p := range request.Catalog() {
		it := choice{p.Title, p.Title + ", " + p.Draft.Method + " " + p.Draft.Target + ". " + p.Note, func(context.Context) error {
			c.edit = request.New(p.With(c.known))
			return errLeave
		}}
		if slices.Contains(c.next, p.Title) {
			first = append(first, it)
		} else {
			rest = append(rest, it)
		}
	}
	return c.list(ctx, "Begin with which request?", append(append(first, rest...), toBack))
}

// login sends the request, and logs in for somebody at the page that opens.
func (c *composing) login(ctx context.Context) error {
	var choices []choice
	for _, l := range request.Logins(c.known, c.edit) {
		choices = append(choices, choice{l.User, l.User + ", " + ended(l.Note), func(ctx context.Context) error {
			d := c.edit.Draft()
			c.say("One moment.")
			o, err := demos.NewPlayer(l.Demo(d), c.Wire, c.Rand).Play(ctx, 0, d)
			if o != nil {
				c.take(ctx, o.Exchanges)
			}
			if err != nil {
				c.say("The login did not come to its end: " + ended(demos.Cause(err).Error()))
			}
			return errLeave
		}})
	}
	return c.list(ctx, "Log in as whom?", append(choices, toBack))
}

// mends are the changes after which the request would pass.
func mends(x *model.Exchange) (out []check.Mend) {
	for _, c := range x.Checks {
		out = append(out, c.Mend...)
	}
	return out
}

func (c *composing) mend(ctx context.Context) error {
	return c.mending(ctx, &c.answers[len(c.answers)-1], func(_ context.Context, m check.Mend) error {
		c.edit.Mend(m)
		c.say("The request is changed. s sends it.")
		return nil
	})
}

// mending offers what mends an exchange. A change of the sandbox is made; one
// of the request is left to param.
func (s *session) mending(ctx context.Context, x *model.Exchange, param func(context.Context, check.Mend) error) error {
	var choices []choice
	for _, m := range mends(x) {
		text := ended(m.Title)
		switch {
		case m.Changes():
			text += " It changes the sandbox: " + m.Method + " " + m.Path + " " + string(m.Body)
		case m.Param != "":
			text += " It changes the request."
		default:
			text += " To be changed in the app: " + m.Command
		}
		choices = append(choices, choice{"", text, func(ctx context.Context) error {
			switch {
			case m.Changes():
				s.told("Done: "+ended(m.Title)+" Sent again, the request should pass.", "The sandbox stays as it was", s.remote.Mend(ctx, m))
			case m.Param != "":
				return errors.Join(param(ctx, m), errLeave)
			default:
				s.say("In a shell: " + m.Command)
			}
			return errLeave
		}})
	}
	return s.list(ctx, "What mends it:", append(choices, toBack))
}

// copies offers the request as it stands.
func (c *composing) copies(ctx context.Context) error {
	draft := &model.Exchange{Request: request.Text(c.edit.Draft(), c.remote.Base), Secure: strings.HasPrefix(c.remote.Base, "https:")}
	return c.copyOrSave(ctx, copies.Of(draft, "request"))
}
