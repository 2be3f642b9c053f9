// Package device is /oauth/device/code: a device without a keyboard gets a
// code for itself and one that its user types elsewhere (RFC 8628). The pages
// for the user are those of package authorize, the exchange is package grant's.
package device

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/client"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// What Auth0 documents (auth0.com/docs/get-started/authentication-and-authorization-flow/device-authorization-flow).
const (
	lifetime = 15 * time.Minute
	// Interval is how long a device waits between two polls.
	Interval = 5 * time.Second
	// letters leave out vowels, so that no word comes about, and what is
	// mistaken for another (RFC 8628 §6.1).
	letters    = "BCDFGHJKLMNPQRSTVWXZ"
	codeLength = 8
)

// Routes is the endpoint.
func Routes() []step.Route {
	return []step.Route{{Pattern: "POST /oauth/device/code", Endpoint: step.Endpoint{Do: begin}}}
}

var (
	ruleAllowed = check.Rule{
		ID: "device.allowed", Says: "The client may use the device flow",
		Ref: "RFC 8628 §3.1; Auth0 “Application Grant Types”", Fix: "Add the grant type " + model.GrantDeviceCode + " to the client.", Param: "client_id",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "unauthorized_client", Description: "Grant type '" + model.GrantDeviceCode + "' not allowed for the client."},
		Standard: check.Answer{Status: http.StatusBadRequest},
	}
	ruleAudience = check.Rule{
		ID: "device.audience", Says: "The audience is an API of the sandbox",
		Ref: "Auth0 “Get Access Tokens”", Fix: "Send the identifier of an API exactly as it stands in the sandbox.", Param: "audience",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "Service not found: %s"},
		Standard: check.Answer{Status: http.StatusBadRequest, Code: "invalid_target"},
	}
)

func begin(s *step.Step) (*step.Answer, error) {
	c, err := client.Authenticate(s)
	if err != nil {
		return nil, err
	}
	if err := s.Require(ruleAllowed, c.Has(model.GrantDeviceCode), "the device flow among the client's grants", strings.Join(c.GrantTypes, ", ")); err != nil {
		return nil, err
	}
	audience := s.Params.Get("audience")
	if audience == "" {
		audience = s.Policy.DefaultAudience
	}
	var api *model.API
	if audience != "" {
		if api, err = scope.API(s, audience); err != nil {
			return nil, err
		}
		if err := s.Require(ruleAudience.With(clip(audience)), api != nil, "an API of the sandbox", clip(audience)); err != nil {
			return nil, err
		}
	}
	code, err := secret.New(s.Rand, 43)
	if err != nil {
		return nil, err
	}
	user, err := freshUserCode(s)
	if err != nil {
		return nil, err
	}
	asked := s.Params.Fields("scope")
	kept := &model.DeviceCode{
		Hash: secret.Hash(code), UserCode: user, ClientID: c.ClientID, Audience: audience, Requested: asked,
		Scope: scope.Grantable(s, api, asked), Issuer: s.Issuer, State: model.DevicePending,
		CreatedAt: s.Now, ExpiresAt: s.Now.Add(lifetime), Interval: int(Interval / time.Second),
	}
	if err := store.DeviceCodes.Put(s.Tx, kept); err != nil {
		return nil, err
	}
	if err := store.UserCodes.Put(s.Tx, &model.UserCode{Code: user, Hash: kept.Hash, ExpiresAt: kept.ExpiresAt}); err != nil {
		return nil, err
	}
	shown := user[:4] + "-" + user[4:]
	a := step.JSON(map[string]any{
		"device_code": code, "user_code": shown, "verification_uri": s.Issuer + "activate",
		"verification_uri_complete": CompleteURI(s, shown),
		"expires_in":                int(lifetime / time.Second), "interval": kept.Interval,
	})
	return a.Set("Cache-Control", "no-store"), nil
}

// CompleteURI is where a user goes who need not type their code (RFC 8628
// §3.3.1).
func CompleteURI(s *step.Step, userCode string) string {
	return s.Issuer + "activate?" + url.Values{"user_code": {userCode}}.Encode()
}

// freshUserCode makes a user code that no living device has.
func freshUserCode(s *step.Step) (string, error) {
	for {
		code, err := secret.From(s.Rand, letters, codeLength)
		if err != nil {
			return "", err
		}
		_, err = store.UserCodes.Get(s.Tx, code)
		if errors.Is(err, store.ErrNotFound) {
			return code, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// Normal is a user code as it is kept, however it was typed (RFC 8628 §6.1).
func Normal(typed string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(typed))
}

// ByUserCode finds the device whose user code was typed; nil if none waits.
func ByUserCode(s *step.Step, typed string) (*model.DeviceCode, error) {
	user, err := store.UserCodes.Get(s.Tx, Normal(typed))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	d, err := Waiting(s, user.Hash)
	if err != nil || d == nil {
		return nil, err
	}
	if _, err := store.Clients.Get(s.Tx, d.ClientID); errors.Is(err, store.ErrNotFound) {
		return nil, nil // its client was removed meanwhile
	} else if err != nil {
		return nil, err
	}
	return d, nil
}

// Waiting is the device of that hash; nil if it does not wait any more.
func Waiting(s *step.Step, hash string) (*model.DeviceCode, error) {
	d, err := store.DeviceCodes.Get(s.Tx, hash)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil || d.State != model.DevicePending || !s.Now.Before(d.ExpiresAt) || d.Issuer != s.Issuer {
		return nil, err
	}
	return d, nil
}

// Decide ends the waiting: the user lets the device in, or does not. The user
// code is worth nothing any more.
func Decide(s *step.Step, d *model.DeviceCode, state string, who model.Authenticated) error {
	d.State, d.Authenticated = state, who
	if err := store.UserCodes.Delete(s.Tx, d.UserCode); err != nil {
		return err
	}
	return store.DeviceCodes.Put(s.Tx, d)
}

func clip(text string) string {
	const most = 80
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
