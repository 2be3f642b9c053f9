package demos

import (
	"net/textproto"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const httpFix = "Write a request line such as GET /authorize, header lines, an empty line, the body."

// sameRequest begins a variant's http fence that restates only what differs,
// and may send it several times.
var sameRequest = regexp.MustCompile(`(?i)^the same request(?:,? (\S+) times)?$`)

// maxTimes is how often one fence sends its request.
const maxTimes = 20

var (
	requestLine = regexp.MustCompile(`^([A-Z]+) (/[^?]*)(?:\?(.*))?$`)
	headerLine  = regexp.MustCompile("^([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \t]*(.*)$")
	version     = regexp.MustCompile(` HTTP/1\.[01]$`)
)

// request reads an http fence, and how many times it is sent.
func (p *parser) request(b block, known map[string]bool) (r *RequestTemplate, times int, err *ParseError) {
	lines := trimBlank(b.lines)
	if len(lines) == 0 {
		return nil, 0, wrong(b.line, httpFix, "this http fence is empty")
	}
	for _, l := range lines {
		if err := p.checkVars(l, known); err != nil {
			return nil, 0, err
		}
	}
	own := requestOf(p.step.Actions)
	if m := sameRequest.FindStringSubmatch(strings.TrimSpace(lines[0].text)); m != nil {
		r, err := p.again(own, lines, known)
		if err != nil || m[1] == "" {
			return r, 1, err
		}
		n, bad := strconv.Atoi(m[1])
		if bad != nil || n < 2 || n > maxTimes {
			return nil, 0, wrong(lines[0].no, "Write the same request, 10 times.", "a request is sent 2 to %d times, not %s", maxTimes, clip(m[1]))
		}
		return r, n, nil
	}
	if own != nil && p.variant == nil {
		return nil, 0, wrong(b.line, "Begin a new step with a ## heading.", "a step sends one request, and this is its second")
	}
	r, err = readRequest(lines)
	return r, 1, err
}

// again restates the step's own request with what differs.
func (p *parser) again(own *RequestTemplate, lines []line, known map[string]bool) (*RequestTemplate, *ParseError) {
	if own == nil || p.variant == nil {
		return nil, wrong(lines[0].no, "Write the request whole.", "there is no request of the step that this could be the same as")
	}
	r, err := patch(own, lines[1:])
	if err != nil {
		return nil, err
	}
	return r, p.checkVars(line{lines[0].no, strings.Join(r.templates(), " ")}, known)
}

func readRequest(lines []line) (*RequestTemplate, *ParseError) {
	first := lines[0]
	m := requestLine.FindStringSubmatch(version.ReplaceAllString(strings.TrimSpace(first.text), ""))
	if m == nil {
		return nil, wrong(first.no, "Write a method and a path, such as POST /oauth/token: the player knows the server.", "%q is no request line", clip(first.text))
	}
	r := &RequestTemplate{Method: m[1], Target: strings.TrimRight(m[2], " \t")}
	query := []line{{first.no, m[3]}}
	lines = lines[1:]
	for len(lines) > 0 && continues(lines[0].text) {
		query = append(query, line{lines[0].no, version.ReplaceAllString(strings.TrimSpace(lines[0].text), "")})
		lines = lines[1:]
	}
	var err *ParseError
	if r.Query, err = pairs(query); err != nil {
		return nil, err
	}
	for len(lines) > 0 && strings.TrimSpace(lines[0].text) != "" {
		m := headerLine.FindStringSubmatch(lines[0].text)
		if m == nil {
			return nil, wrong(lines[0].no, "Write Name: value, begin a line of the query with a space and & or ?, or put an empty line before the body.", "%q is no header", clip(lines[0].text))
		}
		r.Headers = append(r.Headers, Param{headerName(m[1]), strings.TrimSpace(m[2])})
		lines = lines[1:]
	}
	err = r.readBody(trimBlank(lines))
	return r, err
}

// headerName writes a header as its RFC does.
func headerName(name string) string {
	if strings.EqualFold(name, "DPoP") {
		return "DPoP"
	}
	return textproto.CanonicalMIMEHeaderKey(name)
}

// continues reports whether a line goes on with the query of the line before.
func continues(s string) bool {
	trimmed := strings.TrimLeft(s, " \t")
	return trimmed != s && trimmed != "" && (trimmed[0] == '?' || trimmed[0] == '&')
}

func (r *RequestTemplate) readBody(lines []line) *ParseError {
	if len(lines) == 0 {
		return nil
	}
	kind := header(r.Headers, "Content-Type")
	first := strings.TrimSpace(lines[0].text)
	json := strings.HasPrefix(first, "{") && !strings.HasPrefix(first, "{{") || strings.HasPrefix(first, "[")
	if strings.HasPrefix(kind, formType) || kind == "" && !json {
		var err *ParseError
		r.Form, err = pairs(lines)
		return err
	}
	if kind == "" {
		r.Headers = append(r.Headers, Param{"Content-Type", "application/json"})
	}
	text := make([]string, len(lines))
	for i, l := range lines {
		text[i] = l.text
	}
	r.Body = strings.Join(text, "\n")
	return nil
}

const formType = "application/x-www-form-urlencoded"

// pairs reads name=value&name=value over one or several lines. Values stand
// there as they are meant; percent escapes are undone, for the characters that
// could not be written otherwise.
func pairs(lines []line) ([]Param, *ParseError) {
	const fix = "Write name=value, and begin each further line with &."
	var out []Param
	for i, l := range lines {
		text := strings.TrimSpace(l.text)
		if text == "" {
			continue
		}
		if len(out) > 0 {
			rest, ok := strings.CutPrefix(text, "&")
			if !ok {
				return nil, wrong(l.no, fix, "%q neither begins a parameter nor goes on with one", clip(text))
			}
			text = rest
		} else if i > 0 {
			text = strings.TrimLeft(text, "?&")
		}
		for pair := range strings.SplitSeq(text, "&") {
			name, value, ok := strings.Cut(strings.TrimSpace(pair), "=")
			if name = strings.TrimSpace(name); !ok || name == "" {
				return nil, wrong(l.no, fix, "%q is no parameter", clip(pair))
			}
			out = append(out, Param{unescape(name), unescape(strings.TrimSpace(value))})
		}
	}
	return out, nil
}

func unescape(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// patch restates a request with some of its parameters and headers changed.
func patch(own *RequestTemplate, lines []line) (*RequestTemplate, *ParseError) {
	r := *own
	r.Query, r.Form, r.Headers = slices.Clone(own.Query), slices.Clone(own.Form), slices.Clone(own.Headers)
	params := &r.Query
	if len(r.Form) > 0 {
		params = &r.Form
	}
	for _, l := range lines {
		text := strings.TrimSpace(l.text)
		switch {
		case text == "":
		case r.Body != "" && (text[0] == '&' || text[0] == '-'):
			return nil, wrong(l.no, "Write the request whole.", "only a form or a query can be changed line by line")
		case text[0] == '&':
			more, err := pairs([]line{{l.no, strings.TrimLeft(text, "& ")}})
			if err != nil {
				return nil, err
			}
			for _, param := range more {
				set(params, param)
			}
		case text[0] == '-':
			name := strings.TrimSuffix(strings.TrimSpace(text[1:]), ":")
			if !remove(params, name) && !remove(&r.Headers, headerName(name)) {
				return nil, wrong(l.no, "Name a parameter or a header of it.", "the step's request has no %q", clip(name))
			}
		default:
			m := headerLine.FindStringSubmatch(text)
			if m == nil {
				return nil, wrong(l.no, "Write & name=value to set a parameter, - name to leave one out, or Name: value to set a header.", "%q changes nothing", clip(text))
			}
			set(&r.Headers, Param{headerName(m[1]), strings.TrimSpace(m[2])})
		}
	}
	return &r, nil
}

func set(params *[]Param, p Param) {
	if i := slices.IndexFunc(*params, func(q Param) bool { return q.Name == p.Name }); i >= 0 {
		(*params)[i] = p
		return
	}
	*params = append(*params, p)
}

func remove(params *[]Param, name string) bool {
	before := len(*params)
	*params = slices.DeleteFunc(*params, func(p Param) bool { return p.Name == name })
	return len(*params) < before
}

func header(headers []Param, name string) string {
	for _, h := range headers {
		if h.Name == name {
			return h.Value
		}
	}
	return ""
}

func trimBlank(lines []line) []line {
	for len(lines) > 0 && strings.TrimSpace(lines[0].text) == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1].text) == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}
