package ui

import (
	"bytes"
	"encoding/json"
	"strings"
)

// IndentJSON spreads JSON over lines, members in the order they came. ok is
// false for what is not JSON.
func IndentJSON(s string) (string, bool) {
	var b bytes.Buffer
	if json.Indent(&b, []byte(s), "", "  ") != nil {
		return s, false
	}
	return strings.TrimSpace(b.String()), true
}

// JSON highlights JSON, line by line, wrapped to width.
func (t *Theme) JSON(pretty string, width int) []string {
	var out []string
	for line := range strings.SplitSeq(pretty, "\n") {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		out = append(out, Wrap(width, indent+2, t.jsonSpans(line)...)...)
	}
	return out
}

// jsonSpans gives the parts of one line of JSON their inks.
func (t *Theme) jsonSpans(line string) []Span {
	var out []Span
	for i := 0; i < len(line); {
		switch c := line[i]; {
		case c == '"':
			end := stringEnd(line, i)
			ink := t.String
			if strings.HasPrefix(strings.TrimLeft(line[end:], " "), ":") {
				ink = t.Name
			}
			out = append(out, Span{line[i:end], ink})
			i = end
		case strings.IndexByte("{}[],: ", c) >= 0:
			end := i + 1
			for end < len(line) && strings.IndexByte("{}[],: ", line[end]) >= 0 {
				end++
			}
			out = append(out, Span{line[i:end], t.Muted})
			i = end
		default:
			end := i
			for end < len(line) && strings.IndexByte("{}[],: \"", line[end]) < 0 {
				end++
			}
			out = append(out, Span{line[i:end], t.Number})
			i = end
		}
	}
	return out
}

// stringEnd is the index after the string that begins at i.
func stringEnd(s string, i int) int {
	for j := i + 1; j < len(s); j++ {
		switch s[j] {
		case '\\':
			j++
		case '"':
			return j + 1
		}
	}
	return len(s)
}
