package request_test

import (
	"slices"
	"testing"

	"github.com/playgrant/playgrant/tui/explain"
	"github.com/playgrant/playgrant/tui/request"
)

// TestEachParameterIsExplained: whatever a request of the catalog has or may
// have, the composer says what it is.
func TestEachParameterIsExplained(t *testing.T) {
	book := explain.Load()
	var missing []string
	for _, p := range request.Catalog() {
		if p.Group() == "Sandbox" {
			continue // its fields are those of the Sandbox screen
		}
		names := p.More
		for _, q := range slices.Concat(p.Draft.Query, p.Draft.Form, p.Draft.Headers) {
			names = append(names, q.Name)
		}
		for _, name := range names {
			if _, ok := book.Param(name, ""); !ok && !slices.Contains(missing, name) {
				missing = append(missing, name)
			}
		}
	}
	if len(missing) > 0 {
		t.Errorf("not explained: %q", missing)
	}
}
