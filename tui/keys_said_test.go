package tui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/tui/keymap"
)

// inFields are sentences about fields and boxes over the screen: there keys
// are text, and enter and esc are always themselves.
var inFields = []string{
	"esc leaves", "esc closes", "enter makes it", "enter makes the change", "enter copies", "enter saves", "enter moves the clock",
	"enter does it", "s saves to a file", "esc keeps it", "enter takes", "esc ends", "enter walks the demo",
}

// TestSentencesNameKeysAsTheyAre: a sentence that tells one to press a key
// goes through Context.Say, which names the key that it is now. This reads
// the source, since no walk comes by every sentence.
func TestSentencesNameKeysAsTheyAre(t *testing.T) {
	var names []string
	for _, a := range keymap.Actions {
		for _, k := range a.Keys {
			if a.Fixed == "" && k != "space" && k != "-" {
				names = append(names, regexp.QuoteMeta(k))
			}
		}
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	said := regexp.MustCompile(`(?:^ *|[.;:,(·] |\band |\bor |\bthen |\bpress )(` + strings.Join(names, "|") + `)[ ,]+([a-z]+[a-z]s|brings?|then)\b`)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (path == "plain" || path == "testdata"): // plain has commands, not keys
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if f, ok := call.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "Say" || f.Sel.Name == "WithHelp") {
					return false
				}
			}
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(lit.Value)
			for _, at := range said.FindAllStringSubmatchIndex(text, -1) {
				rest := text[at[2]:] // from the key on
				if !slices.ContainsFunc(inFields, func(s string) bool { return strings.HasPrefix(rest, s) }) {
					t.Errorf("%s: %q names a key that may be another: say it with Context.Say, or list it in inFields", set.Position(lit.Pos()), rest)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
