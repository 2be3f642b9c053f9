package demos_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// bomb is a demo whose variables hold each other's values many times: a few
// kilobytes that would become megabytes, and with one more line each a
// thousand times that.
func bomb(t *testing.T, vars, steps string) *demos.Demo {
	t.Helper()
	d, err := demos.Parse("bomb.md", []byte("---\ntitle: T\nchapter: C\nvars:\n"+vars+"---\n"+strings.ReplaceAll(steps, "'", "`")))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestVariablesHaveBounds(t *testing.T) {
	long := "  a: " + strings.Repeat("x", 4000) + "\n"
	for name, row := range map[string]struct{ vars, steps, want string }{
		"in the front matter": {
			long + "  b: \"" + strings.Repeat("{{a}}", 1500) + "\"\n",
			"## Ask\n'''http\nGET /healthz\n'''\n", "the variable b: its variables make it longer than 1024 KiB",
		},
		"in a header": {
			long, "## Ask\n'''http\nGET /healthz\nX-A: " + strings.Repeat("{{a}}", 1500) + "\n'''\n", "line 8: its variables make it longer",
		},
		"in many parameters": {
			long, "## Ask\n'''http\nPOST /oauth/token\n\nz=1\n" + strings.Repeat("&a={{a}}\n", 150) + strings.Repeat("&b={{a}}&c={{a}}\n", 40) + "&d=" + strings.Repeat("{{a}}", 100) + "\n'''\n", "line 8: its variables make it longer",
		},
		"in a body": {
			long, "## Ask\n'''http\nPOST /oauth/token\n\n{\"a\": \"" + strings.Repeat("{{a}}", 1500) + "\"}\n'''\n", "line 8: its variables make it longer",
		},
		"in an act": {
			long, "## Ask\n'''act\nset policy mfa.when to " + strings.Repeat("{{a}}", 1500) + "\n'''\n", "its variables make it longer",
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := demos.NewPlayer(bomb(t, row.vars, row.steps), sandbox(t), chance())
			if _, err := p.Play(t.Context(), 0, nil); err == nil || !strings.Contains(err.Error(), row.want) {
				t.Fatalf("got %.200v", err)
			}
			d, err := p.Draft(0)
			if d == nil || err != nil {
				return
			}
			size := len(d.Body)
			for _, param := range append(d.Headers, d.Form...) {
				size += len(param.Value)
			}
			if size > 64<<10 {
				t.Errorf("the draft to look at has %d bytes", size)
			}
		})
	}
}
