package sandboxes

import "strings"

// tabWords are the terms that a tab is about.
var tabWords = [tabs]string{"client", "API", "user", "role", "policy", "sandbox"}

// Words are the field under the cursor, and what the list is about.
func (s *Screen) Words() (at []string, text string) {
	if s.tab == tabPolicy {
		return s.policy.Words()
	}
	if r, ok := s.row(); ok && s.inForm {
		at, text = append(at, r.opt, r.path), r.label
	}
	return append(at, tabWords[s.tab]), text
}

// Trail is the tab, and the thing whose form has the keys.
func (s *Screen) Trail() []string {
	trail := []string{tabNames[s.tab]}
	if s.inForm && s.id() != "" {
		trail = append(trail, s.called())
	}
	return trail
}

// Address is the list, and the thing whose form has the keys.
func (s *Screen) Address() string {
	address := strings.ToLower(tabNames[s.tab])
	if s.inForm && s.id() != "" {
		address += "/" + s.id()
	}
	return address
}
