package authorize

import (
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
)

// Factors by which the user is sent a code.
var (
	factorSMS = factor{
		kind: model.KindSMS, path: "/u/mfa-sms", sent: true, lasting: true,
		name: func(a *model.Authenticator) string { return "Text message to " + mfa.Masked(a) },
		page: func(_ *visit, f hosted.Frame, a *model.Authenticator) page {
			return sentCode(f, "Check your phone", "A text message with a code is on its way to "+mfa.Masked(a)+".", "Send another text message")
		},
		verify: verifyCode, wrong: wrongCode,
	}
	factorVoice = factor{
		kind: model.KindVoice, path: "/u/mfa-voice", sent: true, lasting: true,
		name: func(a *model.Authenticator) string { return "Phone call to " + mfa.Masked(a) },
		page: func(_ *visit, f hosted.Frame, a *model.Authenticator) page {
			return sentCode(f, "Pick up your phone", mfa.Masked(a)+" is being called. A voice reads out a code.", "Call again")
		},
		verify: verifyCode, wrong: wrongCode,
	}
	factorEmail = factor{
		kind: model.KindEmail, path: "/u/mfa-email", sent: true, lasting: true,
		name: func(a *model.Authenticator) string { return "Email to " + mfa.Masked(a) },
		page: func(_ *visit, f hosted.Frame, a *model.Authenticator) page {
			return sentCode(f, "Check your email", "A message with a code is on its way to "+mfa.Masked(a)+".", "Send another email")
		},
		verify: verifyCode, wrong: wrongCode,
	}
)

const wrongCode = "That code is not right. Type the six digits of the latest message."

func sentCode(f hosted.Frame, title, lead, resend string) hosted.Factor {
	return hosted.Factor{
		Frame: f, Title: title, Lead: lead, Label: codeLabel, InputMode: "numeric", Autocomplete: "one-time-code",
		Resend: resend, Hint: inboxHint("The sandbox delivers it, to nobody’s real phone or mailbox.", "See the message", f.User),
	}
}

func verifyCode(v *visit, u *model.User, typed string) (string, error) {
	c, err := v.challenge(u)
	if err != nil {
		return "", err
	}
	return "", mfa.VerifyOOB(v.Step, u, c, typed)
}
