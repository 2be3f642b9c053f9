package ui_test

import (
	"slices"
	"testing"

	"github.com/playgrant/playgrant/tui/ui"
)

// TestItems holds that a source is not broken in two where it need not be.
func TestItems(t *testing.T) {
	for _, c := range []struct {
		name  string
		items []string
		width int
		want  []string
	}{
		{"on one row", []string{"RFC 6749 §4.1", "RFC 6749 §6"}, 60, []string{"Sources: RFC 6749 §4.1 · RFC 6749 §6"}},
		{"whole on the next", []string{"Auth0 “Use Refresh Tokens”", "RFC 6749 §4.1, §6"}, 42, []string{"Sources: Auth0 “Use Refresh Tokens” ·", "         RFC 6749 §4.1, §6"}},
		{"longer than a row", []string{"Auth0 “Use Refresh Tokens”"}, 24, []string{"Sources: Auth0 “Use", "         Refresh Tokens”"}},
		{"cleaned", []string{"RFC\x1b 1"}, 30, []string{"Sources: RFC␛ 1"}},
	} {
		if got := ui.Items("Sources: ", c.items, c.width, ui.Ink{}); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
