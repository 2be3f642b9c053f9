package policy

import (
	"cmp"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/inbox"
	"github.com/playgrant/playgrant/tui/screen"
)

// setting is one row: what can be set, to what it is set, and how it is
// changed. It is a choice of a few, a switch, or a choice from a list.
type setting struct {
	section string // begins one, if it is not empty
	name    string
	says    string // what it means
	choices []string
	value   string // of a choice
	on      *bool  // of a switch
	patch   func(value string) map[string]any
	pick    func() tea.Cmd // opens a list to choose from
}

var (
	whens    = []string{model.MFANever, model.MFAEnrolled, model.MFAAlways}
	flows    = []string{model.FlowAuthorize, model.FlowPassword, model.FlowRefreshToken}
	factors  = []string{model.FactorOTP, model.FactorPhone, model.FactorPush, model.FactorEmail, model.FactorRecoveryCode, model.KindRoaming, model.KindPlatform}
	dialects = []string{model.DialectAuth0, model.DialectOIDC}
)

// says are the meanings of the values.
var says = map[string]string{
	model.MFANever:           "Nobody is asked for a second factor, whatever they have enrolled.",
	model.MFAEnrolled:        "Who has enrolled a factor is asked for it; who has none is not.",
	model.MFAAlways:          "Everybody is asked; who has no factor has to enrol one first.",
	model.FlowAuthorize:      "The hosted login pages, after the password (/authorize).",
	model.FlowPassword:       "The password grants and one-time passwords: the app gets mfa_required.",
	model.FlowRefreshToken:   "A refresh too: mfa_required, until the user has answered a challenge. It does not spend the token.",
	model.FactorOTP:          "An authenticator app and its six digits (RFC 6238).",
	model.FactorPhone:        "A code by text message or call.",
	model.FactorPush:         "A question on the phone: approve, or deny.",
	model.FactorEmail:        "A code by email. It can be challenged, and is not enrolled by an app.",
	model.FactorRecoveryCode: "The code on paper, for the day the phone is lost. It works once, and the next one comes with the answer.",
	model.KindRoaming:        "A passkey on a security key (WebAuthn). On the hosted pages only, where it also logs in without a password.",
	model.KindPlatform:       "A passkey on the device itself: fingerprint, face or PIN (WebAuthn). On the hosted pages only, as above.",
	model.DialectAuth0:       "Answers are Auth0's, down to status codes and texts.",
	model.DialectOIDC:        "Answers are those of the RFCs and of OpenID Connect Core where Auth0's differ.",
}

// plain are the names of flows and factors in everyday words.
var plain = map[string]string{
	model.FlowAuthorize:      "login in the browser",
	model.FlowPassword:       "login in the app",
	model.FlowRefreshToken:   "each refresh",
	model.FactorOTP:          "authenticator app",
	model.FactorPhone:        "text message or call",
	model.FactorPush:         "question on the phone",
	model.FactorEmail:        "code by email",
	model.FactorRecoveryCode: "code on paper",
	model.KindRoaming:        "security key",
	model.KindPlatform:       "fingerprint, face, PIN",
}

// settings are all that can be set, as they are now.
func (s *Policy) settings() []setting {
	p := s.known.Policy
	dialect := says[cmp.Or(p.Dialect, model.DialectAuth0)]
	if d := s.c.Dialect; d != "" {
		dialect = "This program was started with the dialect " + d + ", by --dialect or its settings, and answers so whatever stands here."
	}
	out := []setting{{
		section: "When is a second factor asked for?", name: "asked for", choices: whens, value: p.MFA.When, says: says[p.MFA.When],
		patch: func(v string) map[string]any { return inMFA("when", v) },
	}}
	out = append(out, switches("In which flows?", "flows", flows, p.MFA.Flows)...)
	out = append(out, switches("With which factors?", "factors", factors, p.MFA.Factors)...)
	return append(out,
		setting{
			section: "How does the server answer?", name: "dialect", choices: dialects, value: cmp.Or(p.Dialect, model.DialectAuth0), says: dialect,
			patch: func(v string) map[string]any { return map[string]any{"dialect": v} },
		},
		setting{
			name: "revoking ends the grant", on: &p.RevokeRefreshTokenGrant, says: "Revoking a refresh token takes the grant back: all families of that user and client for the API end. Off: only the token's own family ends.",
			patch: func(string) map[string]any {
				return map[string]any{"revoke_refresh_token_grant": !p.RevokeRefreshTokenGrant}
			},
		},
		setting{
			name: "auto login", value: cmp.Or(p.AutoLogin, "nobody"), pick: s.pickUser,
			says: "/authorize logs this user in without showing a page: for tests and demonstrations.",
		},
		setting{
			name: "default audience", value: cmp.Or(p.DefaultAudience, "none"), pick: s.pickAPI,
			says: "The API that access tokens are for when an app names no audience.",
		},
		s.keySetting(),
	)
}

// switches are a row for each value that a list may hold.
func switches(section, member string, all, now []string) []setting {
	var out []setting
	for _, name := range all {
		on := slices.Contains(now, name)
		out = append(out, setting{
			section: section, name: name, on: &on, says: says[name],
			patch: func(string) map[string]any {
				list := []string{}
				for _, other := range all {
					if slices.Contains(now, other) != (other == name) {
						list = append(list, other)
					}
				}
				return inMFA(member, list)
			},
		})
		section = ""
	}
	return out
}

func inMFA(member string, value any) map[string]any {
	return map[string]any{"mfa": map[string]any{member: value}}
}

// picked is sent once something was chosen from a list.
type picked struct {
	screen *Policy
	patch  map[string]any
}

func (s *Policy) pickUser() tea.Cmd {
	values, items := []string{""}, []screen.Item{{Title: "Nobody", Note: "The login page asks, as it does in earnest."}}
	for _, u := range s.known.Users {
		values = append(values, u.Email)
		items = append(items, screen.Item{Title: u.Email, Note: inbox.Factors(u)})
	}
	return s.choose("Who is logged in without a page?", "auto_login", values, items)
}

func (s *Policy) pickAPI() tea.Cmd {
	values, items := []string{""}, []screen.Item{{Title: "None", Note: "Without an audience the access token is opaque, for /userinfo only."}}
	for _, a := range s.known.APIs {
		values = append(values, a.Identifier)
		items = append(items, screen.Item{Title: a.Identifier})
	}
	return s.choose("Which API, when an app names none?", "default_audience", values, items)
}

func (s *Policy) choose(title, member string, values []string, items []screen.Item) tea.Cmd {
	return screen.Send(screen.Choose{Title: title, Items: items, Pick: func(i int) tea.Cmd {
		return screen.Send(picked{s, map[string]any{member: values[i]}})
	}})
}
