package authorize

import (
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
)

// factorPush is a question on the user's phone. Its page has nothing to type;
// Continue looks whether it was answered.
var factorPush = factor{
	kind: model.KindPush, path: "/u/mfa-push", sent: true, lasting: true,
	name: func(a *model.Authenticator) string { return "Notification on " + mfa.Masked(a) },
	page: func(v *visit, f hosted.Frame, a *model.Authenticator) page { return pushPage(v, f, a) },
	verify: func(v *visit, u *model.User, _ string) (string, error) {
		c, err := v.challenge(u)
		if err != nil {
			return "", err
		}
		return "", mfa.PushAnswered(v.Step, u, c)
	},
	wrong: "The phone cannot be asked any more. Send it again, or try another way.",
}

func pushPage(v *visit, f hosted.Frame, a *model.Authenticator) hosted.Push {
	return hosted.Push{
		Frame: f, Device: mfa.Masked(a), Where: v.Issuer, Enroll: !a.Active, Sent: true,
		Hint: inboxHint("The phone is simulated: approve or deny on Playgrant’s Phone screen, or by POST to /sandbox/inbox/{id}.", "See what it shows", f.User),
	}
}
