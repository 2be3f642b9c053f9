package demos_test

import (
	"testing"

	"github.com/playgrant/playgrant/demos"
)

func TestDocumentsParse(t *testing.T) {
	if len(demos.All()) == 0 {
		t.Error("there are no demos")
	}
}
