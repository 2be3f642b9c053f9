package mfa

import (
	"cmp"
	"net/mail"
	"slices"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// wish is what is to be enrolled.
type wish struct {
	kind    string
	channel string // oob_channel; empty for an app
	to      string // number or address
}

// channels are the values of oob_channels, with the kind of authenticator that
// each enrols.
var channels = map[string]string{
	"sms": model.KindSMS, "voice": model.KindVoice, channelPush: model.KindPush, "email": model.KindEmail,
}

// channelPush is what the wire calls a push.
const channelPush = "auth0"

// wanted checks what is to be enrolled.
func wanted(s *step.Step, u *model.User) (wish, error) {
	w := wish{kind: model.KindTOTP}
	types := s.Params.List("authenticator_types")
	if err := s.Require(ruleEnrollSent, len(types) > 0, "authenticator_types", ""); err != nil {
		return w, err
	}
	one := len(types) == 1 && (types[0] == challengeOTP || types[0] == challengeOOB)
	if err := s.Require(ruleEnrollKind, one, "one of otp and oob", unlessOK(one, "several, or another")); err != nil {
		return w, err
	}
	if types[0] == challengeOOB {
		list := s.Params.List("oob_channels")
		if len(list) == 1 {
			w.channel = list[0]
		}
		kind, ok := channels[w.channel]
		if err := s.Require(ruleEnrollChannel, ok, "one channel", unlessOK(ok, "none, several, or another")); err != nil {
			return w, err
		}
		w.kind = kind
	}
	policy, err := Policy(s, u)
	if err != nil {
		return w, err
	}
	factor := (&model.Authenticator{Kind: w.kind}).Factor()
	on := slices.Contains(policy.Factors, factor)
	if err := s.Require(ruleEnrollFactor.With(factor), on, factor, listed(policy.Factors)); err != nil {
		return w, err
	}
	return address(s, u, w)
}

// address checks where the messages are to go.
func address(s *step.Step, u *model.User, w wish) (wish, error) {
	switch w.kind {
	case model.KindSMS, model.KindVoice:
		w.to = s.Params.Get("phone_number")
		ok := model.IsPhoneNumber(w.to)
		return w, s.Require(ruleEnrollPhone, ok, "a number such as +15555550123", unlessOK(ok, "something else"))
	case model.KindEmail:
		w.to = cmp.Or(s.Params.Get("email"), u.Email)
		parsed, err := mail.ParseAddress(w.to)
		ok := err == nil && parsed.Address == w.to && len(w.to) <= 254
		return w, s.Require(ruleEnrollEmail, ok, "an address such as me@example.com", unlessOK(ok, "something else"))
	}
	return w, nil
}
