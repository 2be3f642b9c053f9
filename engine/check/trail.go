package check

import "fmt"

// Trail records the checks of one request. Its zero value is ready for use and
// speaks the auth0 dialect. It is not safe for concurrent use: a request has
// one goroutine.
type Trail struct {
	// Standard is true in the oidc dialect.
	Standard bool

	results []Result
}

// Require records whether the rule holds and, when it does not, returns the
// *[Refusal] that ends the request. Expected and got go on screen: they must
// not hold secrets.
func (t *Trail) Require(r Rule, ok bool, expected, got string) error {
	t.record(r, ok, expected, got, false)
	if ok {
		return nil
	}
	return &Refusal{Rule: r, Answer: r.answer(t.Standard)}
}

// Note records a rule that decides something without refusing, and returns ok,
// so that it can stand as the condition itself.
func (t *Trail) Note(r Rule, ok bool, expected, got string) bool {
	t.record(r, ok, expected, got, true)
	return ok
}

func (t *Trail) record(r Rule, ok bool, expected, got string, note bool) {
	res := Result{
		Check: r.Says, OK: ok, Ref: r.Ref, ID: r.ID,
		Expected: expected, Got: got, Param: r.Param, Note: note,
	}
	if !ok {
		res.Fix = r.Fix
	}
	res.Detail = detail(res)
	if t.results == nil {
		t.results = make([]Result, 0, usual)
	}
	t.results = append(t.results, res)
}

// usual is how many checks a request for tokens is measured against, or a few
// more.
const usual = 24

func detail(r Result) string {
	switch {
	case r.OK && r.Got != "":
		return r.Got
	case r.OK:
		return r.Expected
	case r.Expected == "" && r.Got == "":
		return r.Fix
	default:
		return fmt.Sprintf("expected %s, got %s", orNothing(r.Expected), orNothing(r.Got))
	}
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// Results returns what was checked so far, in order.
func (t *Trail) Results() []Result { return t.results }

// Len counts what was checked so far; with [Trail.Truncate] it lets a
// transaction that is tried again start its part of the trail afresh.
func (t *Trail) Len() int { return len(t.results) }

// Truncate forgets all results after the first n.
func (t *Trail) Truncate(n int) { t.results = t.results[:n] }
