package sandbox

import (
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// What a field of the policy may hold.
var (
	mfaWhen     = []string{model.MFAEnrolled, model.MFAAlways, model.MFANever}
	mfaFlows    = []string{model.FlowAuthorize, model.FlowPassword, model.FlowRefreshToken}
	factorTypes = []string{model.FactorOTP, model.FactorPhone, model.FactorPush, model.FactorEmail, model.FactorRecoveryCode, model.KindRoaming, model.KindPlatform}
	dialects    = []string{model.DialectAuth0, model.DialectOIDC}
)

// overrides says what is wrong with what a client or a user has instead of the
// policy, and drops what says nothing.
func overrides(o **model.MFAOverride) []want {
	if *o == nil || (*o).When == "" && len((*o).Factors) == 0 {
		*o = nil
		return nil
	}
	return []want{
		{"mfa.when", (*o).When == "" || slices.Contains(mfaWhen, (*o).When), "empty for the policy’s, or " + among(mfaWhen)},
		{"mfa.factors", subset((*o).Factors, factorTypes), "a list, without repeats, of " + strings.Join(factorTypes, ", ")},
	}
}

func validPolicy(s *step.Step, at string, p *model.Policy) error {
	notNil(&p.MFA.Flows, &p.MFA.Factors)
	return allOf(s, at,
		want{"mfa.when", slices.Contains(mfaWhen, p.MFA.When), among(mfaWhen)},
		want{"mfa.flows", subset(p.MFA.Flows, mfaFlows), "a list, without repeats, of " + strings.Join(mfaFlows, ", ")},
		want{"mfa.factors", subset(p.MFA.Factors, factorTypes), "a list, without repeats, of " + strings.Join(factorTypes, ", ")},
		want{"default_audience", p.DefaultAudience == "" || isIdentifier(p.DefaultAudience), "empty, or the identifier of an API"},
		want{"auto_login", p.AutoLogin == "" || isEmail(p.AutoLogin), "empty, or a user's email"},
		want{"dialect", slices.Contains(dialects, p.Dialect), among(dialects)},
	)
}
