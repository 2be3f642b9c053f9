package mfa_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// decide runs one of the deciding functions on a user, in the world's policy.
func (w *world) decide(email string, fn func(*step.Step, *model.User) (mfa.Requirement, error)) (mfa.Requirement, *check.Trail) {
	w.t.Helper()
	u, trail := w.user(email), &check.Trail{}
	var req mfa.Requirement
	w.update(func(tx store.Tx) error {
		policy, err := store.PolicySetting.Get(tx)
		if err != nil {
			return err
		}
		req, err = fn(&step.Step{Tx: tx, Now: w.time(), Policy: policy, Issuer: issuer, Trail: trail}, u)
		return err
	})
	return req, trail
}

func inFlow(flow string) func(*step.Step, *model.User) (mfa.Requirement, error) {
	return func(s *step.Step, u *model.User) (mfa.Requirement, error) { return mfa.Required(s, u, flow) }
}

func TestRequired(t *testing.T) {
	all := []string{"otp", "phone", "push-notification", "email", "recovery-code"}
	both := []string{model.FlowAuthorize, model.FlowPassword}
	none := mfa.Requirement{}
	challenge := func(types ...string) mfa.Requirement { return mfa.Requirement{Needed: true, Challenge: types} }
	enroll := func(types ...string) mfa.Requirement { return mfa.Requirement{Needed: true, Enroll: types} }
	for _, c := range []struct {
		name, user, when, flow string
		flows, factors         []string
		want                   mfa.Requirement
	}{
		{"nothing enrolled", "user@", "enrolled", "password", both, all, none},
		{"an app and a recovery code", "otp@", "enrolled", "password", both, all, challenge("otp", "recovery-code")},
		{"the same at /authorize", "otp@", "enrolled", "authorize", both, all, challenge("otp", "recovery-code")},
		{"a flow that is not asked", "otp@", "enrolled", "refresh_token", both, all, none},
		{"a flow that is", "otp@", "enrolled", "refresh_token", []string{"refresh_token"}, all, challenge("otp", "recovery-code")},
		{"always, but not in this flow", "otp@", "always", "refresh_token", both, all, none},
		{"no flow at all", "otp@", "always", "password", nil, all, none},
		{"a flow nobody knows", "otp@", "always", "device", both, all, none},
		{"never", "otp@", "never", "password", both, all, none},
		{"a policy without a when", "otp@", "", "password", both, all, none},
		{"phone", "phone@", "enrolled", "password", both, all, challenge("phone", "recovery-code")},
		{"push and its twin", "push@", "enrolled", "password", both, all, challenge("otp", "push-notification")},
		{"all, in the page's order", "all@", "enrolled", "password", both, all, challenge("otp", "push-notification", "phone", "recovery-code", "email")},
		{"email alone", "email@", "enrolled", "password", both, all, challenge("email")},
		{"email alone, switched off", "email@", "enrolled", "password", both, []string{"otp", "phone"}, none},
		{"a recovery code alone is none", "otp@", "enrolled", "password", both, []string{"phone", "recovery-code"}, none},
		{"every factor switched off", "all@", "enrolled", "password", both, nil, none},
		{"one factor switched off", "all@", "enrolled", "password", both, []string{"otp", "phone"}, challenge("otp", "phone")},
		{"always, something enrolled", "phone@", "always", "password", both, all, challenge("phone", "recovery-code")},
		{"always, nothing enrolled", "user@", "always", "password", both, all, enroll("otp", "push-notification", "phone")},
		{"always, one factor switched off", "user@", "always", "password", both, []string{"email", "phone"}, enroll("phone")},
		{"always, only a recovery code left", "otp@", "always", "password", both, []string{"phone", "recovery-code"}, enroll("phone")},
		{"always, nothing to enrol: still no way past", "user@", "always", "password", both, []string{"email"}, mfa.Requirement{Needed: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.setPolicy(func(p *model.Policy) {
				p.MFA = model.MFAPolicy{When: c.when, Flows: c.flows, Factors: c.factors}
			})
			got, _ := w.decide(c.user+"example.com", inFlow(c.flow))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestRequiredPassesOverUnconfirmed(t *testing.T) {
	w := newWorld(t)
	app := w.authenticator("otp@example.com", model.KindTOTP)
	app.Active = false
	w.update(func(tx store.Tx) error { return store.Authenticators.Put(tx, app) })
	if got, _ := w.decide("otp@example.com", inFlow("password")); got.Needed {
		t.Errorf("an unconfirmed app makes MFA required: %+v", got)
	}
}

func TestRequiredExplains(t *testing.T) {
	w := newWorld(t)
	_, trail := w.decide("otp@example.com", inFlow("password"))
	var lines []string
	for _, r := range trail.Results() {
		if !r.Note {
			t.Errorf("%s refuses; deciding must not", r.ID)
		}
		lines = append(lines, r.Detail)
	}
	for _, want := range []string{"the policy asks for MFA of enrolled users", "the user has an active factor: otp, recovery-code"} {
		if !slices.Contains(lines, want) {
			t.Errorf("%q does not stand in\n%s", want, strings.Join(lines, "\n"))
		}
	}
}

func TestStepUpAndToManage(t *testing.T) {
	for _, c := range []struct {
		user           string
		stepUp, manage bool
	}{
		{"user@example.com", false, false},
		{"otp@example.com", true, true},
		{"phone@example.com", true, true},
		{"email@example.com", true, false}, // Auth0: "any factor other than email"
	} {
		w := newWorld(t)
		w.setPolicy(func(p *model.Policy) { p.MFA.When, p.MFA.Flows = model.MFANever, nil })
		if got, _ := w.decide(c.user, mfa.StepUp); got.Needed != c.stepUp {
			t.Errorf("%s: acr_values: needed is %v", c.user, got.Needed)
		}
		if got, _ := w.decide(c.user, mfa.ToManage); got.Needed != c.manage {
			t.Errorf("%s: audience of the MFA API: needed is %v", c.user, got.Needed)
		}
	}
}
