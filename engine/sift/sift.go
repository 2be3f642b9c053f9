// Package sift reads what somebody types to find exchanges, such as
// "client:spa status:4xx -path:/authorize token", and holds exchanges against
// it. All that is typed has to fit.
package sift

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/near"
)

// longest is how much can be asked at once, in bytes.
const longest = 500

// Filter holds exchanges against what was typed. Its zero value lets all
// through.
type Filter struct{ terms []term }

type term struct {
	not bool
	fit func(*model.ExchangeLine) bool
}

// Names are what can stand before a colon.
var Names = []string{"client", "grant", "method", "mend", "outside", "path", "slower", "status", "why"}

// Parse reads a filter. Its error is a sentence for who typed it.
func Parse(text string) (f Filter, err error) {
	if len(text) > longest {
		return f, fmt.Errorf("a filter has at most %d characters", longest)
	}
	for _, word := range split(text) {
		t := term{}
		if rest, ok := strings.CutPrefix(word, "-"); ok && rest != "" {
			t.not, word = true, rest
		}
		name, value, named := strings.Cut(word, ":")
		if !named || strings.ContainsFunc(name, func(r rune) bool { return r < 'a' || r > 'z' }) || name == "" || strings.HasPrefix(value, "//") {
			t.fit = anywhere(unquote(word))
		} else if t.fit, err = field(name, unquote(value)); err != nil {
			return Filter{}, err
		}
		f.terms = append(f.terms, t)
	}
	return f, nil
}

// Empty reports whether the filter lets all through.
func (f Filter) Empty() bool { return len(f.terms) == 0 }

// Fits reports whether an exchange is one that is looked for.
func (f Filter) Fits(l *model.ExchangeLine) bool {
	for _, t := range f.terms {
		if t.fit(l) == t.not {
			return false
		}
	}
	return true
}

func field(name, value string) (func(*model.ExchangeLine) bool, error) {
	if value == "" {
		return nil, fmt.Errorf("%s: needs a value, such as %s", name, examples[name])
	}
	switch name {
	case "client":
		return func(l *model.ExchangeLine) bool { return has(l.ClientID, value) }, nil
	case "grant":
		return func(l *model.ExchangeLine) bool { return has(l.GrantType, value) }, nil
	case "method":
		return func(l *model.ExchangeLine) bool { return strings.EqualFold(l.Method, value) }, nil
	case "path":
		return func(l *model.ExchangeLine) bool { return has(l.Path, value) }, nil
	case "why":
		return func(l *model.ExchangeLine) bool { return has(l.Why, value) || has(l.Refused, value) }, nil
	case "slower":
		ms, err := strconv.ParseFloat(strings.TrimSuffix(value, "ms"), 64)
		if err != nil {
			return nil, fmt.Errorf("slower: takes milliseconds, such as %s", examples[name])
		}
		return func(l *model.ExchangeLine) bool { return l.MS > ms }, nil
	case "outside", "mend":
		yes, err := truth(name, value)
		if name == "mend" {
			return func(l *model.ExchangeLine) bool { return (l.Mends > 0) == yes }, err
		}
		return func(l *model.ExchangeLine) bool { return !l.Inside == yes }, err
	case "status":
		return status(value)
	}
	if likely := near.Likely(Names, name); likely != "" {
		return nil, fmt.Errorf("there is no %s:, but there is %s", name, examples[likely])
	}
	return nil, fmt.Errorf("there is no %s:, only %s:; put quotes around what has a colon in it", name, strings.Join(Names, ":, "))
}

var examples = map[string]string{
	"client": "client:spa", "grant": "grant:refresh_token", "method": "method:POST", "mend": "mend:yes", "outside": "outside:yes",
	"path": "path:/oauth", "slower": "slower:50", "status": "status:4xx, status:403 or status:refused", "why": "why:redirect",
}

func truth(name, value string) (bool, error) {
	switch strings.ToLower(value) {
	case "yes", "y", "true":
		return true, nil
	case "no", "n", "false":
		return false, nil
	}
	return false, fmt.Errorf("%s: is yes or no", name)
}

func status(value string) (func(*model.ExchangeLine) bool, error) {
	value = strings.ToLower(value)
	switch value {
	case "refused":
		return func(l *model.ExchangeLine) bool { return l.Refused != "" }, nil
	case "ok":
		return func(l *model.ExchangeLine) bool { return l.Status < 400 && l.Refused == "" }, nil
	}
	if rest, ok := strings.CutSuffix(value, "xx"); ok && len(rest) == 1 && rest >= "1" && rest <= "5" {
		class := int(rest[0] - '0')
		return func(l *model.ExchangeLine) bool { return l.Status/100 == class }, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 100 || n > 599 {
		return nil, fmt.Errorf("status: is a number, a class or a word: %s", examples["status"])
	}
	return func(l *model.ExchangeLine) bool { return l.Status == n }, nil
}

// anywhere looks for a text in all that stands on the line.
func anywhere(text string) func(*model.ExchangeLine) bool {
	return func(l *model.ExchangeLine) bool {
		return slices.ContainsFunc([]string{
			l.Path, l.ClientID, l.GrantType, l.Method, l.Why, l.Refused, strconv.Itoa(l.Status), http.StatusText(l.Status),
		}, func(s string) bool { return has(s, text) })
	}
}

// has is a search that does not mind capitals.
func has(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}

// split parts words at spaces, but not inside quotes. A quote that is not
// closed yet reaches to the end.
func split(text string) (words []string) {
	var word strings.Builder
	quoted := false
	end := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
		}
		word.Reset()
	}
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
			word.WriteRune(r)
		case r == ' ' && !quoted:
			end()
		default:
			word.WriteRune(r)
		}
	}
	end()
	return words
}

func unquote(s string) string { return strings.ReplaceAll(s, `"`, "") }
