// Package glossary says what the terms of art mean, and where that is laid
// down, in a card that lies over any screen.
//
// The terms are in terms.md. To add one, write:
//
//	## refresh token
//	Also: refresh_token, other spellings under which it is found
//	What it is, for somebody who meets it for the first time.
//	See: rotation, other terms
//	Demo: the name of a demo that shows it
//	Source: RFC 6749 §1.5; Auth0, Refresh Tokens
//
// Also, See and Demo may be left out.
package glossary

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed terms.md
var source string

// Term is one of them.
type Term struct {
	Name   string
	Also   []string // other spellings
	Text   string
	See    []string // names of other terms
	Demo   string   // the name of a demo that shows it; may be empty
	Source string   // "RFC 6749 §1.5; Auth0, Refresh Tokens"
}

// All are the terms by name.
var All = sync.OnceValue(func() []Term {
	list := parse(source)
	slices.SortFunc(list, func(a, b Term) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return list
})

var byName = sync.OnceValue(func() map[string]int {
	index := map[string]int{}
	for i, t := range All() {
		for _, name := range t.Also {
			if _, taken := index[strings.ToLower(name)]; !taken {
				index[strings.ToLower(name)] = i
			}
		}
	}
	for i, t := range All() {
		index[strings.ToLower(t.Name)] = i
	}
	return index
})

func parse(source string) (list []Term) {
	for section := range strings.SplitSeq(source, "\n## ") {
		if strings.HasPrefix(section, "# ") {
			continue
		}
		name, rest, _ := strings.Cut(section, "\n")
		t := Term{Name: strings.TrimSpace(name)}
		var text []string
		for line := range strings.SplitSeq(rest, "\n") {
			label, value, _ := strings.Cut(line, ": ")
			switch label {
			case "Also":
				t.Also = listed(value)
			case "See":
				t.See = listed(value)
			case "Demo":
				t.Demo = strings.TrimSpace(value)
			case "Source":
				t.Source = strings.TrimSpace(value)
			default:
				text = append(text, line)
			}
		}
		t.Text = strings.Join(strings.Fields(strings.Join(text, " ")), " ")
		list = append(list, t)
	}
	return list
}

func listed(value string) (names []string) {
	for name := range strings.SplitSeq(value, ",") {
		names = append(names, strings.TrimSpace(name))
	}
	return names
}

// Find finds a term by its name or another spelling, whatever their case.
func Find(name string) (Term, bool) {
	i, ok := byName()[strings.ToLower(strings.TrimSpace(name))]
	if !ok {
		return Term{}, false
	}
	return All()[i], true
}

// In are the terms that a text uses, in the order in which it does.
func In(text string) []Term {
	text = strings.ToLower(text)
	type use struct{ term, at, size int }
	var uses []use
	for name, i := range byName() {
		if at := word(text, name); at >= 0 {
			uses = append(uses, use{i, at, len(name)})
		}
	}
	slices.SortFunc(uses, func(a, b use) int {
		switch {
		case a.at != b.at:
			return a.at - b.at
		case a.size != b.size: // "refresh-token family" before "refresh token"
			return b.size - a.size
		}
		return a.term - b.term
	})
	var out []Term
	seen := map[int]bool{}
	for _, u := range uses {
		if !seen[u.term] {
			seen[u.term] = true
			out = append(out, All()[u.term])
		}
	}
	return out
}

// word is where a text has a word, or words, with none of its letters beyond;
// -1: nowhere.
func word(text, name string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return -1
		}
		at := from + i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(name):])
		if !letter(before) && !letter(after) {
			return at
		}
		from = at + len(name)
	}
}

func letter(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
