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

func validPolicy(s *step.Step, at string, p *model.Policy) error {
	notNil(&p.MFA.Flows, &p.MFA.Factors)
	return allOf(s, at,
		want{"mfa.when", slices.Contains(mfaWhen, p.MFA.When), among(mfaWhen)},
		want{"mfa.flows", subset(p.MFA.Flows, mfaFlows), "a list, without repeats, of " + strings.Join(mfaFlows, ", ")},
		want{"mfa.factors", subset(p.MFA.Factors, factorTypes), "a list, without repeats, of " + strings.Join(factorTypes, ", ")},
		want{"default_audience", p.DefaultAudience == "" || identifier.MatchString(p.DefaultAudience), "empty, or the identifier of an API"},
		want{"auto_login", p.AutoLogin == "" || isEmail(p.AutoLogin), "empty, or a user's email"},
		want{"dialect", slices.Contains(dialects, p.Dialect), among(dialects)},
	)
}
