package sandbox_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

func TestProgressIsKept(t *testing.T) {
	s := enginetest.New(t)
	const path = "/sandbox/progress/get-a-refresh-token"
	if got := s.Do("GET", path, ""); got.Status != 404 {
		t.Errorf("before: %d %s", got.Status, got.Text)
	}
	if got := s.Do("PUT", path, `{"at": 3, "vars": [{"name": "code"}]}`); got.Status != 204 {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	if got := s.Do("GET", path, ""); got.Text != `{"at":3,"vars":[{"name":"code"}]}` {
		t.Errorf("kept %s", got.Text)
	}
	if got := s.Do("GET", "/sandbox/progress", ""); got.Text != `["get-a-refresh-token"]` {
		t.Errorf("names %s", got.Text)
	}
	s.Do("DELETE", path, "")
	if got := s.Do("GET", path, ""); got.Status != 404 {
		t.Errorf("afterwards: %d %s", got.Status, got.Text)
	}
}

func TestProgressThatIsRefused(t *testing.T) {
	s := enginetest.New(t)
	tests := []struct {
		name, path, body string
		status           int
	}{
		{"no object", "/sandbox/progress/a", `[1]`, 400},
		{"no JSON", "/sandbox/progress/a", `{`, 400},
		{"nothing", "/sandbox/progress/a", ``, 400},
		{"a path for a name", "/sandbox/progress/..%2Fa", `{}`, 400},
		{"a hidden name", "/sandbox/progress/.a", `{}`, 400},
		{"NUL", "/sandbox/progress/a%00b", `{}`, 400},
		{"a long name", "/sandbox/progress/" + strings.Repeat("a", 101), `{}`, 400},
		{"too much", "/sandbox/progress/a", `{"a":"` + strings.Repeat("x", 256<<10) + `"}`, 413},
		{"far too much", "/sandbox/progress/a", `{"a":"` + strings.Repeat("x", 2<<20) + `"}`, 413},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := s.Do("PUT", tt.path, tt.body); got.Status != tt.status {
				t.Errorf("%d %s", got.Status, got.Text)
			}
		})
	}
	if got := s.Do("GET", "/sandbox/progress", ""); got.Text != `[]` {
		t.Errorf("kept %s", got.Text)
	}
}
