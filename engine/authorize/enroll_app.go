package authorize

import (
	"slices"

	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
)

// confirmApp takes an authenticator app's first code. Until it comes, the page
// shows what the app has to scan.
var confirmApp = factor{
	kind: model.KindTOTP, path: "/u/mfa-enroll-otp",
	page: func(_ *visit, f hosted.Frame, a *model.Authenticator) page {
		p := hosted.Factor{
			Frame: f, Title: "Scan it with your app", Lead: "Open an authenticator app on your phone, add an account, and point it at this picture. Then type the six digits that it shows.",
			Label: codeLabel, InputMode: "numeric", Autocomplete: "one-time-code", Secret: inFours(a.Secret), Hint: appHint(f.User),
		}
		// Without its picture the page still has the key to be typed.
		if uri, err := mfa.BarcodeURI(&model.User{Email: f.User}, a); err == nil {
			p.Barcode, _ = hosted.NewBarcode(uri)
		}
		return p
	},
	verify: func(v *visit, u *model.User, typed string) (string, error) {
		return "", mfa.ConfirmOTP(v.Step, u, typed)
	},
	wrong: "That code is not right. Type the one that the app shows now for this account.",
}

// inFours takes a secret apart as people read and type it. It is base32.
func inFours(secret string) []string {
	var out []string
	for four := range slices.Chunk([]byte(secret), 4) {
		out = append(out, string(four))
	}
	return out
}
