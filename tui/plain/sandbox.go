package plain

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/tui/link"
	"github.com/playgrant/playgrant/tui/policy"
	"github.com/playgrant/playgrant/tui/sandboxes"
	"github.com/playgrant/playgrant/tui/screen"
)

// holding is what the sandbox holds, to be looked at and changed.
type holding struct {
	*session
	things *sandboxes.Screen
}

// sandbox opens what the sandbox holds, at "clients/web-app".
func (s *session) sandbox(ctx context.Context, at string) error {
	c := s.screenContext(ctx)
	h := &holding{s, sandboxes.New(c, "")}
	if err := s.run(ctx, h.things, h.things.Shown()); err != nil {
		return err
	}
	if err := h.things.Problem(); err != nil {
		s.say("The sandbox could not be read: " + ended(err.Error()))
		return nil
	}
	if list, id, _ := strings.Cut(at, "/"); list != "" && list != "policy" {
		h.things.Show(list)
		if h.things.Choose(id) {
			if err := h.thing(ctx); err != nil && !errors.Is(err, errBack) {
				return err
			}
		}
		if err := h.listed(ctx, list); err != nil && !errors.Is(err, errBack) {
			return err
		}
	} else if list == "policy" {
		if err := s.policy(ctx); err != nil && !errors.Is(err, errBack) {
			return err
		}
	}
	return s.choose(ctx, func() (about []string, choices []choice) {
		for _, list := range link.Lists {
			if list == "policy" {
				choices = append(choices, choice{"policy", "Policy: second factors, dialect and more.", s.policy})
				continue
			}
			h.things.Show(list)
			n := strconv.Itoa(len(h.things.Listed()))
			choices = append(choices, choice{list, listName(list) + ": " + n + ".", func(ctx context.Context) error { return h.listed(ctx, list) }})
		}
		choices = append(choices, choice{"reset", "Reset the sandbox: sessions, tokens and progress go, the users and apps of a fresh one come back. How it is now is kept, for u.", h.reset})
		return []string{"", "The sandbox. What would you like to see or change?"}, append(h.undoing(choices), toBack)
	})
}

func listName(list string) string {
	if list == "apis" {
		return "APIs"
	}
	return strings.ToUpper(list[:1]) + list[1:]
}

// undoing adds the undo, where there is something to undo.
func (h *holding) undoing(choices []choice) []choice {
	if h.things.Undoable() == 0 {
		return choices
	}
	return append(choices, choice{"u", "Undo the last change. Also u.", func(ctx context.Context) error { return h.run(ctx, h.things, h.things.Undo()) }})
}

// listed are the things of a list.
func (h *holding) listed(ctx context.Context, list string) error {
	return h.choose(ctx, func() (about []string, choices []choice) {
		h.things.Show(list)
		for _, item := range h.things.Listed() {
			choices = append(choices, choice{item.Title, item.Title + ", " + ended(item.Note), func(ctx context.Context) error {
				h.things.Show(list)
				h.things.Choose(item.Title)
				if list == "snapshots" {
					return h.snapshot(ctx)
				}
				return h.thing(ctx)
			}})
		}
		choices = append(choices, choice{"a", "Add a new " + h.things.One() + ". Also a.", func(ctx context.Context) error {
			h.things.Show(list)
			return h.add(ctx, false)
		}})
		about = []string{"", listName(list) + "."}
		if len(choices) == 1 {
			about = append(about, "There is none yet.")
		}
		return about, append(h.undoing(choices), toBack)
	})
}

// thing offers the sections of the form of the thing under the cursor.
func (h *holding) thing(ctx context.Context) error {
	id := h.things.Chosen()
	return h.choose(ctx, func() (about []string, choices []choice) {
		id = h.things.Chosen() // it may have been renamed
		for _, name := range h.sections() {
			choices = append(choices, choice{name, ended(name), func(ctx context.Context) error { return h.section(ctx, name) }})
		}
		if h.things.One() == "client" {
			choices = append(choices, choice{"p", "Point your app here: what its SDK has to be told. Also p.", h.pointing})
		}
		choices = append(choices,
			choice{"r", "Hear all that is set. Also r.", func(context.Context) error { h.hear(); return nil }},
			choice{"d", "Make another one like it. Also d.", func(ctx context.Context) error { return errors.Join(h.add(ctx, true), errLeave) }},
			choice{"y", "Copy or save it. Also y.", func(ctx context.Context) error { return h.run(ctx, h.things, h.things.Copies()) }},
			choice{"remove", "Remove it.", func(ctx context.Context) error {
				if err := h.run(ctx, h.things, h.things.Remove()); err != nil || h.things.Choose(id) {
					return err
				}
				return errLeave
			}})
		return []string{"", ended(sentence(h.things.One()+" "+id)) + " Which part?"}, append(h.undoing(choices), toBack)
	})
}

