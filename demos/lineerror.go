package demos

import (
	"errors"
	"fmt"
)

// LineError is what went wrong when a line of a demo was played.
type LineError struct {
	Line int // of the document, from 1; 0: the line is not from a document
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns what went wrong.
func (e *LineError) Unwrap() error { return e.Err }

// Cause is an error without the line of the document, which tells a demo's
// author something, and its reader nothing; nil for nil.
func Cause(err error) error {
	if in, ok := errors.AsType[*LineError](err); ok {
		return in.Err
	}
	return err
}
