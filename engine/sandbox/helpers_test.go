package sandbox_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

// view reads GET /sandbox.
func view(t *testing.T, s *enginetest.Server) model.Sandbox {
	t.Helper()
	var v model.Sandbox
	if err := json.Unmarshal([]byte(s.Do("GET", "/sandbox", "").Text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func join(list []string) string { return strings.Join(list, " ") }

func sorted(list []string) string { return join(slices.Sorted(slices.Values(list))) }

// badRequest checks that an answer refuses a field by its name.
func badRequest(t *testing.T, got enginetest.Answer, field string) {
	t.Helper()
	body := got.Object()
	if got.Status != 400 || body["error"] != "invalid_request" || body["field"] != any(field) {
		t.Errorf("answered %d %s, want 400 for %s", got.Status, got.Text, field)
	}
	if says, _ := body["error_description"].(string); !strings.Contains(says, field) {
		t.Errorf("%q does not name %s", says, field)
	}
}
