package demos

import (
	"regexp"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/near"
)

// Verbs of an expectation.
const (
	wantStatus   = "status"
	wantRedirect = "redirect"
	wantError    = "error"
	wantCapture  = "capture"
	wantCheck    = "check"
	wantPage     = "page"
	wantHeader   = "header"
	wantKept     = "capture header"
	wantField    = "field"
)

var expectForms = []struct {
	verb  string
	shows string
	match *regexp.Regexp
}{
	{wantStatus, "200", regexp.MustCompile(`^([1-5]\d\d)$`)},
	{wantRedirect, "302 to ADDRESS", regexp.MustCompile(`^(30[12378]) to (\S+)$`)},
	{wantError, "403 ERROR", regexp.MustCompile(`^([45]\d\d) ([a-z_]+)$`)},
	{wantKept, "capture header HEADER as NAME", regexp.MustCompile(`^capture header (\S+) as (\S+)$`)},
	{wantCapture, "capture FIELD as NAME", regexp.MustCompile(`^capture (\S+) as (\S+)$`)},
	{wantCapture, "capture FIELD", regexp.MustCompile(`^capture (\S+)$`)},
	{wantCheck, "check ID passed", regexp.MustCompile(`^check (\S+) (passed|failed)$`)},
	{wantPage, "page says TEXT", regexp.MustCompile(`^page says (.+)$`)},
	{wantHeader, "header NAME is VALUE", regexp.MustCompile(`^header (\S+) (is) (present|absent)$`)},
	{wantHeader, "header NAME contains VALUE", regexp.MustCompile(`^header (\S+) (is not|is|contains|lacks) (.+)$`)},
	{wantField, "FIELD is present", regexp.MustCompile(`^(\S+) (is) (present|absent|a JWT|no JWT)$`)},
	{wantField, "FIELD is VALUE", regexp.MustCompile(`^(\S+) (is not|is|contains|lacks|differs from) (.+)$`)},
}

// expectations reads an expect fence: one a line. A line that begins with # is
// a remark.
func (p *parser) expectations(b block, known map[string]bool, after int) ([]Expectation, *ParseError) {
	var out []Expectation
	if after == 0 {
		return nil, wrong(b.line, "Put it after the http or act fence whose answer it is about.", "nothing was done yet that could be expected to answer")
	}
	for _, l := range b.lines {
		text := strings.TrimSpace(l.text)
		if text == "" || text[0] == '#' {
			continue
		}
		if err := p.checkVars(l, known); err != nil {
			return nil, err
		}
		e, err := readExpectation(line{l.no, text})
		if err != nil {
			return nil, err
		}
		if e.verb == wantCapture || e.verb == wantKept {
			if slices.Contains(builtins, e.args[1]) {
				return nil, wrong(l.no, "Give it another name: capture FIELD as NAME.", "{{%s}} is the player's own", e.args[1])
			}
			known[e.args[1]] = true
		}
		e.After = after
		out = append(out, e)
	}
	if len(out) == 0 {
		return nil, wrong(b.line, "Write an expectation, such as 200.", "this expect fence is empty")
	}
	return out, nil
}

func readExpectation(l line) (Expectation, *ParseError) {
	var shows []string
	for _, f := range expectForms {
		shows = append(shows, f.shows)
		m := f.match.FindStringSubmatch(l.text)
		if m == nil {
			continue
		}
		e := Expectation{Text: l.text, Line: l.no, verb: f.verb, args: m[1:]}
		if f.verb == wantKept && !isName(e.args[1]) {
			return e, wrong(l.no, "Use letters, digits and _: capture header HEADER as NAME.", "%q cannot be a variable's name", clip(e.args[1]))
		}
		if f.verb != wantField && f.verb != wantCapture {
			return e, nil
		}
		where, err := readPath(e.args[0])
		if err != nil {
			return e, wrong(l.no, "Write it like access_token, id_token.sub, [0].id or [type=otp].id.", "%v", err)
		}
		if f.verb == wantCapture && len(e.args) == 1 {
			e.args = append(e.args, where.last())
		}
		if f.verb == wantCapture && !isName(e.args[1]) {
			return e, wrong(l.no, "Use letters, digits and _: capture FIELD as NAME.", "%q cannot be a variable's name", clip(e.args[1]))
		}
		return e, nil
	}
	return Expectation{}, wrong(l.no, "Write it like one of: "+strings.Join(near.Sorted(shows, l.text, 4), "; ")+".", "no expectation reads %q", clip(l.text))
}
