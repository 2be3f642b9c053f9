package plain

import (
	"context"
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/tui/explain"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/request"
)

// editing is a request that is changed, part by part.
type editing struct {
	*session
	edit  *request.Edit
	known *request.Known // what values are offered from; nil knows nothing
}

// change offers each part of the request. more are what else can be done with
// it, sending it first of all.
func (e *editing) change(ctx context.Context, more func() []choice) error {
	return e.choose(ctx, func() (about []string, choices []choice) {
		choices = []choice{
			{"method", "Method: " + e.edit.Method + ".", e.method},
			{"path", "Path: " + e.edit.Target + ".", e.path},
		}
		for _, p := range e.edit.Params {
			choices = append(choices, choice{p.Name, partWord(p.Part) + paramWords(p), func(ctx context.Context) error { return e.value(ctx, p) }})
		}
		choices = append(choices, choice{"a", "Add a parameter or a header. Also a.", e.add}, choice{"body", "What the body is: " + bodyWord(e.edit.Kind()) + ". Also body.", e.body})
		if e.edit.Changed() {
			choices = append(choices, choice{"u", "Undo all changes. Also u.", func(context.Context) error {
				e.edit.Undo()
				e.say("It is as it was.")
				return nil
			}})
		}
		return []string{"", "The request as it stands. What would you like to change?"}, append(append(choices, more()...), toBack)
	})
}

func partWord(in request.Part) string {
	switch in {
	case request.InHeader:
		return "Header "
	case request.InJSON:
		return "JSON "
	case request.InText:
		return "Text: "
	}
	return strings.ToUpper(string(in)[:1]) + string(in)[1:] + " "
}

func bodyWord(in request.Part) string {
	switch in {
	case request.InForm:
		return "a form"
	case request.InJSON:
		return "JSON"
	case request.InText:
		return "text, as it stands"
	}
	return "there is none"
}

// paramWords says a parameter and what was changed of it, its secret masked.
func paramWords(p *request.Param) string {
	value := p.Masked()
	switch {
	case request.Awaited(p.Value):
		value = "filled in as it goes out"
	case value == "":
		value = "empty"
	case p.Part == request.InText:
		value = fmt.Sprintf("%q", value)
	}
	text := p.Name + ": " + value
	switch was, renamed := p.Renamed(); {
	case p.Left:
		text += ", left out"
	case p.Added:
		text += ", added"
	case renamed:
		text += ", was called " + was
	case p.Changed():
		text += ", changed"
	}
	return text
}

func (e *editing) method(ctx context.Context) error {
	var choices []choice
	for _, m := range request.Methods() {
		choices = append(choices, choice{m.Title, m.Title + ": " + ended(m.Note), func(context.Context) error {
			e.edit.Method, e.edit.Sent = m.Title, false
			return errLeave
		}})
	}
	return e.list(ctx, "Which method?", append(choices, toBack))
}

func (e *editing) path(ctx context.Context) error {
	for {
		line, err := e.ask(ctx, "The new path, such as /oauth/token; ? lists the endpoints, enter alone leaves it:")
		switch {
		case err != nil:
			return err
		case line == "":
			return nil
		case line == "?":
			for _, p := range request.Endpoints() {
				e.say(p.Method + " " + p.Path + ": " + ended(p.Says))
			}
			continue
		}
		if wrong := request.WrongPath(line); wrong != "" {
			e.say(wrong)
			continue
		}
		e.edit.Go(line)
		e.say("Now the path is " + e.edit.Target + ".")
		return nil
	}
}

