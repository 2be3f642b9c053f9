package check

import "encoding/json"

// Mend is one change after which the request that failed passes: of the
// sandbox, or of what the app sends.
type Mend struct {
	// Title says what is changed: "Add http://localhost:3000/cb to the
	// callbacks of spa".
	Title string `json:"title"`
	// Method, Path and Body are the request that changes the sandbox; empty
	// when it is the app that has to change.
	Method string          `json:"method,omitempty"`
	Path   string          `json:"path,omitempty"`
	Body   json.RawMessage `json:"body,omitempty"`
	// Param is the parameter that the app should send otherwise, and Value
	// what it should be; Drop leaves it out.
	Param string `json:"param,omitempty"`
	Value string `json:"value,omitempty"`
	Drop  bool   `json:"drop,omitempty"`
	// Command does or shows it in a shell.
	Command string `json:"command,omitempty"`
}

// Changes reports whether the mend is a change of the sandbox.
func (m Mend) Changes() bool { return m.Method != "" }

// Each calls fn with every result so far, to add to it.
func (t *Trail) Each(fn func(*Result)) {
	for i := range t.results {
		fn(&t.results[i])
	}
}
