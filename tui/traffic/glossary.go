package traffic

import "strings"

// Words are the path, the grant and what did not hold of the exchange under
// the cursor.
func (s *Screen) Words() (at []string, text string) {
	l := s.line()
	if l == nil {
		return []string{"exchange"}, ""
	}
	path, _, _ := strings.Cut(l.Path, "?")
	text = l.Why
	if s.open != nil && s.open.Exchange() != nil {
		for _, c := range s.open.Exchange().Checks {
			if !c.OK {
				text += "\n" + c.Check + "\n" + c.Fix
			}
		}
	}
	return []string{l.GrantType, path, "exchange", "check"}, text
}

// Trail is the exchange that is open.
func (s *Screen) Trail() []string {
	if s.both != nil {
		return []string{"no. " + s.both.ids[0] + " and " + s.both.ids[1]}
	}
	if s.open == nil {
		return nil
	}
	return []string{"no. " + s.open.id}
}