func (h *holding) sections() (out []string) {
	for _, w := range h.things.Spoken() {
		if !slices.Contains(out, w.Section) {
			out = append(out, w.Section)
		}
	}
	return out
}

func (h *holding) section(ctx context.Context, name string) error {
	return h.rows(ctx, h.things, ended(name), func() (out []screen.Spoken) {
		for _, w := range h.things.Spoken() {
			if w.Section == name {
				out = append(out, w)
			}
		}
		return out
	}, func() []choice { return h.undoing(nil) })
}

func (h *holding) hear() {
	section := ""
	for _, w := range h.things.Spoken() {
		if w.Section != section {
			section = w.Section
			h.say("", ended(section))
		}
		h.say(w.Name + ": " + w.Value)
	}
}

// add asks for each field of a new thing, and asks again for the one that the
// server finds fault with.
func (h *holding) add(ctx context.Context, like bool) error {
	d := h.things.Begin(like)
	if d == nil {
		return nil
	}
	h.say("", ended(d.Title)+" Enter alone takes what stands there; b leaves it.")
	for i := range d.Fields() {
		if err := h.field(ctx, d, i); err != nil {
			return back(err)
		}
	}
	for {
		h.things.Update(d.Make()())
		note, err := h.things.Outcome()
		if err == nil {
			h.say("Done: " + ended(note))
			return nil
		}
		h.refused(err)
		if err := h.field(ctx, d, d.Fault(err)); err != nil {
			return back(err)
		}
	}
}

// back is nil for an error that only leads back.
func back(err error) error {
	if errors.Is(err, errBack) {
		return nil
	}
	return err
}

func (h *holding) field(ctx context.Context, d *sandboxes.Draft, i int) error {
	for {
		w := d.Fields()[i]
		h.say(w.Says)
		line, err := h.ask(ctx, strings.TrimSuffix(sentence(w.Name), ".")+", now "+clean(w.Value)+". "+w.Ask+":")
		switch line {
		case "":
			return err
		case "b":
			h.say("Nothing was made.")
			return errBack
		case "-":
			line = ""
		}
		if err != nil {
			return err
		}
		if _, err := w.Type(line); err != nil {
			h.say(sentence(err.Error()))
			continue
		}
		return nil
	}
}

// snapshot brings the one under the cursor back, or removes it.
func (h *holding) snapshot(ctx context.Context) error {
	return h.list(ctx, "Snapshot "+h.things.Chosen()+".", []choice{
		{"restore", "Bring it back. How the sandbox is now is kept, for u.", func(ctx context.Context) error {
			return errors.Join(h.run(ctx, h.things, h.things.Restore()), errLeave)
		}},
		{"remove", "Remove it.", func(ctx context.Context) error {
			return errors.Join(h.run(ctx, h.things, h.things.Remove()), errLeave)
		}}, toBack,
	})
}

func (h *holding) reset(ctx context.Context) error {
	line, err := h.ask(ctx, "Type yes to reset the sandbox:")
	if err != nil {
		return err
	}
	if !strings.EqualFold(line, "yes") {
		h.say("The sandbox stays as it was.")
		return nil
	}
	return h.run(ctx, h.things, h.things.Reset())
}

// policy offers the settings of the policy.
func (s *session) policy(ctx context.Context) error {
	p := policy.New(s.screenContext(ctx))
	if err := s.run(ctx, p, p.Shown()); err != nil {
		return err
	}
	if err := p.Problem(); err != nil {
		s.say("The policy could not be read: " + ended(err.Error()))
		return nil
	}
	return s.rows(ctx, p, "The policy. Which setting? Users have their own factors: the sandbox, users.", p.Spoken, func() []choice { return nil })
}
