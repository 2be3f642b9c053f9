package check

import (
	"errors"
	"net/http"
)

// Refusal is the error of a failed check. It ends the request with its Answer.
type Refusal struct {
	Rule   Rule
	Answer Answer
	// Extra members of the JSON body, such as mfa_token.
	Extra map[string]any
	// Header of the answer, such as WWW-Authenticate.
	Header http.Header
	// Keep commits what the step wrote before it refused: a counted attempt,
	// a family revoked by reuse. Without it a refusal leaves no trace.
	Keep bool
}

// Error gives what the client is told.
func (r *Refusal) Error() string {
	if r.Answer.Description == "" {
		return r.Answer.Code
	}
	return r.Answer.Code + ": " + r.Answer.Description
}

// Keep marks err, if it is a refusal, so that the writes before it hold. Other
// errors pass unchanged.
func Keep(err error) error {
	if r, ok := AsRefusal(err); ok {
		kept := *r
		kept.Keep = true
		return &kept
	}
	return err
}

// WithExtra adds a member to the JSON body of err, if it is a refusal.
func WithExtra(err error, extra map[string]any) error {
	if r, ok := AsRefusal(err); ok {
		more := *r
		more.Extra = extra
		return &more
	}
	return err
}

// WithHeader adds a header to the answer of err, if it is a refusal.
func WithHeader(err error, name, value string) error {
	if r, ok := AsRefusal(err); ok {
		more := *r
		more.Header = r.Header.Clone()
		if more.Header == nil {
			more.Header = http.Header{}
		}
		more.Header.Set(name, value)
		return &more
	}
	return err
}

// AsRefusal finds the refusal in err's chain.
func AsRefusal(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}
