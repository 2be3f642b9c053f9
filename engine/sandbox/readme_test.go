package sandbox_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/sandbox"
)

// forTheInterface are endpoints that the terminal keeps its own things in: not
// described, and free to change.
var forTheInterface = []string{
	"GET /sandbox/traffic", "GET /sandbox/traffic/news",
	"GET /sandbox/progress", "GET /sandbox/progress/{name}", "PUT /sandbox/progress/{name}", "DELETE /sandbox/progress/{name}",
}

var (
	described = regexp.MustCompile("`((?:GET|POST|PUT|PATCH|DELETE) /sandbox[^`?]*)[^`]*`")
	alike     = regexp.MustCompile("`(/sandbox/[a-z-]+)(/\\{[a-z]+\\})`")
)

// TestTheREADMEDescribesTheSandbox as it is: each endpoint that it names is
// served, and each that is served for others is named.
func TestTheREADMEDescribesTheSandbox(t *testing.T) {
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "## From a test suite")
	text, _, _ = strings.Cut(text, "\n## ")
	var named, served []string
	for _, m := range described.FindAllStringSubmatch(text, -1) {
		named = append(named, m[1])
	}
	for _, m := range alike.FindAllStringSubmatch(text, -1) { // “so do …”
		named = append(named, "POST "+m[1], "PATCH "+m[1]+m[2], "DELETE "+m[1]+m[2])
	}
	for _, r := range sandbox.Routes(sandbox.Deps{}) {
		served = append(served, r.Pattern)
		if !slices.Contains(named, r.Pattern) && !slices.Contains(forTheInterface, r.Pattern) {
			t.Errorf("%s is served, and the README does not say so", r.Pattern)
		}
	}
	for _, n := range named {
		if !slices.Contains(served, n) {
			t.Errorf("the README tells of %s, which there is not", n)
		}
	}
}
