package authorize

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// Values of response_mode (OAuth 2.0 Multiple Response Type Encoding Practices
// §2.1, OAuth 2.0 Form Post Response Mode).
const (
	modeQuery    = "query"
	modeFragment = "fragment"
	modeFormPost = "form_post"
	// modeWebMessage is Auth0's (auth0.com/docs/authenticate/login/configure-silent-authentication).
	modeWebMessage = "web_message"
)

var modes = []string{modeQuery, modeFragment, modeFormPost, modeWebMessage}

// Values of prompt (OpenID Connect Core §3.1.2.1).
const (
	promptNone          = "none"
	promptLogin         = "login"
	promptConsent       = "consent"
	promptSelectAccount = "select_account"
)

var prompts = []string{promptNone, promptLogin, promptConsent, promptSelectAccount}

var (
	ruleMode = check.Rule{
		ID: "authorize.response-mode.known", Says: "The answer can be sent in the way the app asks for", Param: "response_mode",
		Ref: "OAuth 2.0 Multiple Response Types §2.1; OAuth 2.0 Form Post", Fix: "Use query, fragment or, with a web address as redirect_uri, form_post or web_message; or leave response_mode out.",
		Answer: invalid("Unsupported response_mode: %s"),
	}
	rulePromptKnown = check.Rule{
		ID: "authorize.prompt.known", Says: "Each prompt is one that there is", Param: "prompt",
		Ref: "OpenID Connect Core §3.1.2.1", Fix: "Use none, login, consent or select_account.",
		Answer: invalid("Unsupported prompt value: %s"),
	}
	rulePromptNoneAlone = check.Rule{
		ID: "authorize.prompt.none-alone", Says: "prompt=none stands alone", Param: "prompt",
		Ref: "OpenID Connect Core §3.1.2.1", Fix: "Leave none out, or the others.",
		Answer: invalid("prompt=none cannot be combined with other values"),
	}
	ruleMaxAge = check.Rule{
		ID: "authorize.max-age.number", Says: "max_age is a whole number of seconds, zero or more", Param: "max_age",
		Ref: "OpenID Connect Core §3.1.2.1", Fix: "Send max_age as digits only, such as max_age=300.",
		Answer: invalid("max_age must be a non-negative integer"),
	}
)

// readMode picks the way back, errors about the way itself included: one that
// does not work falls back to the query (RFC 6749 §4.1.2).
func readMode(s *step.Step, mode, redirectURI string) string {
	if mode == modeQuery && len(s.Params.Fields("response_type")) > 0 && !slices.Equal(s.Params.Fields("response_type"), []string{typeCode}) {
		mode = "" // that is an error itself, told in the fragment
	}
	if slices.Contains(modes, mode) && canTake(mode, redirectURI) {
		return mode
	}
	types := s.Params.Fields("response_type")
	if slices.Contains(types, typeToken) || slices.Contains(types, typeIDToken) {
		return modeFragment
	}
	return modeQuery
}

// canTake reports whether an address can be answered in a mode: browsers post
// forms to web addresses only.
func canTake(mode, redirectURI string) bool {
	return mode != modeFormPost && mode != modeWebMessage || strings.HasPrefix(redirectURI, "https://") || strings.HasPrefix(redirectURI, "http://")
}

func requireMode(s *step.Step, _ *model.Client, a *model.Authorization) error {
	mode := s.Params.Get("response_mode")
	if mode == "" {
		return nil // the query
	}
	ok := slices.Contains(modes, mode) && canTake(mode, a.RedirectURI)
	return s.Require(ruleMode.With(clip(mode)), ok, strings.Join(modes, ", "), clip(mode))
}

func readPrompt(s *step.Step, _ *model.Client, a *model.Authorization) error {
	if !s.Params.Has("prompt") {
		return nil
	}
	a.Prompt = s.Params.Fields("prompt")
	got := clip(s.Params.Get("prompt"))
	unknown := slices.IndexFunc(a.Prompt, func(p string) bool { return !slices.Contains(prompts, p) })
	if unknown >= 0 {
		return s.Require(rulePromptKnown.With(clip(a.Prompt[unknown])), false, strings.Join(prompts, ", "), got)
	}
	if err := s.Require(rulePromptKnown, true, strings.Join(prompts, ", "), got); err != nil {
		return err
	}
	return s.Require(rulePromptNoneAlone, !slices.Contains(a.Prompt, promptNone) || len(a.Prompt) == 1, "none alone, or others without it", got)
}

func readMaxAge(s *step.Step, _ *model.Client, a *model.Authorization) error {
	text := s.Params.Get("max_age")
	if text == "" {
		return nil
	}
	n, err := strconv.ParseUint(text, 10, 63)
	if err := s.Require(ruleMaxAge, err == nil, "a number of seconds", clip(text)); err != nil {
		return err
	}
	seconds := int(min(n, math.MaxInt32)) // more than a lifetime is a lifetime
	a.MaxAge = &seconds
	return nil
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
