package demos

import "fmt"

// ParseError says where a document cannot be understood, and how to mend it.
type ParseError struct {
	File    string
	Line    int    // counted from 1
	Problem string // what stands there, and what was expected
	Fix     string // what to write instead
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("%s:%d: %s. %s", e.File, e.Line, e.Problem, e.Fix)
}

// wrong is a ParseError that does not know its file yet.
func wrong(line int, fix, problem string, args ...any) *ParseError {
	return &ParseError{Line: line, Problem: fmt.Sprintf(problem, args...), Fix: fix}
}

// clip keeps what a document says short enough to be repeated in a message,
// its control characters made visible.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return Visible(s)
}
