package model

import "slices"

// MFAPolicy says when a second factor is asked for, in which flows, and which
// factors there are.
type MFAPolicy struct {
	When    string   `json:"when"`  // enrolled, always, never
	Flows   []string `json:"flows"` // authorize, password, refresh_token
	Factors []string `json:"factors"`
}

// MFAOverride is what one client or one user has instead of the policy. At
// Auth0 an Action decides so, by event.client and event.user
// (auth0.com/docs/secure/multi-factor-authentication/customize-mfa).
type MFAOverride struct {
	When    string   `json:"when,omitempty"`    // as in MFAPolicy; empty: the policy's
	Factors []string `json:"factors,omitempty"` // none: the policy's
}

// With is the policy with what o says of its own; nil changes nothing.
func (p MFAPolicy) With(o *MFAOverride) MFAPolicy {
	if o == nil {
		return p
	}
	if o.When != "" {
		p.When = o.When
	}
	if len(o.Factors) > 0 {
		p.Factors = slices.Clone(o.Factors)
	}
	return p
}

// Values of MFAPolicy.
const (
	MFANever         = "never"
	MFAEnrolled      = "enrolled"
	MFAAlways        = "always"
	FlowAuthorize    = "authorize"
	FlowPassword     = "password"
	FlowRefreshToken = "refresh_token"
)
