package demos

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// fenced writes documents for tests: ' stands for a backtick.
func fenced(doc string) []byte { return []byte(strings.ReplaceAll(doc, "'", "`")) }

const head = "---\ntitle: T\nchapter: C\n---\n"

// One document with everything in it, as it is understood.
func TestParse(t *testing.T) {
	d, err := Parse("dir/some-name.md", fenced(`---
title: A title
chapter: A chapter
order: 3
minutes: 4
sources: [RFC 6749 §4.1, Auth0 “Get Refresh Tokens”]
learn: [One thing, Another]
vars:
  api: https://api.example/
  wide: "{{api}}x y"
---
Intro.

'''json
{"## not": "a step"}
'''

## Ask <!-- ask it -->

Prose.

'''http
GET /authorize?audience={{api}}&scope=openid profile
    &state={{state}}
    &redirect_uri=https://a.example/cb?x=1%262 HTTP/1.1
'''

'''act
# a remark
log in as user@example.com with password a b c
advance the clock by 1d2h
'''

'''expect
302 to {{api}}
capture code
'''

More prose.

### A heading of the prose

### Break it: no scope

'''http
the same request
- scope
& state=other
X-Thing: 1
'''

'''expect
400
'''

## Swap

'''http
POST /oauth/token
Accept: application/json

grant_type=authorization_code
&code={{code}}
'''
`))
	if err != nil {
		t.Fatal(err)
	}
	want := &Demo{
		Name: "some-name", Title: "A title", Chapter: "A chapter", Order: 3, Minutes: 4,
		Sources: []string{"RFC 6749 §4.1", "Auth0 “Get Refresh Tokens”"}, Learn: []string{"One thing", "Another"},
		Vars:  []Var{{"api", "https://api.example/"}, {"wide", "{{api}}x y"}},
		Intro: "Intro.\n\n```json\n{\"## not\": \"a step\"}\n```",
		Steps: []Step{
			{
				Title: "Ask", Short: "ask it", Kind: KindAuthorize, Prose: "Prose.\n\nMore prose.\n\n### A heading of the prose",
				Actions: []Action{
					{Line: 22, Request: &RequestTemplate{Method: "GET", Target: "/authorize", Query: []Param{
						{"audience", "{{api}}"}, {"scope", "openid profile"}, {"state", "{{state}}"}, {"redirect_uri", "https://a.example/cb?x=1&2"},
					}}},
					{Line: 30, Act: &Act{
						Verb: "log in", Text: "log in as user@example.com with password a b c",
						Args: map[string]string{"user": "user@example.com", "password": "a b c"},
					}},
					{Line: 31, Act: &Act{Verb: "advance", Text: "advance the clock by 1d2h", Args: map[string]string{"duration": "1d2h"}}},
				},
				Expect: []Expectation{
					{Text: "302 to {{api}}", Line: 35, After: 3, verb: wantRedirect, args: []string{"302", "{{api}}"}},
					{Text: "capture code", Line: 36, After: 3, verb: wantCapture, args: []string{"code", "code"}},
				},
				Variants: []Variant{{
					Title: "no scope",
					Actions: []Action{{Line: 45, Request: &RequestTemplate{Method: "GET", Target: "/authorize", Query: []Param{
						{"audience", "{{api}}"}, {"state", "other"}, {"redirect_uri", "https://a.example/cb?x=1&2"},
					}, Headers: []Param{{"X-Thing", "1"}}}}},
					Expect: []Expectation{{Text: "400", Line: 53, After: 1, verb: wantStatus, args: []string{"400"}}},
				}},
			},
			{
				Title: "Swap", Short: "swap", Kind: KindExchange,
				Actions: []Action{{Line: 58, Request: &RequestTemplate{
					Method: "POST", Target: "/oauth/token", Headers: []Param{{"Accept", "application/json"}},
					Form: []Param{{"grant_type", "authorization_code"}, {"code", "{{code}}"}},
				}}},
			},
		},
	}
	diff := cmp.Diff(want, d, cmp.AllowUnexported(Expectation{}), cmpopts.IgnoreUnexported(Demo{}), cmpopts.EquateEmpty())
	if diff != "" {
		t.Errorf("parsed (-want +got):\n%s", diff)
	}
}

