package request

import (
	"encoding/json"
	"strings"

	"github.com/playgrant/playgrant/tui/mask"
)

// jsonMembers are the members of a JSON object, in the order of writing.
func jsonMembers(body string) ([]*Param, bool) {
	dec := json.NewDecoder(strings.NewReader(body))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	var out []*Param
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, false
		}
		var raw json.RawMessage
		if dec.Decode(&raw) != nil {
			return nil, false
		}
		p := &Param{Part: InJSON}
		p.Name, _ = name.(string)
		if json.Unmarshal(raw, &p.Value) != nil || string(raw) == "null" {
			p.Value, p.Literal = string(raw), true
		}
		p.Secret = mask.Secret(p.Name)
		out = append(out, p)
	}
	if t, err := dec.Token(); err != nil || t != json.Delim('}') || len(out) == 0 {
		return nil, false
	}
	return out, strings.TrimSpace(body[dec.InputOffset():]) == ""
}

// json writes the members anew, in their order. What is no JSON any more goes
// out as it was typed: the server's answer is the lesson.
func (e *Edit) json() string {
	var members []string
	for _, p := range e.Params {
		if p.Part != InJSON || p.Left {
			continue
		}
		name, _ := json.Marshal(p.Name) // a text can always be written
		value := p.Value
		if !p.Literal {
			quoted, _ := json.Marshal(p.Value)
			value = string(quoted)
		}
		members = append(members, string(name)+": "+value)
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// literal reports whether what was typed for a new member stands for itself in
// JSON: a list, an object, true, false, null, or a number that is no code.
func literal(name, value string) bool {
	if value == "" || !json.Valid([]byte(value)) {
		return false
	}
	switch c := value[0]; {
	case c == '"':
		return false
	case c == '-', c >= '0' && c <= '9':
		return !mask.Secret(name) && name != "phone_number" && name != "username"
	}
	return true
}
