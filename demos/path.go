package demos

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// path is where a value stands in an answer: access_token, id_token.sub,
// [0].id, [type=otp].id, mfa_requirements.challenge[*].type.
type path []segment

type segment struct {
	name        string // of a member
	index       int    // of an element, when name is empty and no other is set
	all         bool   // every element
	key, equals string // the first element whose member key equals this
}

var segmentForm = regexp.MustCompile(`^(?:\.?([A-Za-z_][A-Za-z0-9_-]*)|\[(\d{1,4})\]|\[(\*)\]|\[([A-Za-z_][A-Za-z0-9_]*)=([^\]]+)\])`)

func readPath(s string) (path, error) {
	var out path
	for rest := s; rest != ""; {
		m := segmentForm.FindStringSubmatch(rest)
		if m == nil || len(out) == 0 && rest[0] == '.' || len(out) > 0 && m[1] != "" && rest[0] != '.' {
			return nil, fmt.Errorf("%q is no place in an answer", clip(s))
		}
		seg := segment{name: m[1], all: m[3] != "", key: m[4], equals: m[5]}
		if m[2] != "" {
			seg.index, _ = strconv.Atoi(m[2]) // four digits at most
		}
		out = append(out, seg)
		rest = rest[len(m[0]):]
	}
	if len(out) == 0 {
		return nil, errors.New("a place in the answer is missing")
	}
	return out, nil
}

// find walks into a decoded answer. A text that is a JWT is walked into as its
// claims.
func (p path) find(v any) (any, bool) {
	for i, seg := range p {
		if text, ok := v.(string); ok {
			claims, ok := jwtClaims(text)
			if !ok {
				return nil, false
			}
			v = claims
		}
		switch in := v.(type) {
		case map[string]any:
			member, ok := in[seg.name]
			if !ok || seg.name == "" {
				return nil, false
			}
			v = member
		case []any:
			if seg.all {
				var out []any
				for _, e := range in {
					if found, ok := p[i+1:].find(e); ok {
						out = append(out, found)
					}
				}
				return out, len(out) > 0
			}
			element, ok := seg.pick(in)
			if !ok {
				return nil, false
			}
			v = element
		default:
			return nil, false
		}
	}
	return v, true
}

func (s segment) pick(list []any) (any, bool) {
	if s.key != "" {
		for _, e := range list {
			if m, ok := e.(map[string]any); ok && textOf(m[s.key]) == s.equals {
				return e, true
			}
		}
		return nil, false
	}
	if s.name != "" || s.index >= len(list) {
		return nil, false
	}
	return list[s.index], true
}

// last is the name of the member that the path leads to.
func (p path) last() string {
	for _, s := range slices.Backward(p) {
		if s.name != "" {
			return s.name
		}
	}
	return ""
}

func (p path) String() string {
	var out strings.Builder
	for i, s := range p {
		switch {
		case s.name != "" && i > 0:
			out.WriteString("." + s.name)
		case s.name != "":
			out.WriteString(s.name)
		case s.all:
			out.WriteString("[*]")
		case s.key != "":
			out.WriteString("[" + s.key + "=" + s.equals + "]")
		default:
			fmt.Fprintf(&out, "[%d]", s.index)
		}
	}
	return out.String()
}