// What is wrong, where, and how to mend it: each row a document, the line of
// its fault and a part of the message and of the advice.
func TestParseErrors(t *testing.T) {
	step := head + "## S\n'''http\nGET /x\n'''\n" // the step begins in line 5, its fence in line 6
	tests := []struct {
		name, doc     string
		line          int
		problem, mend string
	}{
		{"empty", "", 1, "begins with its front matter", "---"},
		{"no front matter", "## S\n", 1, "begins with its front matter", "title:"},
		{"front matter never closed", "---\ntitle: T\n", 1, "never closed", "---"},
		{"broken YAML", "---\ntitle: T\nchapter: [\n---\n", 3, "cannot be read", "FORMAT.md"},
		{"unknown key", "---\ntitle: T\nchapter: C\nauthor: me\n---\n", 4, "author", "FORMAT.md"},
		{"wrong type", "---\ntitle: T\nchapter: C\norder: soon\n---\n", 4, "cannot be read", "FORMAT.md"},
		{"no title", "---\nchapter: C\n---\n", 1, "no title", "title:"},
		{"no chapter", "---\ntitle: T\n---\n", 1, "no chapter", "chapter:"},
		{"vars is a list", "---\ntitle: T\nchapter: C\nvars: [a]\n---\n", 4, "vars", "name: value"},
		{"a variable that is a list", "---\ntitle: T\nchapter: C\nvars:\n  a: [b]\n---\n", 5, `"a"`, "name: value"},
		{"a variable with a bad name", "---\ntitle: T\nchapter: C\nvars:\n  a-b: c\n---\n", 5, `"a-b"`, "letters"},
		{"a variable of the player", "---\ntitle: T\nchapter: C\nvars:\n  state: c\n---\n", 5, "exists already", "another name"},
		{"a variable that uses a later one", "---\ntitle: T\nchapter: C\nvars:\n  a: '{{b}}'\n  b: c\n---\n", 5, "{{b}} is not known", "vars:"},
		{"no step", head + "Prose.\n", 1, "no step", "##"},
		{"a step without a title", head + "##  \n'''http\nGET /\n'''\n", 5, "no title", "##"},
		{"a step that does nothing", head + "## S\nProse.\n## T\n'''http\nGET /\n'''\n", 5, "does nothing", "fence"},
		{"the last step does nothing", step + "## T\n", 9, "does nothing", "fence"},
		{"a fence before the first step", head + "'''http\nGET /\n'''\n", 5, "belongs to no step", "##"},
		{"a variant before the first step", head + "### Break it: x\n", 5, "belongs to no step", "below the step"},
		{"a variant without a title", step + "### Break it:\n", 9, "no title", "### Break it:"},
		{"a variant that does nothing", step + "### Break it: x\n", 9, "does nothing", "fence"},
		{"a variant that expects nothing", step + "### Break it: x\n'''http\nthe same request\n'''\n", 9, "expects nothing", "expect"},
		{"a fence never closed", head + "## S\n'''http\nGET /\n", 6, "never closed", "```"},
		{"two requests in a step", step + "'''http\nGET /y\n'''\n", 9, "second", "##"},
		{"an empty request", head + "## S\n'''http\n\n'''\n", 6, "empty", "request line"},
		{"a request to elsewhere", head + "## S\n'''http\nGET https://a.example/x\n'''\n", 7, "no request line", "path"},
		{"a request without a method", head + "## S\n'''http\n/x\n'''\n", 7, "no request line", "POST"},
		{"a header without a colon", head + "## S\n'''http\nGET /x\nAccept\n'''\n", 8, "no header", "Name: value"},
		{"a query without a value", head + "## S\n'''http\nGET /x?a\n'''\n", 7, "no parameter", "name=value"},
		{"a form line without &", head + "## S\n'''http\nPOST /x\n\na=b\nc=d\n'''\n", 10, "neither begins", "&"},
		{"an unknown variable in a request", head + "## S\n'''http\nGET /x\n  ?a={{b}}\n'''\n", 8, "{{b}} is not known", "Capture"},
		{"a variable captured too late", step + "'''expect\ncapture b\n'''\n## T\n'''http\nGET /{{c}}\n'''\n", 14, "{{c}} is not known", "Capture"},
		{"what a variant captures is forgotten", step + "### Break it: x\n'''http\nthe same request\n'''\n'''expect\ncapture b\n'''\n## T\n'''http\nGET /{{b}}\n'''\n", 18, "{{b}} is not known", "Capture"},
		{"a variant cannot use what its step captures", step + "'''expect\ncapture b\n'''\n### Break it: x\n'''http\nGET /{{b}}\n'''\n", 14, "{{b}} is not known", "Capture"},
		{"a stray brace", head + "## S\n'''http\nGET /x?a={{ b\n'''\n", 7, "no variable", "{{name}}"},
		{"the same as nothing", head + "## S\n'''http\nthe same request\n'''\n", 7, "no request", "whole"},
		{"the same no times", step + "### Break it: x\n'''http\nthe same request, 0 times\n'''\n", 11, "2 to 20 times", "10 times"},
		{"the same too often", step + "### Break it: x\n'''http\nthe same request 21 times\n'''\n", 11, "2 to 20 times", "10 times"},
		{"the same some times", step + "### Break it: x\n'''http\nthe same request, ten times\n'''\n", 11, "not ten", "10 times"},
		{"a code by a channel that is none", head + "## S\n'''act\nread the code from the pigeon of user@example.com\n'''\n", 7, "no act reads", "CHANNEL of USER"},
		{"leaving out what is not there", step + "### Break it: x\n'''http\nthe same request\n- a\n'''\n", 12, `no "a"`, "parameter or a header"},
		{"a change that is none", step + "### Break it: x\n'''http\nthe same request\nplease\n'''\n", 12, "changes nothing", "& name=value"},
		{"an act that is none", head + "## S\n'''act\nlogin as user@example.com\n'''\n", 7, "no act reads", "log in as USER"},
		{"an empty act", head + "## S\n'''act\n# only a remark\n'''\n", 6, "empty", "log in"},
		{"a time span that is none", head + "## S\n'''act\nadvance the clock by soon\n'''\n", 7, "no time span", "1h30m"},
		{"a time span of nothing", head + "## S\n'''act\nadvance the clock by 0s\n'''\n", 7, "no time span", "1h30m"},
		{"an expectation before anything is done", head + "## S\n'''expect\n200\n'''\n", 6, "nothing was done", "after"},
		{"an empty expectation", step + "'''expect\n'''\n", 9, "empty", "200"},
		{"an expectation that is none", step + "'''expect\nall well\n'''\n", 10, "no expectation reads", "one of"},
		{"a field that is none", step + "'''expect\na..b is c\n'''\n", 10, "no place", "access_token"},
		{"capturing the player's own", step + "'''expect\ncapture state\n'''\n", 10, "player's own", "as NAME"},
		{"capturing under a bad name", step + "'''expect\ncapture a as b-c\n'''\n", 10, "variable's name", "as NAME"},
		{"an unknown variable in an expectation", step + "'''expect\na is {{b}}\n'''\n", 10, "{{b}} is not known", "Capture"},
		{"a control character", head + "## S\x1b[2J\n", 5, `\x1b`, "Remove"},
		{"not UTF-8", head + "\xff\n", 5, "UTF-8", "UTF-8"},
		{"a long line", head + strings.Repeat("x", maxLine+1) + "\n", 5, "longer than", "Break"},
		{"a long document", strings.Repeat("x\n", MaxDocument), 1, "larger than", "several"},
		{"a long fence", head + "## S\n'''act\n" + strings.Repeat("continue\n", maxLines+1) + "'''\n", 6, "more than", "shorter"},
		{"many steps", head + strings.Repeat("## S\n'''act\ncontinue\n'''\n", maxSteps+1), 5 + 4*maxSteps, "more than", "several"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse("a/file.md", fenced(strings.ReplaceAll(tt.doc, "'{{b}}'", `"{{b}}"`)))
			var got *ParseError
			if !errors.As(err, &got) {
				t.Fatalf("got %v, want a ParseError", err)
			}
			if got.File != "a/file.md" || got.Line != tt.line {
				t.Errorf("got it in %s:%d, want line %d: %v", got.File, got.Line, tt.line, err)
			}
			if !strings.Contains(got.Problem, tt.problem) {
				t.Errorf("problem %q does not say %q", got.Problem, tt.problem)
			}
			if !strings.Contains(got.Fix, tt.mend) {
				t.Errorf("fix %q does not say %q", got.Fix, tt.mend)
			}
		})
	}
}
