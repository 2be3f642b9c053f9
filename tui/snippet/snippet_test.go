package snippet

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata anew")

const (
	origin = "http://localhost:2884"
	token1 = "POST /oauth/token HTTP/1.1\r\nHost: localhost:2884\r\nUser-Agent: Playgrant\r\nContent-Length: 99\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
)

func parsed(t *testing.T, raw string) Request {
	t.Helper()
	r, err := Parse(raw, origin)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestCode holds one request in each language against the program that was
// looked at. .ci/steps/60-snippets runs more of them.
func TestCode(t *testing.T) {
	r := parsed(t, token1+"grant_type=authorization_code&client_id=web-app&client_secret=it%27s&redirect_uri=https%3A%2F%2Fyourapp.example%2Fcallback")
	for _, l := range Languages {
		t.Run(l.ID, func(t *testing.T) {
			code, err := l.Code(r)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", l.ID+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(code+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), code+"\n"); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestQuotes(t *testing.T) {
	for _, row := range []struct {
		name  string
		quote func(string) string
		in    string
		want  string
	}{
		{"shell: nothing ends a word but the quote", inShell, "$(id) `id` \\ 'x'", `'$(id) ` + "`id`" + ` \ '\''x'\'''`},
		{"C#: both", inCSharp, `a"b\c` + "\n", `"a\"b\\c\n"`},
		{"C#: what ends a line there", inCSharp, "\u0085\u2028", `"\u0085\u2028"`},
		{"Go: raw where there are quotes", inGo, `{"a": "\n"}`, "`{\"a\": \"\\n\"}`"},
		{"Go: not raw with a backquote", inGo, "\"`", "\"\\\"`\""},
		{"Go: bytes that are no text", inGo, "\xff", `"\xff"`},
		{"Java: no code unit is read before the string is", inJava, `\u0022` + "\n\x00\x1f", `"\\u0022\n\000\037"`},
		{"Java: letters as code units", inJava, "é🙂", `"\u00e9\ud83d\ude42"`},
		{"Java: a digit after an octal", inJava, "\x011", `"\0011"`},
		{"JavaScript: the other quote", inJavaScript, `{"a":1}`, `'{"a":1}'`},
		{"JavaScript: both quotes", inJavaScript, `"'`, `"\"'"`},
		{"JavaScript: a template is text", inJavaScript, "${x}", `"${x}"`},
		{"PHP: no variable", inPHP, `$HOME {$x} 'q' \`, `'$HOME {$x} \'q\' \\'`},
		{"PHP: no variable between double quotes", inPHP, "$a\x00\x1b\"", `"\$a\u{0}\u{1b}\""`},
		{"Python: the direction of writing", inPython, "a\u202eb", `"a\U0000202eb"`},
		{"Python: the other quote", inPython, `"x"\`, `'"x"\\'`},
		{"Ruby: no code", inRuby, `#{1} #$0 #@a`, `"\#{1} \#$0 \#@a"`},
		{"Ruby: no code with quotes", inRuby, `"#{1}"'\`, `'"#{1}"\'\\'`},
		{"Ruby: nor where something cannot be seen", inRuby, "\"#{1}\x07", `"\"\#{1}\u{7}"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := row.quote(row.in); got != row.want {
				t.Errorf("%q becomes\n%s\nnot\n%s", row.in, got, row.want)
			}
		})
	}
}

func FuzzGoQuote(f *testing.F) {
	f.Add("a`\"\n\xff")
	f.Fuzz(func(t *testing.T, s string) {
		if back, err := strconv.Unquote(inGo(s)); err != nil || back != s {
			t.Errorf("%q is read as %q: %v", s, back, err)
		}
	})
}

func TestParse(t *testing.T) {
	r := parsed(t, "GET /authorize?a={x}&b=[0] é HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\nCookie: b=2\r\nAccept: x\r\naccept: y\r\n\r\n")
	want := Request{
		Method: "GET", Origin: origin, Target: "/authorize?a=%7Bx%7D&b=%5B0%5D%20%C3%A9", Redirects: true,
		Headers: []Field{{"Cookie", "a=1; b=2"}, {"Accept", "x, y"}},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
	for _, body := range []string{"a", "a=%zz", "a=1&&b=2", "=1", "a=%ff", "a=%00", ""} {
		if r := parsed(t, token1+body); r.Form != nil {
			t.Errorf("%q is taken for the form %q", body, r.Form)
		}
	}
	for _, raw := range []string{
		"", "GET", "GET x HTTP/1.1\r\n\r\n", "G T\x00 / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nX-A: é\r\n\r\n", "GET / HTTP/1.1\r\nX\"A: b\r\n\r\n",
		"POST / HTTP/1.1\r\n\r\na\n[cut here: 1 MB]",
	} {
		if r, err := Parse(raw, origin); err == nil {
			t.Errorf("%q is taken for %+v", raw, r)
		}
	}
}

// TestRefusals: what a language cannot send is not written.
func TestRefusals(t *testing.T) {
	for _, row := range []struct {
		raw     string
		refused string
	}{
		{"GET /a/../b HTTP/1.1\r\n\r\n", "csharp go java node"},
		{"GET /a?b=%zz HTTP/1.1\r\n\r\n", "csharp go java node"},
		{"GET /a HTTP/1.1\r\n\r\nbody", "node"},
	} {
		var refused []string
		for _, l := range Languages {
			if _, err := l.Code(parsed(t, row.raw)); err != nil {
				refused = append(refused, l.ID)
			}
		}
		if got := strings.Join(refused, " "); got != row.refused {
			t.Errorf("%q is refused by %s, not by %s", row.raw, got, row.refused)
		}
	}
}

// TestMaskedCode hides a secret that is escaped in each language.
func TestMaskedCode(t *testing.T) {
	const secret = `se"c'r$et\`
	r := parsed(t, token1+"client_secret=se%22c%27r%24et%5C&a=b").Map(func(s string) string {
		return strings.ReplaceAll(s, secret, "se…")
	})
	for _, l := range Languages {
		code, err := l.Code(r)
		if err != nil || strings.Contains(code, "r$et") || strings.Contains(code, `r\$et`) || !strings.Contains(code, "se") {
			t.Errorf("%s: %v\n%s", l.Name, err, code)
		}
	}
}
