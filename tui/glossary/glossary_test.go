package glossary

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/explain"
)

// prose is all that a demo says to its reader.
func prose(d *demos.Demo) string {
	parts := append([]string{d.Title, d.Intro}, d.Learn...)
	for i := range d.Steps {
		s := &d.Steps[i]
		parts = append(parts, s.Title, s.Prose)
		for _, v := range s.Variants {
			parts = append(parts, v.Title, v.Prose)
		}
	}
	return strings.Join(parts, "\n")
}

// TestEveryTermOfTheDemos finds each term of art that a demo uses, from a list
// of the field's.
func TestEveryTermOfTheDemos(t *testing.T) {
	list, err := os.ReadFile("testdata/vocabulary.txt")
	if err != nil {
		t.Fatal(err)
	}
	used := 0
	for name := range strings.Lines(string(list)) {
		name = strings.TrimSpace(name)
		if name == "" || strings.HasPrefix(name, "#") {
			continue
		}
		for _, d := range demos.All() {
			if word(strings.ToLower(prose(d)), strings.ToLower(name)) < 0 {
				continue
			}
			used++
			if _, ok := Find(name); !ok {
				t.Errorf("%s uses %q, which has no entry in terms.md", d.Name, name)
			}
			break
		}
	}
	if used < 60 {
		t.Errorf("the demos use only %d of the list's terms", used)
	}
}

var (
	code     = regexp.MustCompile("`([a-z]+(?:_[a-z]+)+)`")
	stressed = regexp.MustCompile(`\*([^*\n]+)\*`)
)

// plain are stressed words that are no terms.
var plain = strings.Fields("not before and always user that same really never is either first away after for_itself immediately_previous")

// TestEveryMarkedTermOfTheDemos finds the names that stand in code and the
// words that are stressed as they are introduced, too.
func TestEveryMarkedTermOfTheDemos(t *testing.T) {
	book := explain.Load()
	for _, d := range demos.All() {
		text := prose(d)
		for _, m := range code.FindAllStringSubmatch(text, -1) {
			_, known := Find(m[1])
			_, param := book.Param(m[1], "")
			_, claim := book.Claim(m[1])
			if !known && !param && !claim {
				t.Errorf("%s: `%s` is explained nowhere", d.Name, m[1])
			}
		}
		for _, m := range stressed.FindAllStringSubmatch(strings.ReplaceAll(text, "**", ""), -1) {
			_, known := Find(m[1])
			if !known && !slices.Contains(plain, strings.ReplaceAll(m[1], " ", "_")) {
				t.Errorf("%s: *%s* is stressed, and no term", d.Name, m[1])
			}
		}
	}
}

func TestTermsAreWhole(t *testing.T) {
	names := map[string]string{}
	for _, term := range All() {
		if term.Text == "" || term.Source == "" {
			t.Errorf("%s lacks a text or a source", term.Name)
		}
		if n := len(term.Text); n > 330 {
			t.Errorf("%s is explained in %d letters; a newcomer reads 330", term.Name, n)
		}
		for _, other := range term.See {
			if found, ok := Find(other); !ok || found.Name == term.Name {
				t.Errorf("%s: see %q leads nowhere", term.Name, other)
			} else if found.Name != other {
				t.Errorf("%s: see %q should be %q", term.Name, other, found.Name)
			}
		}
		if term.Demo != "" && !slices.ContainsFunc(demos.All(), func(d *demos.Demo) bool { return d.Name == term.Demo }) {
			t.Errorf("%s: there is no demo %q", term.Name, term.Demo)
		}
		for _, name := range append([]string{term.Name}, term.Also...) {
			if other, taken := names[strings.ToLower(name)]; taken && other != term.Name {
				t.Errorf("%q stands for both %s and %s", name, other, term.Name)
			}
			names[strings.ToLower(name)] = term.Name
		}
	}
}

func TestIn(t *testing.T) {
	var names []string
	for _, term := range In("A Refresh token family dies; `offline_access` asks. No spades, no spare parts.") {
		names = append(names, term.Name)
	}
	want := []string{"refresh-token family", "refresh token", "offline access"}
	if !slices.Equal(names, want) {
		t.Errorf("found %q, want %q", names, want)
	}
	if term, ok := Find("ROTATION overlap period"); !ok || term.Name != "leeway" {
		t.Errorf("another spelling finds %+v", term)
	}
	if _, ok := Find("no such term"); ok {
		t.Error("what is not there is found")
	}
}
