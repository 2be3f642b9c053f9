package tokens

import "github.com/playgrant/playgrant/engine/model"

// Words are the state of the family under the cursor, and what the screen is
// about.
func (s *Tokens) Words() (at []string, text string) {
	if f, ok := s.family(); ok && f.State != model.StateActive {
		at = append(at, f.Cause, f.State) // "reuse", "idle", "absolute", "revoked"
	}
	return append(at, "refresh-token family", "rotation", "reuse detection", "leeway", "grant", "session"), ""
}
