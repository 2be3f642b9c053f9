package demos

import (
	"cmp"
	"embed"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/playgrant/playgrant/engine/near"
)

// The documents have names in lower case; FORMAT.md is not one of them.
//
//go:embed [a-z]*.md
var documents embed.FS

var all = sync.OnceValue(func() []*Demo {
	names, err := documents.ReadDir(".")
	if err != nil {
		panic(err) // the documents are part of the program
	}
	out := make([]*Demo, 0, len(names))
	for _, entry := range names {
		data, err := documents.ReadFile(entry.Name())
		if err != nil {
			panic(err)
		}
		d, err := Parse("demos/"+entry.Name(), data)
		if err != nil {
			panic(err) // a test parses them all
		}
		out = append(out, d)
	}
	chapter := map[string]int{}
	for _, d := range out {
		if first, ok := chapter[d.Chapter]; !ok || d.Order < first {
			chapter[d.Chapter] = d.Order
		}
	}
	slices.SortFunc(out, func(a, b *Demo) int {
		return cmp.Or(
			cmp.Compare(chapter[a.Chapter], chapter[b.Chapter]), cmp.Compare(a.Chapter, b.Chapter),
			cmp.Compare(a.Order, b.Order), cmp.Compare(a.Name, b.Name),
		)
	})
	return out
})

// All returns the demos that come with Playgrant: chapter by chapter, that of
// the lowest order first, and by order inside each.
func All() []*Demo { return slices.Clone(all()) }

// Find returns the demo of that name; the error suggests a near one.
func Find(name string) (*Demo, error) {
	var names, begun []string
	lower := strings.ToLower(name)
	for _, d := range all() {
		if d.Name == name {
			return d, nil
		}
		names = append(names, d.Name)
		if strings.HasPrefix(d.Name, lower) {
			begun = append(begun, d.Name)
		}
	}
	if len(begun) > 0 {
		names = begun // half a name is likelier than a misspelt one
	}
	return nil, fmt.Errorf("there is no demo %q. Did you mean %s? “playgrant demos” lists them all", clip(name), near.Nearest(names, lower))
}

// Load reads a demo from a file. Errors of the document are a *ParseError.
func Load(file string) (*Demo, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("reading a demo: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(f, MaxDocument+1))
	if err != nil {
		return nil, fmt.Errorf("reading a demo: %w", err)
	}
	return Parse(file, data)
}
