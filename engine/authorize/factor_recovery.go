package authorize

import (
	"strings"

	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
)

// factorRecoveryCode is the code that was written down for the day on which
// the other factors are out of reach. Using it burns it. It is no reason to
// remember the browser: whoever uses it has lost something.
var factorRecoveryCode = factor{
	kind: model.KindRecoveryCode, path: "/u/mfa-recovery-code",
	name: func(*model.Authenticator) string { return "Recovery code" },
	page: func(_ *visit, f hosted.Frame, _ *model.Authenticator) page {
		return hosted.Factor{
			Frame: f, Title: "Enter your recovery code", Lead: "Type the code that you wrote down when you set up your second factor. It works once; you get a new one.",
			Label: "Recovery code", InputMode: "text", Autocomplete: "off",
		}
	},
	verify: func(v *visit, u *model.User, typed string) (string, error) {
		return mfa.VerifyRecoveryCode(v.Step, u, strings.ToUpper(typed))
	},
	wrong: "That is not your recovery code. It has 24 letters and digits, and each works once.",
}
