// Command snippets writes requests in each language that the walkthrough's tab
// Code offers, runs them against a served sandbox ($BASE), and holds what
// arrived against what was meant.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/snippet"
)

// runs are the commands that run a program in its folder.
var runs = map[string][][]string{
	"curl": {{"sh", "request.sh"}}, "go": {{"go", "run", "example.go"}}, "java": {{"java", "Example.java"}},
	"csharp": {{"mcs", "-r:System.Net.Http", "Example.cs"}, {"mono", "Example.exe"}},
	"node":   {{"node", "example.mjs"}}, "php": {{"php", "example.php"}}, "python": {{"python3", "example.py"}}, "ruby": {{"ruby", "example.rb"}},
}

const formHead = "POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"

// nasty is what a learner could type, and an attacker would like to.
const nasty = "it's \"quoted\" `id` $(id) $HOME ${HOME} #{1+1} #$0 %s %41 \\n \\u0022 \\' <b>&amp; a+b=c;d @x \té漢🙂 {{7*7}} */ --> ?> \u202e\u2028\u0085 !"

// requests are what is sent, by what is particular to each.
var requests = []struct{ name, raw string }{
	{"client credentials", formHead + form("grant_type", "client_credentials", "client_id", "service", "client_secret", "service-secret", "audience", "https://expenses.example/api")},
	{"every kind of quote", formHead + form("grant_type", "password", "username", nasty, "password", nasty+"\r\n\x07\x1b[31m")},
	{"parameters that come twice", formHead + form("scope", "a", "scope", "b", "scope", "a", "x", "")},
	{"names that languages know", formHead + form("__proto__", "1", "constructor", "2", "2", "two", "1", "one", "a[b]", "c", nasty, "d", "@file", "@/etc/passwd")},
	{"no form after all", formHead + "grant_type=%zz&&x&=y'\"\\"},
	{"bytes that are no text", formHead + "a=\xff\xfe\x00'\"&b=\x80"},
	{"JSON", "POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{\"grant_type\": \"password\", \"username\": \"it's \\\"me\\\" $HOME #{1} é漢🙂\"}\n"},
	{"a body without a type", "POST /oauth/token HTTP/1.1\r\nHost: x\r\n\r\n{\"a\": 'b'}"},
	{"no body", "POST /oauth/token HTTP/1.1\r\nHost: x\r\n\r\n"},
	{"a query, and a redirect", "GET /authorize?client_id=web-app&response_type=code&redirect_uri=https%3A%2F%2Fyourapp.example%2Fcallback&state=a%27b%20%22c%22+%24HOME[0]{x}&scope=openid HTTP/1.1\r\nHost: x\r\nCookie: auth0=it's\r\nCookie: did=\"x\"\r\nX-Odd: $HOME `id` \\ \"q\" 'q' #{1}\r\n\r\n"},
	{"a bearer", "GET /userinfo HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer eyJ.x'y\r\n\r\n"},
	{"another method", "DELETE /mfa/authenticators/totp%7Cdev_x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n\r\n"},
	{"a head", "HEAD /userinfo HTTP/1.1\r\nHost: x\r\n\r\n"},
	{"a page's form", "POST /u/login?state=x HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nOrigin: http://x\r\n\r\n" + form("username", "user@example.com", "password", "a b+c&d")},
}

func form(pairs ...string) string {
	var out []string
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, url.QueryEscape(pairs[i])+"="+url.QueryEscape(pairs[i+1]))
	}
	return strings.Join(out, "&")
}

func main() {
	if err := check(os.Getenv("BASE"), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(base string, only []string) error {
	var bad []error
	for _, l := range snippet.Languages {
		if len(only) > 0 && !slices.Contains(only, l.ID) {
			continue
		}
		sent := 0
		for _, c := range requests {
			r, err := snippet.Parse(c.raw, base)
			if err == nil {
				err = send(base, l, r)
			}
			if err != nil {
				bad = append(bad, fmt.Errorf("%s, %s: %w", l.Name, c.name, err))
				continue
			}
			sent++
		}
		fmt.Printf("%s: %d of %d requests arrived as they were meant\n", l.Name, sent, len(requests))
	}
	return errors.Join(bad...)
}

func send(base string, l snippet.Language, want snippet.Request) error {
	code, err := l.Code(want)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(os.Getenv("CI_WORK"), "snippet")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, l.File), []byte(code+"\n"), 0o600); err != nil {
		return err
	}
	before, err := newest(base)
	if err != nil {
		return err
	}
	for _, words := range runs[l.ID] {
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%w:\n%s\n%s", err, out, code)
		}
	}
	x, err := newest(base)
	if err != nil {
		return err
	}
	if x.ID == before.ID {
		return fmt.Errorf("nothing arrived:\n%s", code)
	}
	if what := differs(want, x.Request, base); what != "" {
		return fmt.Errorf("%s\nof\n%s\nby\n%s", what, x.Request, code)
	}
	return nil
}

// differs says what of a request arrived otherwise. A form is held to its
// parameters, for encoders differ; Go's sorts them besides.
func differs(want snippet.Request, raw, base string) string {
	got, err := snippet.Parse(raw, base)
	switch {
	case err != nil:
		return err.Error()
	case got.Method != want.Method || got.Target != want.Target:
		return fmt.Sprintf("%s %s, not %s %s", got.Method, got.Target, want.Method, want.Target)
	case len(want.Form) == 0 && got.Body != kept(want.Body):
		return fmt.Sprintf("the body %q, not %q", got.Body, want.Body)
	}
	order := func(a, b snippet.Field) int { return strings.Compare(a.Name, b.Name) }
	slices.SortStableFunc(got.Form, order)
	slices.SortStableFunc(want.Form, order)
	if len(want.Form) > 0 && !slices.Equal(got.Form, want.Form) {
		return fmt.Sprintf("the form %q, not %q", got.Form, want.Form)
	}
	typed := false
	for _, h := range want.Headers {
		typed = typed || strings.EqualFold(h.Name, "Content-Type")
		if !slices.ContainsFunc(got.Headers, func(g snippet.Field) bool { return strings.EqualFold(g.Name, h.Name) && g.Value == h.Value }) {
			return fmt.Sprintf("no %s: %s", h.Name, h.Value)
		}
	}
	if want.Body != "" && !typed && slices.ContainsFunc(got.Headers, func(g snippet.Field) bool { return strings.EqualFold(g.Name, "Content-Type") }) {
		return "a type that nobody asked for"
	}
	return ""
}

// kept is a text as the sandbox gives it back: in JSON, which holds no bytes
// that are no text.
func kept(s string) string {
	return string([]rune(s))
}

// newest is the exchange that the server recorded last.
func newest(base string) (x model.Exchange, err error) {
	var list []model.Exchange
	if err := read(base+"/sandbox/exchanges?limit=1", &list); err != nil || len(list) == 0 {
		return x, err
	}
	return x, read(base+"/sandbox/exchanges/"+list[len(list)-1].ID, &x)
}

func read(address string, v any) error {
	resp, err := http.Get(address)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, v)
}
