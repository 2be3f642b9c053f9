package mfa

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// view is one authenticator on the wire
// (auth0.com/docs/secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa).
// oob_channel is a string and never called oob_channels: SDKs fail to decode
// that. type is always there: auth0-spa-js drops what has none.
type view struct {
	ID                string `json:"id"`
	AuthenticatorType string `json:"authenticator_type"`
	Type              string `json:"type"`
	OOBChannel        string `json:"oob_channel,omitempty"`
	Name              string `json:"name,omitempty"`
	Active            bool   `json:"active"`
}

// list answers GET /mfa/authenticators: the user's authenticators of the
// factors that the policy has, even those that are not confirmed yet.
func list(s *step.Step) (*step.Answer, error) {
	c, err := borne(s, scopeRead)
	if err != nil {
		return nil, err
	}
	authenticators, err := Authenticators(s.Tx, c.user.UserID)
	if err != nil {
		return nil, err
	}
	policy, err := Policy(s, c.user)
	if err != nil {
		return nil, err
	}
	authenticators = slices.DeleteFunc(authenticators, func(a *model.Authenticator) bool { return !allowed(policy, a) })
	authenticators = overAPI(authenticators)
	views := make([]view, len(authenticators)) // never nil: the answer is a list
	for i, a := range authenticators {
		views[i] = viewOf(a)
	}
	return step.JSON(views).Set("Cache-Control", "no-store"), nil
}

func viewOf(a *model.Authenticator) view {
	v := view{ID: a.ID, AuthenticatorType: challengeType(a), Type: a.Factor(), Active: a.Active}
	switch a.Kind {
	case model.KindSMS, model.KindVoice:
		v.OOBChannel, v.Name = a.Kind, maskPhone(a.Name)
	case model.KindEmail:
		v.OOBChannel, v.Name = a.Kind, maskEmail(a.Name)
	case model.KindPush:
		v.OOBChannel, v.Name = channelPush, a.Name
	}
	return v
}

// Masked names where an authenticator is reached, without giving an address
// away.
func Masked(a *model.Authenticator) string { return viewOf(a).Name }

// Types of challenge, which are the authenticator_type of what they challenge.
const (
	challengeOTP = "otp"
	challengeOOB = "oob"
)

func challengeType(a *model.Authenticator) string {
	switch a.Kind {
	case model.KindTOTP:
		return challengeOTP
	case model.KindRecoveryCode:
		return model.KindRecoveryCode
	default:
		return challengeOOB
	}
}

// maskPhone leaves the last four digits, fewer of a short number.
func maskPhone(number string) string {
	digits := []rune(number)
	hidden := len(digits) - min(4, len(digits)/2)
	return strings.Repeat("X", hidden) + string(digits[hidden:])
}

// maskEmail leaves the first character and the domain.
func maskEmail(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	_, first := utf8.DecodeRuneInString(local)
	return local[:first] + "***@" + domain
}
