package mfa

import (
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// Requirement says whether a second factor is needed, and what settles it: one
// of the factors in Challenge, or, for a user who has none, the enrolment of
// one in Enroll.
type Requirement struct {
	Needed    bool
	Challenge []string
	Enroll    []string
}

var (
	rulePolicyWhen = check.Rule{
		ID: "mfa.policy.when", Says: "The policy asks for a second factor",
		Ref: "Playgrant", Fix: `Set the policy's mfa.when to "enrolled" or "always" to have one asked for.`,
	}
	rulePolicyFlow = check.Rule{
		ID: "mfa.policy.flow", Says: "The policy asks for it in this flow",
		Ref: "Playgrant", Fix: "Add the flow to the policy's mfa.flows to have a second factor asked for here.",
	}
	ruleStepUp = check.Rule{
		ID: "mfa.step-up", Says: "The app asked for a second factor with acr_values",
		Ref: `OpenID Connect Core §3.1.2.1; Auth0 "Step-up authentication"`,
	}
	ruleManaging = check.Rule{
		ID: "mfa.managing", Says: "A token that manages authenticators takes a second factor first",
		Ref: `Auth0 "Manage authenticator factors using the MFA API"`,
	}
	ruleHasFactor = check.Rule{
		ID: "mfa.user.enrolled", Says: "The user has a second factor",
		Ref: "Playgrant", Fix: "Enrol a factor for the user, or log in as one who has one, such as otp@example.com.",
	}
	ruleEnroll = check.Rule{
		ID: "mfa.user.must-enroll", Says: "The policy asks it of everybody, so the user has to enrol a factor first",
		Ref: "Playgrant", Fix: "Add otp, phone or push-notification to the policy's mfa.factors.",
	}
)

// Required decides whether a user needs a second factor in a flow, one of
// model.FlowAuthorize, FlowPassword and FlowRefreshToken, and notes why. A
// recovery code alone never makes it required: it stands in for another
// factor. An error is a fault of the store, never a refusal.
func Required(s *step.Step, u *model.User, flow string) (Requirement, error) {
	policy, err := explained(s, u)
	if err != nil {
		return Requirement{}, err
	}
	always := policy.When == model.MFAAlways
	got := "the policy asks for MFA of nobody"
	switch {
	case always:
		got = "the policy asks for MFA of everybody"
	case policy.When == model.MFAEnrolled:
		got = "the policy asks for MFA of enrolled users"
	}
	if !s.Note(rulePolicyWhen, always || policy.When == model.MFAEnrolled, "a policy of enrolled or always", got) {
		return Requirement{}, nil
	}
	if !s.Note(rulePolicyFlow, slices.Contains(policy.Flows, flow), flow, listed(policy.Flows)) {
		return Requirement{}, nil
	}
	return require(s, u, policy, always, model.FactorRecoveryCode)
}

// StepUp decides for a request whose acr_values ask for a second factor: a
// user who has a factor gives one, whatever the policy's when and flows say.
func StepUp(s *step.Step, u *model.User) (Requirement, error) {
	s.Note(ruleStepUp, true, "", "a second factor was asked for")
	policy, err := explained(s, u)
	if err != nil {
		return Requirement{}, err
	}
	return require(s, u, policy, false, model.FactorRecoveryCode)
}

// ToManage decides for a request whose audience is the MFA API ({issuer}mfa/).
// It forces a second factor on a user who has any but email; without that a
// password alone could enrol a factor of its own. The policy's when and flows
// do not matter, nor what a client or the user have instead: a factor switched
// off for one app is still the user's.
func ToManage(s *step.Step, u *model.User) (Requirement, error) {
	s.Note(ruleManaging, true, "", "the audience is the MFA API")
	return require(s, u, s.Policy.MFA, false, model.FactorRecoveryCode, model.FactorEmail)
}

// require asks for one of the user's factors, unless they have none but weak
// ones; then, if everybody must, for the enrolment of one.
func require(s *step.Step, u *model.User, policy model.MFAPolicy, always bool, weak ...string) (Requirement, error) {
	list, err := Authenticators(s.Tx, u.UserID)
	if err != nil {
		return Requirement{}, err
	}
	factors := factorsOf(usable(list, policy))
	strong := slices.ContainsFunc(factors, func(f string) bool { return !slices.Contains(weak, f) })
	got := "the user has an active factor: " + strings.Join(factors, ", ")
	if !strong {
		got = "the user has no active factor that counts"
	}
	if s.Note(ruleHasFactor, strong, "an active factor that the policy allows", got) {
		return Requirement{Needed: true, Challenge: factors}, nil
	}
	if !always {
		return Requirement{}, nil
	}
	enroll := inOrder(func(f string) bool {
		// Email is for challenges only, and recovery codes come along with
		// the first factor.
		return f != model.FactorEmail && f != model.FactorRecoveryCode && slices.Contains(policy.Factors, f)
	})
	s.Note(ruleEnroll, len(enroll) > 0, "a factor that can be enrolled", "factors that can be enrolled: "+listed(enroll))
	return Requirement{Needed: true, Enroll: enroll}, nil
}

func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
