// Package inbox reads what reached the simulated phones and mailboxes, and
// what the authenticator apps on them show, and draws it. The Phone and the
// walkthrough of an MFA step have it in common.
package inbox

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
)

// mostApps bounds how many authenticator apps are read at once.
const mostApps = 20

// Feed is what the phones show, as it was read last. What it reads comes back
// as a message that its screen hands to [Feed.Take].
type Feed struct {
	c    *screen.Context
	life context.Context
	user string // whose; empty: everybody's

	// Brief leaves the list of users out, for the phone of one.
	Brief bool

	Known    bool
	Problem  error           // why it could not be read
	Messages []model.Message // newest first
	Apps     []App
	Users    []model.UserView

	asked  int // number of the last question; older answers are dropped
	asking bool
	newest string // the exchange recorded last
	clock  model.ClockView
}

// App is what a user's authenticator app shows.
type App struct {
	User  string
	Code  string
	Ends  time.Time // of the code, by the sandbox's clock
	Fresh time.Time // when a code comes that was not used; zero: this one
}

// NewFeed makes a feed for the phone of a user, or of everybody.
func NewFeed(life context.Context, c *screen.Context, user string) *Feed {
	return &Feed{c: c, life: life, user: user, clock: c.Clock}
}

// User is whose phone it is; empty: everybody's.
func (f *Feed) User() string { return f.user }

// Of turns to another user's phone.
func (f *Feed) Of(user string) tea.Cmd {
	if user != f.user {
		f.user, f.Messages, f.Apps, f.Known = user, nil, nil, false
	}
	return f.Read()
}

// answer is what came of a question.
type answer struct {
	feed     *Feed
	asked    int
	news     bool
	err      error
	newest   string
	messages []model.Message
	apps     []reading
	users    []model.UserView
}

type reading struct {
	user string
	view model.TOTPView
}

// Read asks for everything anew.
func (f *Feed) Read() tea.Cmd { return f.ask(true) }

// Tick looks for news: once a second it asks which exchange was the last, and
// for everything only if there was one, a code ran out, or a push may have
// been answered elsewhere.
func (f *Feed) Tick() tea.Cmd {
	if f.asking {
		return nil
	}
	now := f.c.Time()
	ended := slices.ContainsFunc(f.Apps, func(a App) bool { return !a.Ends.After(now) })
	return f.ask(ended || f.Problem != nil || slices.ContainsFunc(f.Messages, Waits))
}

// Waits reports whether a message is a push that nobody has answered.
func Waits(m model.Message) bool {
	return m.Channel == model.ChannelPush && m.State == model.MessagePending
}

func (f *Feed) ask(all bool) tea.Cmd {
	f.asked++
	f.asking = true
	a := answer{feed: f, asked: f.asked}
	r, ctx, user, newest := f.c.Remote, f.life, f.user, f.newest
	return func() tea.Msg {
		a.newest, a.err = r.NewestExchange(ctx)
		a.news = all || a.err != nil || a.newest != newest
		if a.news && a.err == nil {
			a.err = a.read(ctx, r, user)
		}
		return a
	}
}

func (a *answer) read(ctx context.Context, r *remote.Client, user string) error {
	var err error
	if a.messages, err = r.Inbox(ctx, user); err != nil {
		return err
	}
	owners := []string{user}
	if !a.feed.Brief {
		sandbox, err := r.Sandbox(ctx)
		if err != nil {
			return err
		}
		a.users, owners = sandbox.Users, nil
		for _, u := range a.users {
			if (user == "" || u.Email == user) && hasApp(u) && len(owners) < mostApps {
				owners = append(owners, u.Email)
			}
		}
	}
	for _, email := range owners {
		view, err := r.TOTP(ctx, email)
		if errors.Is(err, remote.ErrNotFound) {
			continue // no app, or none any more
		}
		if err != nil {
			return err
		}
		a.apps = append(a.apps, reading{email, view})
	}
	return nil
}

func hasApp(u model.UserView) bool {
	return slices.ContainsFunc(u.Factors, func(f model.FactorView) bool { return f.Type == model.FactorOTP })
}

// Take keeps an answer; mine is false for other messages. arrived is the
// newest message that was not there before, a push that waits above all.
func (f *Feed) Take(msg tea.Msg) (arrived *model.Message, mine bool) {
	a, ok := msg.(answer)
	if !ok || a.feed != f {
		return nil, false
	}
	if a.asked != f.asked {
		return nil, true
	}
	f.asking = false
	if !a.news {
		return nil, true
	}
	f.Problem = a.err
	if a.err != nil {
		f.newest = ""
		return nil, true
	}
	for i, m := range a.messages {
		if len(f.Messages) > 0 && m.ID <= f.Messages[0].ID {
			break
		}
		if arrived == nil || Waits(m) && !Waits(*arrived) {
			arrived = &a.messages[i]
		}
	}
	f.Known, f.newest = true, a.newest
	f.Messages, f.Users, f.Apps = a.messages, a.users, nil
	now := f.c.Time().Truncate(time.Second) // the server counts whole seconds
	for _, r := range a.apps {
		app := App{User: r.user, Code: r.view.Code, Ends: now.Add(time.Duration(r.view.SecondsLeft) * time.Second)}
		if r.view.FreshInSeconds > 0 {
			app.Fresh = now.Add(time.Duration(r.view.FreshInSeconds) * time.Second)
		}
		f.Apps = append(f.Apps, app)
	}
	return arrived, true
}

// Moved reads everything anew if the clock was moved: the codes are others.
func (f *Feed) Moved(clock model.ClockView) tea.Cmd {
	moved := clock.OffsetSeconds != f.clock.OffsetSeconds || clock.Frozen != f.clock.Frozen
	f.clock = clock
	if !moved {
		return nil
	}
	return f.Read()
}

// Answered is what came of answering a push.
type Answered struct {
	Feed    *Feed // that answered it
	Message model.Message
	Approve bool
	Err     error
}

// Answer approves a push or denies it.
func (f *Feed) Answer(m model.Message, approve bool) tea.Cmd {
	r, ctx := f.c.Remote, f.life
	return func() tea.Msg {
		now, err := r.AnswerPush(ctx, m.ID, approve)
		if err != nil {
			now = m
		}
		return Answered{f, now, approve, err}
	}
}

// Words say what answering a push came to.
func (a Answered) Words() screen.Toast {
	switch {
	case a.Err != nil:
		return screen.Toast{Text: "The push was not answered: " + a.Err.Error(), Bad: true}
	case a.Approve:
		return screen.Toast{Text: "Approved: the app gets its tokens when it asks next"}
	default:
		return screen.Toast{Text: "Denied: the app is told so when it asks next"}
	}
}
