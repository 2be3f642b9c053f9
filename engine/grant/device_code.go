package grant

import (
	"errors"
	"net/http"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/issue"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// deviceCode gives tokens to a device once its user has let it in (RFC 8628
// §3.4; auth0.com/docs/…/device-authorization-flow/call-your-api-using-the-device-authorization-flow).
var deviceCode = Grant{
	Type:   model.GrantDeviceCode,
	Needs:  []string{"device_code"},
	Redeem: redeemDeviceCode,
}

var (
	badDevice       = check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "Invalid or expired device code."}
	ruleDeviceKnown = check.Rule{
		ID: "device.known", Says: "The server gave out this device code, to this client, and it was not used",
		Ref: "RFC 8628 §3.4", Fix: "Ask /oauth/device/code for another.", Param: "device_code",
		Answer: badDevice, Standard: as400,
	}
	ruleDeviceFresh = check.Rule{
		ID: "device.fresh", Says: "The device code is younger than 15 minutes",
		Ref: "RFC 8628 §3.5", Fix: "Ask /oauth/device/code for another, and show the user the new code.", Param: "device_code",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "expired_token", Description: "The device code has expired."}, Standard: as400,
	}
	ruleDevicePace = check.Rule{
		ID: "device.pace", Says: "The device waits as long as it was told between two polls",
		Ref: "RFC 8628 §3.5", Fix: "Wait 5 seconds between two polls; after slow_down, 5 more (RFC 8628).", Param: "device_code",
		Answer:   check.Answer{Status: http.StatusTooManyRequests, Code: "slow_down", Description: "You are polling faster than the specified interval of 5 seconds."},
		Standard: as400,
	}
	ruleDeviceAnswered = check.Rule{
		ID: "device.answered", Says: "The user has answered",
		Ref: "RFC 8628 §3.5", Fix: "Ask again in 5 seconds; meanwhile the user opens verification_uri and types the code.", Param: "device_code",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "authorization_pending", Description: "User has yet to authorize device code."},
		Standard: as400,
	}
	ruleDeviceAllowed = check.Rule{
		ID: "device.approved", Says: "The user has let the device in",
		Ref: "RFC 8628 §3.5", Fix: "Nothing is wrong: the user pressed Deny.", Param: "device_code",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "User cancelled the confirmation prompt."},
		Standard: as400,
	}
)

func redeemDeviceCode(s *step.Step, c *model.Client) (*step.Answer, error) {
	d, err := store.DeviceCodes.Get(s.Tx, secret.Hash(s.Params.Get("device_code")))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	ours := err == nil && d.ClientID == c.ClientID && d.Issuer == s.Issuer && d.State != model.DeviceExpired
	if err := s.Require(ruleDeviceKnown, ours, "a device code of "+c.ClientID, known(ours)); err != nil {
		return nil, err
	}
	fresh := s.Now.Before(d.ExpiresAt)
	if err := s.Require(ruleDeviceFresh, fresh, "before "+when(d.ExpiresAt), when(s.Now)); err != nil {
		d.State = model.DeviceExpired // told once; from now on it is unknown
		return nil, keepDevice(s, d, err)
	}
	if err := pace(s, d); err != nil {
		return nil, err
	}
	if err := s.Require(ruleDeviceAnswered, d.State != model.DevicePending, "an answer", "none yet"); err != nil {
		return nil, keepDevice(s, d, err)
	}
	if err := store.DeviceCodes.Delete(s.Tx, d.Hash); err != nil {
		return nil, err
	}
	if err := s.Require(ruleDeviceAllowed, d.State == model.DeviceApproved, "Continue", "Deny"); err != nil {
		return nil, check.Keep(err)
	}
	user, err := liveUser(s, d.Authenticated.UserID, ruleUserExists)
	if err != nil {
		return nil, err
	}
	api, err := apiOf(s, d.Audience)
	if err != nil {
		return nil, err
	}
	return issue.Issue(s, issue.Order{
		Client: c, User: user, Auth: d.Authenticated, API: api, Scope: d.Scope, GrantType: model.GrantDeviceCode,
	}, nil)
}

// pace refuses a poll that comes too early. The standard has the device wait
// longer from then on.
func pace(s *step.Step, d *model.DeviceCode) error {
	wait := time.Duration(d.Interval) * time.Second
	early := !d.PolledAt.IsZero() && s.Now.Before(d.PolledAt.Add(wait))
	since := "the first poll"
	if !d.PolledAt.IsZero() {
		since = s.Now.Sub(d.PolledAt).Round(time.Second).String()
	}
	d.PolledAt = s.Now
	err := s.Require(ruleDevicePace, !early, wait.String()+" between two polls", since)
	if err == nil {
		return nil
	}
	if s.Standard {
		d.Interval += 5
	}
	return keepDevice(s, d, err)
}

// keepDevice keeps what a poll has changed although it was refused.
func keepDevice(s *step.Step, d *model.DeviceCode, refusal error) error {
	if err := store.DeviceCodes.Put(s.Tx, d); err != nil {
		return err
	}
	return check.Keep(refusal)
}
