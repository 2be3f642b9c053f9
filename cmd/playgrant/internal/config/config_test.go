package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/cmd/playgrant/internal/config"
)

func TestReadTakesEachSettingForItsFlag(t *testing.T) {
	got, err := config.Read("config.yaml", strings.NewReader("# mine\nlisten: localhost:1\nhosts: [a.internal, b.internal]\nmemory: true\n"))
	want := []config.Setting{
		{Flag: "listen", Values: []string{"localhost:1"}, Line: 2},
		{Flag: "host", Values: []string{"a.internal", "b.internal"}, Line: 3},
		{Flag: "memory", Values: []string{"true"}, Line: 4},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("(-want +got):\n%s%v", diff, err)
	}
}

func TestReadRefusesMistakesByLine(t *testing.T) {
	for text, want := range map[string]string{
		"port: 1":                       `c:1: "port" is not a setting`,
		"memory: true\nlisten:":         "c:2: listen has one value",
		"memory: [true]":                "c:1: memory has one value",
		"hosts: a":                      "", // one host needs no list
		"hosts: {a: b}":                 "c:1: hosts is a list of names",
		"hosts:\n- a\n- [b]":            "c:3: a host is a name",
		"memory: true\nmemory: true":    "c:2: memory is set twice",
		"just words":                    "c:1: expected settings",
		"- listen":                      "c:1: expected settings",
		"listen: [":                     "c: line ",
		"a: &a [*a]":                    "c",
		"":                              "",
		"# nothing":                     "",
		"~":                             "",
		"listen: x\n---\nmemory: false": "", // a second document is not ours
	} {
		_, err := config.Read("c", strings.NewReader(text))
		switch {
		case want == "" && err != nil:
			t.Errorf("%q: %v", text, err)
		case want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)):
			t.Errorf("%q: got %v, want %s…", text, err, want)
		}
	}
}

// Whatever the file holds, it is read or refused by an error that names it.
func FuzzRead(f *testing.F) {
	f.Add("listen: localhost:2884\nhosts: [a]\n")
	f.Add("a: &a [*a, *a]")
	f.Add("? [x]\n: y")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := config.Read("c", strings.NewReader(text))
		if mistake, ok := errors.AsType[*config.Error](err); err != nil && (!ok || mistake.Name != "c") {
			t.Errorf("%q: %v", text, err)
		}
	})
}
