package authorize

import (
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// factorOTP is the code of an authenticator app (RFC 6238).
var factorOTP = factor{
	kind: model.FactorOTP, name: "Authenticator app", path: "/u/mfa-otp",
	page: hosted.Factor{
		Title: "Enter the code", Lead: "Open your authenticator app and type the six digits that it shows for this account.",
		Label: "Six-digit code", InputMode: "numeric", Autocomplete: "one-time-code",
		Hint: "No phone at hand? The sandbox has one.",
	},
	verify: func(s *step.Step, u *model.User, typed string) (string, error) {
		return "", mfa.VerifyOTP(s, u, typed)
	},
	wrong: "That code is not right, or was used before. Type the one that the app shows now.",
}
