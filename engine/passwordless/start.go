// Package passwordless sends codes and links to log in with
// (auth0.com/docs/authenticate/passwordless). A code is redeemed by package
// grant, a link is followed to package authorize.
package passwordless

import (
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/client"
	"github.com/playgrant/playgrant/engine/inbox"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Connections, which are also the realms of the grant.
const (
	Email = "email"
	SMS   = "sms"
)

const (
	// Lifetime is how long a code is good. Auth0's is a setting; three minutes
	// is what it was seen to begin with.
	Lifetime = 3 * time.Minute
	// MaxWrong is how many wrong codes use a code up
	// (auth0.com/docs/authenticate/passwordless/authentication-methods/email-otp).
	MaxWrong = 3
	// most is how many codes go to one address within an hour; ours.
	most = 10
)

// Routes is the endpoint.
func Routes() []step.Route {
	return []step.Route{{Pattern: "POST /passwordless/start", Endpoint: step.Endpoint{Do: start}}}
}

func bad(code, description string) check.Answer {
	return check.Answer{Status: http.StatusBadRequest, Code: code, Description: description}
}

var (
	ruleConnection = check.Rule{
		ID: "passwordless.connection", Says: "The connection is email or sms", Param: "connection",
		Ref: "Auth0 “Get Code or Link”", Fix: "Send connection=email with an email, or connection=sms with a phone_number.",
		Answer: bad("bad.connection", "The connection must be email or sms"),
	}
	ruleEmail = check.Rule{
		ID: "passwordless.email", Says: "There is an address to send the code to", Param: "email",
		Ref: "Auth0 “Get Code or Link”", Fix: "Send an email such as user@example.com.",
		Answer: bad("bad.email", "The email is missing or malformed"),
	}
	rulePhone = check.Rule{
		ID: "passwordless.phone", Says: "There is a number to send the code to", Param: "phone_number",
		Ref: "Auth0 “Get Code or Link”; E.164", Fix: "Send a phone_number such as +15555550100.",
		Answer: bad("bad.phone_number", "The phone number is missing or not in the form +15555550100"),
	}
	ruleSend = check.Rule{
		ID: "passwordless.send", Says: "A code or a link is to be sent; a text message has a code", Param: "send",
		Ref: "Auth0 “Get Code or Link”", Fix: "Send send=code or, by email, send=link.",
		Answer: bad("invalid_request", "send must be link or code"),
	}
	ruleOften = check.Rule{
		ID: "passwordless.often", Says: "No more than ten codes went to this address within the hour",
		Ref: "Playgrant", Fix: "Wait, or move the sandbox's clock.",
		Answer: check.Answer{Status: http.StatusTooManyRequests, Code: "too_many_requests", Description: "Too many codes were sent to this address"},
	}
)

func start(s *step.Step) (*step.Answer, error) {
	c, err := client.Authenticate(s)
	if err != nil {
		return nil, err
	}
	to, err := address(s)
	if err != nil {
		return nil, err
	}
	connection := s.Params.Get("connection")
	link := connection == Email && s.Params.Get("send") != "code"
	ok := s.Params.Get("send") == "" || s.Params.Get("send") == "code" || s.Params.Get("send") == "link" && connection == Email
	if err := s.Require(ruleSend, ok, "code, or link by email", s.Params.Get("send")); err != nil {
		return nil, err
	}
	if err := count(s, to); err != nil {
		return nil, err
	}
	code, err := secret.From(s.Rand, secret.Digits, 6)
	if err != nil {
		return nil, err
	}
	kept := &model.Passwordless{
		ID: ID(c.ClientID, connection, to), ClientID: c.ClientID, Connection: connection, To: to, CodeHash: Hash(to, code),
		AuthParams: s.Params.Object("authParams"), Issuer: s.Issuer, ExpiresAt: s.Now.Add(Lifetime), BrowserHash: session.Sent(s),
	}
	if err := store.Passwordless.Put(s.Tx, kept); err != nil {
		return nil, err
	}
	if err := deliver(s, c, kept, code, link); err != nil {
		return nil, err
	}
	return reply(s, connection, to)
}

// address is where the code goes.
func address(s *step.Step) (string, error) {
	switch connection := s.Params.Get("connection"); connection {
	case Email:
		to := s.Params.Get("email")
		parsed, err := mail.ParseAddress(to)
		ok := err == nil && parsed.Address == to && len(to) <= 254
		return store.NormalEmail(to), s.Require(ruleEmail, ok, "an email address", "something else, or none")
	case SMS:
		to := s.Params.Get("phone_number")
		return to, s.Require(rulePhone, model.IsPhoneNumber(to), "a number such as +15555550100", "something else, or none")
	default:
		return "", s.Require(ruleConnection, false, "email or sms", "something else, or none")
	}
}

// ID names what was sent: by whom it was asked for, and where it went.
func ID(clientID, connection, to string) string {
	return secret.Hash(clientID + "\x00" + connection + "\x00" + to)
}

// Hash is what is kept of a code.
func Hash(to, code string) string { return secret.Hash(to + "\x00" + code) }

// count takes note of one more code to an address.
func count(s *step.Step, to string) error {
	id := "passwordless\x00" + to
	kept, err := store.Sends.Get(s.Tx, id)
	if errors.Is(err, store.ErrNotFound) {
		kept, err = &model.Sends{ID: id}, nil
	}
	if err != nil {
		return err
	}
	// What lies in the future was sent before the clock was moved back.
	within := slices.DeleteFunc(kept.At, func(at time.Time) bool { return at.After(s.Now) || s.Now.Sub(at) >= time.Hour })
	if err := s.Require(ruleOften, len(within) < most, "fewer than 10 in an hour", fmt.Sprint(len(within))); err != nil {
		return err
	}
	kept.At = append(within, s.Now) //nolint:gocritic // within is kept.At, less what has passed
	return store.Sends.Put(s.Tx, kept)
}

func deliver(s *step.Step, c *model.Client, kept *model.Passwordless, code string, link bool) error {
	m := &model.Message{Channel: kept.Connection, To: kept.To, Code: code}
	m.Body = fmt.Sprintf("%s is your code for %s. It is good for 3 minutes.", code, c.Name)
	if link {
		m.Body = fmt.Sprintf("Open this to log in to %s: %s It is good for 3 minutes, once.", c.Name, s.Issuer+"passwordless/verify_redirect?"+url.Values{
			"client_id": {c.ClientID}, "connection": {kept.Connection}, "email": {kept.To}, "verification_code": {code},
		}.Encode())
	}
	u, err := User(s, kept.Connection, kept.To)
	if err != nil {
		return err
	}
	if u != nil {
		m.UserID = u.UserID
	}
	return inbox.Deliver(s, m)
}

// reply says where the code went. Whether there is such a user it does not say.
func reply(s *step.Step, connection, to string) (*step.Answer, error) {
	id, err := secret.From(s.Rand, "0123456789abcdef", 24)
	if err != nil {
		return nil, err
	}
	if connection == SMS {
		return step.JSON(map[string]any{"_id": id, "phone_number": to, "phone_verified": false}), nil
	}
	return step.JSON(map[string]any{"_id": id, "email": to, "email_verified": false}), nil
}
