// Package link names the places of the interface, for the command line and for
// coming back: "traffic", "demo/rotation/3/why", "sandbox/clients/web-app".
package link

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/near"
	"github.com/playgrant/playgrant/tui/glossary"
	"github.com/playgrant/playgrant/tui/screen"
)

// place is one kind of address.
type place struct {
	name  string
	kind  string // of the screen's route
	about string // for the completion
	// rest reads what stands after the name, and says what is wrong with it;
	// nil: nothing may stand there.
	rest func(rest string, list []*demos.Demo) (name, wrong string)
}

var places = []place{
	{"home", "home", "the list of demos", nil},
	{"demo", "walk", "demo/NAME, demo/NAME/STEP, demo/NAME/STEP/TAB", inDemo},
	{"traffic", "traffic", "all that went over the wire; traffic/17 opens no. 17", inTraffic},
	{"tokens", "tokens", "sessions, grants and refresh-token families", nil},
	{"sandbox", "sandbox", "sandbox/clients/web-app, sandbox/apis, sandbox/users …", inSandbox},
	{"phone", "phone", "messages and codes; phone/EMAIL of one user", anything},
	{"policy", "policy", "factors and policy", nil},
	{"compose", "compose", "a request of one's own", nil},
	{"clock", "clock", "the sandbox's clock", nil},
	{"words", "words", "the glossary; words/leeway opens on a term", inWords},
}

// Tabs are those of a step, as addresses name them.
var Tabs = []string{"step", "request", "response", "why", "tokens", "picture", "code"}

// Lists are those of the sandbox.
var Lists = []string{"clients", "apis", "users", "roles", "policy", "snapshots"}

// Error is an address that leads nowhere.
type Error struct {
	Text string // what is wrong
	Try  string // what was probably meant, and what there is
}

func (e *Error) Error() string { return e.Text }

// Parse finds the place that an address names. The error is an [*Error].
func Parse(text string, list []*demos.Demo) (screen.Route, error) {
	name, rest, more := strings.Cut(strings.Trim(text, "/"), "/")
	i := slices.IndexFunc(places, func(p place) bool { return p.name == name })
	if i < 0 {
		var names []string
		for _, p := range places {
			names = append(names, p.name)
		}
		e := &Error{Text: fmt.Sprintf("there is no place %q", text), Try: "There are " + strings.Join(names, ", ") + "."}
		if slices.ContainsFunc(list, func(d *demos.Demo) bool { return d.Name == name }) {
			e.Try = "Did you mean demo/" + name + "?"
		} else if likely := near.Likely(names, name); likely != "" {
			e.Try = "Did you mean " + likely + "? " + e.Try
		}
		return screen.Route{}, e
	}
	p := places[i]
	r := screen.Route{Kind: p.kind}
	if p.rest == nil {
		if more {
			return r, &Error{Text: fmt.Sprintf("nothing stands after %q in an address", name), Try: "It is just " + name + "."}
		}
		return r, nil
	}
	var wrong string
	if r.Name, wrong = p.rest(rest, list); wrong != "" {
		text, try, _ := strings.Cut(wrong, "\n")
		return r, &Error{Text: text, Try: try}
	}
	return r, nil
}

// Of is the address of a screen.
func Of(r screen.Route) string {
	if id, ok := strings.CutPrefix(r.Name, "no/"); ok && r.Kind == "traffic" {
		r.Name = id
	}
	for _, p := range places {
		if p.kind == r.Kind {
			return strings.TrimSuffix(p.name+"/"+r.Name, "/")
		}
	}
	return "home"
}

func inDemo(rest string, list []*demos.Demo) (name, wrong string) {
	var names []string
	for _, d := range list {
		names = append(names, d.Name)
	}
	parts := strings.Split(rest, "/")
	i := slices.Index(names, parts[0])
	switch {
	case rest == "":
		return "", "an address of a demo needs its name\nAs in demo/rotation; `playgrant demos` lists them."
	case i < 0:
		return "", fmt.Sprintf("there is no demo %q\n%s`playgrant demos` lists them.", parts[0], meant("demo/", near.Nearest(names, parts[0])))
	case len(parts) > 3:
		return "", "an address of a demo has no more than its name, a step and a tab\nAs in demo/" + parts[0] + "/2/why."
	}
	if len(parts) > 1 {
		if n, err := strconv.Atoi(parts[1]); err != nil || n < 1 || n > len(list[i].Steps) {
			return "", fmt.Sprintf("demo %s has no step %q\nIts steps are 1 to %d.", parts[0], parts[1], len(list[i].Steps))
		}
	}
	if len(parts) > 2 && !slices.Contains(Tabs, parts[2]) {
		return "", fmt.Sprintf("a step has no tab %q\n%sThere are %s.", parts[2], meant("", near.Likely(Tabs, parts[2])), strings.Join(Tabs, ", "))
	}
	return rest, ""
}

func inTraffic(rest string, _ []*demos.Demo) (name, wrong string) {
	if rest == "" {
		return "", ""
	}
	if _, err := strconv.ParseUint(rest, 10, 63); err != nil {
		return "", fmt.Sprintf("an exchange is named by its number, not %q\nAs in traffic/17.", rest)
	}
	return "no/" + rest, ""
}

func inSandbox(rest string, _ []*demos.Demo) (name, wrong string) {
	list, _, _ := strings.Cut(rest, "/")
	if rest != "" && !slices.Contains(Lists, list) {
		return "", fmt.Sprintf("the sandbox has no %q\n%sThere are %s.", list, meant("sandbox/", near.Likely(Lists, list)), strings.Join(Lists, ", "))
	}
	return rest, ""
}

func inWords(rest string, _ []*demos.Demo) (name, wrong string) {
	if rest == "" {
		return "", ""
	}
	if t, ok := glossary.Find(rest); ok {
		return t.Name, ""
	}
	var names []string
	for _, t := range glossary.All() {
		names = append(names, t.Name)
	}
	return "", fmt.Sprintf("there is no term %q\n%s`words` alone lists them.", rest, meant("words/", near.Nearest(names, rest)))
}

func anything(rest string, _ []*demos.Demo) (name, wrong string) { return rest, "" }

func meant(prefix, name string) string {
	if name == "" {
		return ""
	}
	return "Did you mean " + prefix + name + "? "
}

// Complete lists the addresses that begin so, each with what it is behind a
// tab, for a shell.
func Complete(begin string, list []*demos.Demo) (out []string) {
	add := func(address, about string) {
		if strings.HasPrefix(address, begin) {
			out = append(out, address+"\t"+about)
		}
	}
	for _, p := range places {
		add(p.name, p.about)
	}
	for _, l := range Lists {
		add("sandbox/"+l, "the sandbox's "+l)
	}
	if strings.HasPrefix(begin, "words/") {
		for _, t := range glossary.All() {
			add("words/"+t.Name, "a term")
		}
	}
	if !strings.HasPrefix(begin, "demo") {
		return out
	}
	for _, d := range list {
		add("demo/"+d.Name, d.Title)
		if !strings.HasPrefix(begin, "demo/"+d.Name+"/") {
			continue
		}
		for i := range d.Steps {
			step := fmt.Sprintf("demo/%s/%d", d.Name, i+1)
			add(step, d.Steps[i].Title)
			for _, tab := range Tabs {
				if strings.HasPrefix(begin, step+"/") {
					add(step+"/"+tab, "its "+tab)
				}
			}
		}
	}
	return out
}
