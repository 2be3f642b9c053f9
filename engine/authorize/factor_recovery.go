package authorize

import (
	"strings"

	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// factorRecoveryCode is the code that was written down for the day on which
// the other factors are out of reach. Using it burns it.
var factorRecoveryCode = factor{
	kind: model.FactorRecoveryCode, name: "Recovery code", path: "/u/mfa-recovery-code",
	page: hosted.Factor{
		Title: "Enter your recovery code", Lead: "Type the code that you wrote down when you set up your second factor. It works once; you get a new one.",
		Label: "Recovery code", InputMode: "text", Autocomplete: "off",
	},
	verify: func(s *step.Step, u *model.User, typed string) (string, error) {
		return mfa.VerifyRecoveryCode(s, u, strings.ToUpper(typed))
	},
	wrong: "That is not your recovery code. It has 24 letters and digits, and each works once.",
}
