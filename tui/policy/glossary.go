package policy

// Words are the setting under the cursor, and what the screen is about.
func (s *Policy) Words() (at []string, text string) {
	if s.onUsers {
		return []string{"user", "factor", "enrolment"}, ""
	}
	if rows := s.settings(); s.ready() && s.at[0] < len(rows) {
		text = rows[s.at[0]].name + "\n" + rows[s.at[0]].value
	}
	return nil, text + "\npolicy factor MFA dialect"
}
