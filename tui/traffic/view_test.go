package traffic

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/sift"
)

// Whatever can stand before a colon is shown where the filter is typed.
func TestTheHintShowsTheWholeLanguage(t *testing.T) {
	for _, name := range sift.Names {
		if !strings.Contains(hint, name+":") {
			t.Errorf("the hint says nothing of %s:", name)
		}
	}
	for word := range strings.FieldsSeq(strings.TrimPrefix(hint, "words, or ")) {
		if _, err := sift.Parse(word); err != nil || !strings.Contains(word, ":") {
			t.Errorf("%s in the hint is no filter: %v", word, err)
		}
	}
}
