package demos

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/near"
)

// form is one way to write an act.
type form struct {
	verb     string
	pattern  string
	browser  bool     // the user does it on a hosted page
	captures []string // variables that it gives
	match    *regexp.Regexp
}

// actForms are all the acts there are; FORMAT.md explains them.
var actForms = compile([]form{
	{verb: "log in", pattern: "log in as {user} with password {password}", browser: true},
	{verb: "log in", pattern: "log in as {user}", browser: true},
	{verb: "enter app code", pattern: "enter the code from the authenticator app of {user}", browser: true},
	{verb: "enter user code", pattern: "enter the user code {code}", browser: true},
	{verb: "enter code", pattern: "enter the code {code}", browser: true},
	{verb: "press", pattern: "continue", browser: true},
	{verb: "refuse", pattern: "deny", browser: true},
	{verb: "new browser", pattern: "forget the cookies", browser: true},
	{verb: "read app code", pattern: "read the code from the authenticator app of {user}", captures: []string{"otp"}},
	{verb: "read sent code", pattern: "read the code from the {channel} of {user}", captures: []string{"binding_code"}},
	{verb: "prove", pattern: "prove {which} key for {method} {target} with the nonce {nonce}", captures: []string{"dpop"}},
	{verb: "prove", pattern: "prove {which} key for {method} {target} with the token {token}", captures: []string{"dpop"}},
	{verb: "prove", pattern: "prove {which} key for {method} {target}", captures: []string{"dpop"}},
	{verb: "approve", pattern: "approve the push of {user}"},
	{verb: "deny push", pattern: "deny the push of {user}"},
	{verb: "add user with", pattern: "add a user with {factors}", captures: []string{"user", "recovery_code"}},
	{verb: "add user", pattern: "add a user", captures: []string{"user"}},
	{verb: "advance", pattern: "advance the clock by {duration}"},
	{verb: "freeze", pattern: "freeze the clock"},
	{verb: "run on", pattern: "let the clock run"},
	{verb: "reset clock", pattern: "reset the clock"},
	{verb: "revoke keys", pattern: "revoke the previous signing keys"},
	{verb: "set policy", pattern: "set policy {path} to {value}"},
	{verb: "set client", pattern: "set client {name} {path} to {value}"},
	{verb: "set api", pattern: "set api {name} {path} to {value}"},
	{verb: "set user", pattern: "set user {name} {path} to {value}"},
})

// forms finds one form of a verb.
var forms = func() map[string]form {
	out := map[string]form{}
	for _, f := range actForms {
		out[f.verb] = f
	}
	return out
}()

// Browser reports whether the user does it on a hosted page.
func (a *Act) Browser() bool { return forms[a.Verb].browser }

// shapes are what may stand for a placeholder; a word for all others.
var shapes = map[string]string{
	"which": "the|another", "method": "[A-Z]+", "target": `/\S*`,
	"value": `.+`, "password": `.+`, "factors": `.+`, // may hold spaces
	"channel": model.ChannelSMS + "|" + model.ChannelVoice + "|" + model.ChannelEmail,
}

var placeholder = regexp.MustCompile(`\\\{([a-z]+)\\\}`)

func compile(list []form) []form {
	for i, f := range list {
		expr := placeholder.ReplaceAllStringFunc(regexp.QuoteMeta(f.pattern), func(s string) string {
			name := placeholder.FindStringSubmatch(s)[1]
			return "(?P<" + name + ">" + cmp.Or(shapes[name], `\S+`) + ")"
		})
		list[i].match = regexp.MustCompile(`^` + expr + `$`)
	}
	return list
}

// acts reads an act fence: one act a line. A line that begins with # is a
// remark.
func (p *parser) acts(b block, known map[string]bool) ([]Action, *ParseError) {
	var out []Action
	for _, l := range b.lines {
		text := strings.TrimSpace(l.text)
		if text == "" || text[0] == '#' {
			continue
		}
		if err := p.checkVars(l, known); err != nil {
			return nil, err
		}
		act, err := readAct(line{l.no, text})
		if err != nil {
			return nil, err
		}
		for _, name := range forms[act.Verb].captures {
			known[name] = true
		}
		out = append(out, Action{Act: act, Line: l.no})
	}
	if len(out) == 0 {
		return nil, wrong(b.line, "Write an act, such as log in as user@example.com.", "this act fence is empty")
	}
	return out, nil
}

func readAct(l line) (*Act, *ParseError) {
	for _, f := range actForms {
		m := f.match.FindStringSubmatch(l.text)
		if m == nil {
			continue
		}
		act := &Act{Verb: f.verb, Text: l.text, Args: map[string]string{}}
		for i, name := range f.match.SubexpNames() {
			if name != "" {
				act.Args[name] = m[i]
			}
		}
		if d, ok := act.Args["duration"]; ok {
			if _, ok := duration(d); !ok {
				return nil, wrong(l.no, "Write days, hours, minutes and seconds, such as 30d, 1h30m or 31s.", "%q is no time span", clip(d))
			}
		}
		return act, nil
	}
	return nil, wrong(l.no, "Write it as one of: "+strings.Join(near.Sorted(actPatterns(), l.text, 3), "; ")+".", "no act reads %q", clip(l.text))
}

func actPatterns() []string {
	out := make([]string, len(actForms))
	for i, f := range actForms {
		out[i] = upperPlaceholders(f.pattern)
	}
	return slices.Compact(out)
}

// upperPlaceholders writes {user} as USER.
func upperPlaceholders(pattern string) string {
	words := strings.Fields(pattern)
	for i, w := range words {
		if strings.HasPrefix(w, "{") {
			words[i] = strings.ToUpper(strings.Trim(w, "{}"))
		}
	}
	return strings.Join(words, " ")
}

var span = regexp.MustCompile(`^(?:(\d{1,5})d)?((?:\d{1,6}h)?(?:\d{1,6}m)?(?:\d{1,9}s)?)$`)

// duration reads a positive time span such as 30d or 1h30m.
func duration(s string) (time.Duration, bool) {
	m := span.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	var d time.Duration
	if m[1] != "" {
		days, err := time.ParseDuration(m[1] + "h")
		if err != nil {
			return 0, false
		}
		d = 24 * days
	}
	if m[2] != "" {
		rest, err := time.ParseDuration(m[2])
		if err != nil {
			return 0, false
		}
		d += rest
	}
	return d, d > 0
}
