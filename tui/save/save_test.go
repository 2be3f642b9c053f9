package save_test

import (
	"os"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/tui/save"
)

func TestFile(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("token.jwt", []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name   string
		secret bool
		want   string
		mode   os.FileMode
	}{
		{"token.jwt", true, "token-2.jwt", 0o600},
		{"token.jwt", true, "token-3.jwt", 0o600},
		{"step.md", false, "step.md", 0o644},
		{"step", false, "step", 0o644},
		{"step", false, "step-2", 0o644},
	} {
		got, err := save.File(row.name, "text", row.secret)
		if err != nil || got != row.want {
			t.Errorf("%s: %q, %v; want %q", row.name, got, err, row.want)
			continue
		}
		info, err := os.Stat(got)
		if err != nil || info.Mode().Perm()&^0o022 != row.mode&^0o022 {
			t.Errorf("%s: %v, %v; want %v", got, info.Mode(), err, row.mode)
		}
	}
	if kept, _ := os.ReadFile("token.jwt"); string(kept) != "mine" {
		t.Errorf("what was there is now %q", kept)
	}
	if err := os.Chmod(".", 0o500); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() != 0 { // root may write anywhere
		if _, err := save.File("more", "", false); err == nil {
			t.Error("a folder that cannot be written to gives no error")
		}
	}
}

func TestName(t *testing.T) {
	for in, want := range map[string]string{
		"rotation-2-request.sh":        "rotation-2-request.sh",
		"../../etc/passwd":             "etc-passwd",
		".profile":                     "profile",
		"a\x1b[31m b\n c":              "a-31m-b-c",
		"https://expenses.example/api": "https-expenses.example-api",
		"":                             "playgrant",
		"é///":                         "playgrant",
		"CON.":                         "CON",
	} {
		if got := save.Name(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	if got := save.Name(strings.Repeat("x", 300) + ".json"); len(got) != 100 || !strings.HasSuffix(got, ".json") {
		t.Errorf("a long name becomes %q", got)
	}
}
