package link_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/link"
	"github.com/playgrant/playgrant/tui/screen"
)

func TestParse(t *testing.T) {
	for address, want := range map[string]screen.Route{
		"traffic":                     {Kind: "traffic"},
		"traffic/17":                  {Kind: "traffic", Name: "no/17"},
		"/tokens/":                    {Kind: "tokens"},
		"demo/rotation":               {Kind: "walk", Name: "rotation"},
		"demo/rotation/3":             {Kind: "walk", Name: "rotation/3"},
		"demo/rotation/3/why":         {Kind: "walk", Name: "rotation/3/why"},
		"sandbox":                     {Kind: "sandbox"},
		"sandbox/clients/web-app":     {Kind: "sandbox", Name: "clients/web-app"},
		"sandbox/apis/https://a.b/cd": {Kind: "sandbox", Name: "apis/https://a.b/cd"},
		"phone/otp@example.com":       {Kind: "phone", Name: "otp@example.com"},
		"words/LEEWAY":                {Kind: "words", Name: "leeway"},
		"home":                        {Kind: "home"},
	} {
		if got, err := link.Parse(address, demos.All()); err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", address, got, err, want)
		}
	}
}

func TestNowhere(t *testing.T) {
	for address, want := range map[string][2]string{
		"":                      {`no place ""`, "There are home, demo"},
		"trafic":                {`no place "trafic"`, "Did you mean traffic?"},
		"rotation":              {"no place", "Did you mean demo/rotation?"},
		"tokens/1":              {"nothing stands after", "just tokens"},
		"demo":                  {"needs its name", "demo/rotation"},
		"demo/rotatoin":         {`no demo "rotatoin"`, "Did you mean demo/rotation?"},
		"demo/rotation/99":      {`no step "99"`, "Its steps are 1 to"},
		"demo/rotation/0":       {`no step "0"`, "1 to"},
		"demo/rotation/x":       {`no step "x"`, "1 to"},
		"demo/rotation/1/wyh":   {`no tab "wyh"`, "Did you mean why?"},
		"demo/rotation/1/why/x": {"no more than", "demo/rotation/2/why"},
		"traffic/x":             {"by its number", "traffic/17"},
		"traffic/-1":            {"by its number", "traffic/17"},
		"sandbox/cleints":       {`no "cleints"`, "Did you mean sandbox/clients?"},
		"words/leaway":          {`no term "leaway"`, "Did you mean words/leeway?"},
	} {
		_, err := link.Parse(address, demos.All())
		e, ok := errors.AsType[*link.Error](err)
		if !ok || !strings.Contains(e.Text, want[0]) || !strings.Contains(e.Try, want[1]) {
			t.Errorf("%s: %#v; want %q", address, err, want)
		}
	}
}

func TestComplete(t *testing.T) {
	names := func(begin string) (out []string) {
		for _, line := range link.Complete(begin, demos.All()) {
			name, about, ok := strings.Cut(line, "\t")
			if !ok || about == "" {
				t.Errorf("%q says not what it is", line)
			}
			out = append(out, name)
			if _, err := link.Parse(name, demos.All()); err != nil && name != "demo" {
				t.Errorf("%s is completed, and leads nowhere: %v", name, err)
			}
		}
		return out
	}
	for begin, want := range map[string]string{"t": "traffic", "sandbox/a": "sandbox/apis", "demo/rot": "demo/rotation", "demo/rotation/": "demo/rotation/2", "demo/rotation/2/w": "demo/rotation/2/why", "words/lee": "words/leeway", "": "clock"} {
		if got := names(begin); !slices.Contains(got, want) {
			t.Errorf("%q is completed to %q, want %s too", begin, got, want)
		}
	}
}
