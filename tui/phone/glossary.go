package phone

// Words are the kind of message under the cursor, and what a phone is for.
func (s *Phone) Words() (at []string, text string) {
	if m, ok := s.message(); ok && !s.onApps {
		at = append(at, m.Channel)
		if m.Channel != "push" {
			at = append(at, "binding code")
		}
	}
	return append(at, "authenticator app", "one-time password", "out of band", "push", "QR code"), ""
}

// Address is whose phone it is.
func (s *Phone) Address() string { return s.feed.User() }
