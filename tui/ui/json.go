package ui

import (
	"bytes"
	"encoding/json"
	"strings"
)

// short is how long a nested value may be to stay on one line.
const short = 48

// deepest bounds the indentation: what is nested further stays as it came.
const deepest = 40

// IndentJSON spreads JSON over lines, members in the order they came; short
// nested values stay on one. ok is false for what is not JSON.
func IndentJSON(s string) (string, bool) {
	if !json.Valid([]byte(s)) {
		return s, false
	}
	var b strings.Builder
	if indentJSON(&b, json.RawMessage(strings.TrimSpace(s)), "\n") != nil {
		return s, false
	}
	return b.String(), true
}

// indentJSON writes one value; newline begins its lines.
func indentJSON(b *strings.Builder, raw json.RawMessage, newline string) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	open, err := dec.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') && open != json.Delim('[') || !dec.More() || len(newline) > deepest {
		b.Write(bytes.TrimSpace(raw))
		return nil
	}
	sep, end := newline+"  ", newline
	if flat := flatJSON(raw); newline != "\n" && len(flat) <= short {
		sep, end = " ", " "
	}
	b.WriteString(open.(json.Delim).String())
	for first := true; dec.More(); first = false {
		if !first {
			b.WriteByte(',')
		}
		b.WriteString(sep)
		if open == json.Delim('{') {
			name, err := dec.Token()
			if err != nil {
				return err
			}
			quoted, err := json.Marshal(name)
			if err != nil {
				return err
			}
			b.Write(quoted)
			b.WriteString(": ")
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return err
		}
		if err := indentJSON(b, value, newline+"  "); err != nil {
			return err
		}
	}
	b.WriteString(end)
	if open == json.Delim('{') {
		b.WriteByte('}')
	} else {
		b.WriteByte(']')
	}
	return nil
}

func flatJSON(raw json.RawMessage) []byte {
	var flat bytes.Buffer
	if json.Compact(&flat, raw) != nil {
		return raw
	}
	return flat.Bytes()
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
