package logout

import (
	"errors"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/verify"
)

// hint is what an ID token says of whom to log out.
type hint struct{ clientID, sub, sid string }

var (
	ruleHint = check.Rule{
		ID: "logout.hint", Says: "id_token_hint is an ID token of this server; it may have expired", Param: "id_token_hint",
		Ref: "OpenID Connect RP-Initiated Logout §2", Fix: "Send the ID token as the server gave it, or leave it out.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The id_token_hint is not an ID token of this server"},
	}
	ruleHintClient = check.Rule{
		ID: "logout.hint.client", Says: "client_id is the one that the ID token was made for", Param: "client_id",
		Ref: "OpenID Connect RP-Initiated Logout §2", Fix: "Send the client's own ID token, or leave client_id out.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The id_token_hint was not issued to this client"},
	}
	ruleHintSession = check.Rule{
		ID: "logout.hint.session", Says: "logout_hint names the session that the ID token is of", Param: "logout_hint",
		Ref: "Auth0 “Log Users Out with OIDC”", Fix: "Send the sid claim of the same ID token, or leave one of the two out.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "logout_hint and id_token_hint do not match"},
	}
	ruleSure = check.Rule{
		ID: "logout.sure", Says: "The app has shown whose session it means, so nobody has to be asked",
		Ref: "OpenID Connect RP-Initiated Logout §2", Fix: "A page asks the user. With id_token_hint of this session, or its sid as logout_hint, it does not.",
	}
	ruleOwnPage = check.Rule{
		ID: "logout.own-page", Says: "The button was pressed on the server's own page",
		Ref: "RFC 9700 §4.7", Fix: "Send the browser to /oidc/logout; its page asks the user.",
	}
	ruleGoesOn = check.Rule{
		ID: "logout.goes-on", Says: "The user wants to log out",
		Ref: "OpenID Connect RP-Initiated Logout §2", Fix: "Nothing is wrong: the user pressed Cancel.",
	}
)

// begin answers /oidc/logout.
func begin(r *request) (*step.Answer, error) {
	if err := r.read(); err != nil {
		return nil, err
	}
	current, err := session.Current(r.Step)
	if err != nil {
		return nil, err
	}
	if r.Note(ruleSure, r.sure(current), "an ID token or sid of the browser's session, or no session", shownSession(current)) {
		return r.leave()
	}
	page := hosted.Logout{Path: confirmPath, App: r.appName(), Fields: r.kept()}.Answer()
	_, cookie, err := session.Browser(r.Step)
	if cookie != nil {
		page.Set("Set-Cookie", cookie.String())
	}
	return page, err
}

// confirmed answers the page that asks. Who sends its form from another site
// gets the page instead: it is the user who presses the button.
func confirmed(r *request) (*step.Answer, error) {
	if own := session.FromOwnPage(r.Step); !r.Note(ruleOwnPage, own, "a form of the page that asks", or(own, "one of another site")) {
		return begin(r)
	}
	if err := r.read(); err != nil {
		return nil, err
	}
	denied := r.Params.Get("action") == "deny"
	if !r.Note(ruleGoesOn, !denied, "the button Continue", "") {
		return hosted.Notice{Title: "You are still logged in", Text: "Nothing was changed. You can close this page."}.Answer(http.StatusOK), nil
	}
	return r.leave()
}

// or is what came, where it is not as it should be.
func or(ok bool, otherwise string) string {
	if ok {
		return ""
	}
	return otherwise
}

// leave finishes, on a page that says so if there is nowhere to go.
func (r *request) leave() (*step.Answer, error) {
	answer, err := r.finish()
	if err != nil || r.target != "" {
		return answer, err
	}
	page := hosted.Notice{Title: "You are logged out", Text: "This browser's session has ended. You can close this page."}.Answer(http.StatusOK)
	for _, cookie := range answer.Header.Values("Set-Cookie") {
		page.Set("Set-Cookie", cookie)
	}
	page.After = answer.After
	return page, nil
}

// read reads what the request asks for, the client first.
func (r *request) read() error {
	if err := r.readHint(); err != nil {
		return err
	}
	id := r.Params.Get("client_id")
	if r.hint != nil {
		if err := r.Require(ruleHintClient, id == "" || id == r.hint.clientID, r.hint.clientID, clip(id)); err != nil {
			return err
		}
		id = r.hint.clientID
	}
	if err := r.readClient(id); err != nil {
		return err
	}
	const param = "post_logout_redirect_uri"
	if r.Params.Has(param) {
		owner := "neither"
		if r.client != nil {
			owner = r.client.ClientID
		}
		if err := r.Require(ruleTargetOwner, r.client != nil, "an id_token_hint or a client_id", owner); err != nil {
			return err
		}
	}
	if err := r.readTarget(param); err != nil {
		return err
	}
	r.target = withState(r.target, r.Params.Get("state"))
	return nil
}

// readHint verifies the ID token. One that has expired is as good as another:
// it only says whose session is meant.
func (r *request) readHint() error {
	token := r.Params.Get("id_token_hint")
	if token == "" {
		return nil
	}
	claims, err := verify.IDToken(r.Step, token)
	if err != nil && !errors.Is(err, sign.ErrInvalid) {
		return err
	}
	text := func(name string) string { s, _ := claims[name].(string); return s }
	ours := err == nil && text("iss") == r.Issuer && text("sub") != "" && text("aud") != ""
	got := "it is"
	switch {
	case err != nil:
		got = "its signature is not this server's"
	case text("iss") != r.Issuer:
		got = "it is of " + clip(text("iss"))
	case !ours:
		got = "it is another kind of token"
	}
	if err := r.Require(ruleHint, ours, "an ID token of "+r.Issuer, got); err != nil {
		return err
	}
	r.hint = &hint{clientID: text("aud"), sub: text("sub"), sid: text("sid")}
	sid := r.Params.Get("logout_hint")
	return r.Require(ruleHintSession, sid == "" || r.hint.sid == "" || sid == r.hint.sid, "the sid of the ID token", clip(sid))
}

// sure reports whether the session may be ended without asking: there is none,
// or the app has named it.
func (r *request) sure(current *model.Session) bool {
	switch sid := r.Params.Get("logout_hint"); {
	case current == nil:
		return true
	case sid != "" && sid == current.SID:
		return true
	case r.hint == nil:
		return false
	case r.hint.sid != "":
		return r.hint.sid == current.SID
	default:
		return r.hint.sub == current.UserID
	}
}

// kept are the fields with which the page that asks comes back.
func (r *request) kept() map[string]string {
	fields := map[string]string{}
	for _, name := range []string{"client_id", "id_token_hint", "logout_hint", "post_logout_redirect_uri", "state"} {
		if v := r.Params.Get(name); v != "" {
			fields[name] = v
		}
	}
	return fields
}

func (r *request) appName() string {
	if r.client == nil {
		return ""
	}
	return r.client.Name
}

func shownSession(current *model.Session) string {
	if current == nil {
		return "no session"
	}
	return "another session, or none named"
}
