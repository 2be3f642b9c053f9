// Package explain says in a sentence or two what a parameter, a header or
// a claim is, and where that is laid down.
//
// The words are in words.md. To add one, write:
//
//	## client_id, azp
//	What it is, in plain words.
//
//	Source: RFC 6749 §2.2
//
// A heading may name one value of a parameter ("grant_type=refresh_token")
// or a claim ("claim iss"). Terms of art are in package glossary.
package explain

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed words.md
var words string

// Entry is one explanation.
type Entry struct {
	Text   string
	Source string // "RFC 6749 §2.2"; may be empty
}

// Book holds all explanations.
type Book struct{ entries map[string]Entry }

// Load reads the book, once.
var Load = sync.OnceValue(func() *Book { return parse(words) })

func parse(source string) *Book {
	b := &Book{entries: map[string]Entry{}}
	for section := range strings.SplitSeq("\n"+source, "\n## ") {
		heading, text, ok := strings.Cut(section, "\n")
		if !ok || strings.HasPrefix(section, "\n") || strings.HasPrefix(section, "# ") {
			continue
		}
		text, from, _ := strings.Cut(text, "Source:")
		e := Entry{Text: strings.Join(strings.Fields(text), " "), Source: strings.TrimSpace(from)}
		for name := range strings.SplitSeq(heading, ",") {
			b.entries[strings.ToLower(strings.TrimSpace(name))] = e
		}
	}
	return b
}

// Param explains a parameter or header; the explanation of its very value, if
// there is one, is preferred.
func (b *Book) Param(name, value string) (Entry, bool) {
	name = strings.ToLower(name)
	if e, ok := b.entries[name+"="+strings.ToLower(value)]; ok {
		return e, true
	}
	e, ok := b.entries[name]
	return e, ok
}

// Claim explains a claim of a token.
func (b *Book) Claim(name string) (Entry, bool) {
	e, ok := b.entries["claim "+name]
	return e, ok
}
