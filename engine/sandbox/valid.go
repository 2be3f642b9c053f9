package sandbox

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/step"
)

// Limits of what is kept, in bytes or entries.
const (
	maxName   = 255
	maxSecret = 512
	maxList   = 100
	maxURL    = 2048
)

const (
	mustID       = "text of 1 to 255 characters"
	mustText     = "text of up to 255 characters"
	mustBeUnique = "different from the others"
)

// want is one field and what it must be.
type want struct {
	field string
	ok    bool
	must  string
}

// allOf requires one field after the other. at stands before their names.
func allOf(s *step.Step, at string, wants ...want) error {
	for _, w := range wants {
		if err := field(s, at+w.field, w.ok, w.must); err != nil {
			return err
		}
	}
	return nil
}

func isID(s string) bool { return s != "" && plain(s, maxName) }

func between(n, low, high int) bool { return low <= n && n <= high }

func seconds(low, high int) string {
	return fmt.Sprintf("a whole number of seconds from %d to %d", low, high)
}

func among(values []string) string { return "one of " + strings.Join(values, ", ") }

// subset reports whether a list holds only what it may, and nothing twice.
func subset(list, of []string) bool {
	seen := unique{}
	return !slices.ContainsFunc(list, func(v string) bool { return !slices.Contains(of, v) || !seen.add(v) })
}

// urls wants every entry of a list to be a URL of some kind.
func urls(name string, values []string, ok func(*url.URL) bool, must string) []want {
	wants := []want{{name, len(values) <= maxList, "a list of at most 100"}}
	for i, v := range values {
		u, err := url.Parse(v)
		good := err == nil && plain(v, maxURL) && !strings.ContainsAny(v, " #") && ok(u)
		wants = append(wants, want{fmt.Sprintf("%s[%d]", name, i), good, must})
	}
	return wants
}

// notNil gives lists that were left out the form of empty ones.
func notNil(lists ...*[]string) {
	for _, list := range lists {
		if *list == nil {
			*list = []string{}
		}
	}
}