// value asks for a new value, or what else is to become of a parameter.
func (e *editing) value(ctx context.Context, p *request.Param) error {
	if p.Part == request.InText {
		return e.text(ctx, p)
	}
	if w, ok := explain.Load().Param(p.Name, p.Value); ok {
		e.say(w.Text, "Source: "+ended(w.Source))
	}
	var offered []request.Value
	for {
		line, err := e.ask(ctx, "The new value of "+clean(p.Name)+"; ? says what else can be typed:")
		if err != nil {
			return err
		}
		switch line {
		case "":
			return nil
		case "?":
			offered = e.offer(e.known.Values(e.edit, p), p)
			e.say("Enter alone keeps the value. A dash empties it. !out leaves it out or puts it back. !twice sends it twice. !name NAME gives it another name. A backslash before a value takes it as it is: \\- is a dash.")
			continue
		case "-":
			line = ""
		case "!out":
			e.edit.Leave(p)
			e.say("Now it is left out, unless it was before.")
			return nil
		case "!twice":
			e.edit.Duplicate(p)
			e.say("Now it is sent twice.")
			return nil
		}
		if name, ok := strings.CutPrefix(line, "!name "); ok {
			if wrong := wrongName(p.Part, strings.TrimSpace(name)); wrong != "" {
				e.say(wrong)
				continue
			}
			e.edit.Rename(p, strings.TrimSpace(name))
			e.say("Now " + paramWords(p) + ".")
			return nil
		}
		if n, ok := numbered(line, len(offered)); ok {
			line = offered[n].Text
		}
		line = strings.TrimPrefix(line, "\\")
		if wrong := request.WrongValue(p.Part, line); wrong != "" {
			e.say(wrong)
			continue
		}
		e.edit.Set(p, line)
		e.say("Now " + paramWords(p) + ".")
		return nil
	}
}

// offer says what a value can be; it is taken by "#2".
func (e *editing) offer(list []request.Value, p *request.Param) []request.Value {
	list = list[:min(len(list), shown)]
	if len(list) == 0 {
		e.say("No value is known for it.")
		return nil
	}
	e.say("Known values; #1 takes the first:")
	for i, v := range list {
		text := v.Text
		if p != nil {
			text = mask.Value(p.Name, v.Text, p.Secret)
		}
		if v.Note != "" {
			text += ", " + v.Note
		}
		e.say(fmt.Sprintf("#%d %s", i+1, text))
	}
	return list
}

// numbered reads "#2" as the second of so many.
func numbered(line string, of int) (n int, ok bool) {
	if _, err := fmt.Sscanf(line, "#%d", &n); err != nil || n < 1 || n > of || line != fmt.Sprintf("#%d", n) {
		return 0, false
	}
	return n - 1, true
}

// text asks for a body as it is, line by line.
func (e *editing) text(ctx context.Context, p *request.Param) error {
	e.say("Type the body, line by line. A line with nothing but a full stop ends it; as the first line it leaves the body as it is.")
	var lines []string
	for {
		line, err := e.askRaw(ctx, fmt.Sprintf("Line %d:", len(lines)+1))
		if err != nil {
			return err
		}
		if strings.TrimSpace(line) == "." {
			break
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		e.say("It stays as it is.")
		return nil
	}
	e.edit.Set(p, strings.Join(lines, "\n"))
	e.say("Now " + paramWords(p) + ".")
	return nil
}

func wrongName(in request.Part, name string) string {
	if name == "" {
		return "It needs a name. Type one, or enter alone to leave it."
	}
	return request.WrongName(in, name)
}

// add asks where to, for a name, and for a value.
func (e *editing) add(ctx context.Context) error {
	parts, items := e.edit.Parts()
	var choices []choice
	for i, item := range items {
		choices = append(choices, choice{"", item.Title + ". " + item.Note, func(ctx context.Context) error { return e.addTo(ctx, parts[i]) }})
	}
	return e.list(ctx, "What is added?", append(choices, toBack))
}

func (e *editing) addTo(ctx context.Context, in request.Part) error {
	var offered []request.Value
	for {
		line, err := e.ask(ctx, "Its name; ? lists those that are taken here, enter alone leaves it:")
		switch {
		case err != nil:
			return err
		case line == "":
			return errLeave
		case line == "?":
			offered = e.offer(e.known.Names(e.edit, in), nil)
			continue
		}
		if n, ok := numbered(line, len(offered)); ok {
			line = offered[n].Text
		}
		if wrong := wrongName(in, line); wrong != "" {
			e.say(wrong)
			continue
		}
		if err := e.value(ctx, e.edit.Add(in, line, "")); err != nil {
			return err
		}
		return errLeave
	}
}

// body makes the body one of another kind.
func (e *editing) body(ctx context.Context) error {
	kinds, items := request.Bodies()
	var choices []choice
	for i, item := range items {
		choices = append(choices, choice{"", ended(strings.TrimSuffix(item.Title+": "+item.Note, ": ")), func(ctx context.Context) error {
			e.edit.As(kinds[i])
			for _, p := range e.edit.Params {
				if kinds[i] == request.InText && p.Part == request.InText {
					if err := e.text(ctx, p); err != nil {
						return err
					}
				}
			}
			return errLeave
		}})
	}
	return e.list(ctx, "The body as what?", append(choices, toBack))
}
