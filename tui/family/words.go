package family

import (
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// sign marks a state, so that it is told without colours too.
func sign(t *ui.Theme, state string) (string, ui.Ink) {
	switch state {
	case model.StateActive:
		return "●", t.Success
	case model.StateRotated:
		return "○", t.Muted
	default:
		return "✗", t.Failure
	}
}

// state is a state in one word.
func state(s string) string {
	if s == model.StateActive {
		return "living"
	}
	return ui.Cut(ui.Line(s), 12)
}

// State says in a word, with its sign, how a family stands.
func State(t *ui.Theme, f model.FamilyView) string {
	mark, ink := sign(t, f.State)
	return ink.On(mark + " " + state(f.State))
}

// ShortCause says in a few words why a family ended; empty for one that lives.
func ShortCause(f model.FamilyView) string {
	switch f.Cause {
	case "":
		return ""
	case model.CauseReuse:
		return "reuse"
	case model.CauseIdle:
		return "left idle"
	case model.CauseAbsolute:
		return "lifetime over"
	case model.CauseRevoked:
		return "by request"
	case model.CauseGrantRevoked:
		return "grant revoked"
	case model.CauseLimit:
		return "over the limit"
	case model.CauseCodeReuse:
		return "code reused"
	case model.CauseRotation:
		return "rotation switched"
	case model.CauseClient:
		return "client removed"
	}
	return ui.Line(strings.ReplaceAll(f.Cause, "_", " "))
}

// Cause says why a family ended, in a sentence; empty for one that lives.
func Cause(f model.FamilyView) string {
	switch f.Cause {
	case "":
		return ""
	case model.CauseReuse:
		which := "a token"
		if t, ok := Replayed(f); ok {
			which = "token " + Name(t.ID)
		}
		return "reuse: " + which + " came back after it was rotated. Two now hold it, and the server cannot tell the app from a thief: it ends the whole family, and the app has to ask the user to log in again."
	case model.CauseIdle:
		return "idle: it was not used within its idle lifetime. The app has to ask the user to log in again."
	case model.CauseAbsolute:
		return "absolute: the lifetime that was fixed at the login is over; refreshing never extends it. The app has to ask the user to log in again."
	case model.CauseRevoked:
		return "by request: somebody asked the server to, at /oauth/revoke. Access tokens already given out live until they expire."
	case model.CauseGrantRevoked:
		return "grant: what the user had allowed this client was taken back, and every family with it."
	case model.CauseLimit:
		return fmt.Sprintf("limit: a user has at most %d living refresh tokens with one client, and this was the oldest.", living)
	case model.CauseCodeReuse:
		return "code reuse: the authorization code that began it was used twice, so all that came of it was taken back."
	case model.CauseRotation:
		return "rotation switched: the client's setting changed, and at the next refresh a new family took its place."
	case model.CauseClient:
		return "client removed: it went with its client. One that is made again under the same client_id begins without tokens."
	}
	return ui.Line(strings.ReplaceAll(f.Cause, "_", " "))
}

// living is Auth0's limit for each user and application
// (auth0.com/docs/secure/tokens/refresh-tokens).
const living = 200
