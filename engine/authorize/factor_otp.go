package authorize

import (
	"net/url"

	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
)

// factorOTP is the code of an authenticator app (RFC 6238).
var factorOTP = factor{
	kind: model.KindTOTP, path: "/u/mfa-otp", lasting: true,
	name: func(*model.Authenticator) string { return "Authenticator app" },
	page: func(_ *visit, f hosted.Frame, _ *model.Authenticator) page {
		return hosted.Factor{
			Frame: f, Title: "Enter the code", Lead: "Open your authenticator app and type the six digits that it shows for this account.",
			Label: codeLabel, InputMode: "numeric", Autocomplete: "one-time-code", Hint: appHint(f.User),
		}
	},
	verify: func(v *visit, u *model.User, typed string) (string, error) {
		return "", mfa.VerifyOTP(v.Step, u, typed)
	},
	wrong: "That code is not right, or was used before. Type the one that the app shows now.",
}

const codeLabel = "Six-digit code"

func appHint(email string) *hosted.Hint {
	return &hosted.Hint{Text: "No phone at hand? The sandbox has one.", Link: "See the code", Path: "/sandbox/totp?user=" + url.QueryEscape(email)}
}

func inboxHint(text, link, email string) *hosted.Hint {
	return &hosted.Hint{Text: text, Link: link, Path: "/sandbox/inbox?user=" + url.QueryEscape(email)}
}
