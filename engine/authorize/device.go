package authorize

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/device"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

const (
	activatePath = "/activate"
	devicePath   = "/u/device"
)

// guesses is how many wrong user codes are borne before all have to wait: one
// comes back every guessPause seconds. Of 25 billion codes that is next to
// none (RFC 8628 §5.1).
const (
	guesses    = 60
	guessPause = 2
)

var (
	ruleUserCode = check.Rule{
		ID: "device.user-code", Says: "A device waits under the code that was typed", Param: "user_code",
		Ref: "RFC 8628 §3.3", Fix: "Type the code as the device shows it; after 15 minutes it shows another.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "No device waits under this code."},
	}
	ruleGuesses = check.Rule{
		ID: "device.guesses", Says: "Few wrong codes were typed lately", Param: "user_code",
		Ref: "RFC 8628 §5.1", Fix: "Wait a minute.",
		Answer: check.Answer{Status: http.StatusTooManyRequests, Code: "invalid_request", Description: "Too many wrong codes. Wait a minute, and try again."},
	}
	ruleDeviceConfirmed = check.Rule{
		ID: "device.confirmed", Says: "The user has said that it is their device",
		Ref: "RFC 8628 §3.3, §5.4", Fix: "The confirmation page asks for it.",
	}
	ruleDeviceWaits = check.Rule{
		ID: "device.waits", Says: "The device still waits",
		Ref: "RFC 8628 §3.3", Fix: "Have the device show a new code, and type that.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The device does not wait any more."},
	}
)

func deviceRoutes() []step.Route {
	return []step.Route{
		{Pattern: "GET " + activatePath, Endpoint: endpoint(showActivate)},
		{Pattern: "POST " + activatePath, Endpoint: endpoint(takeUserCode)},
		{Pattern: "GET " + devicePath, Endpoint: endpoint(show(devicePath))},
		{Pattern: "POST " + devicePath, Endpoint: endpoint(takeDevice)},
	}
}

// showActivate asks for the code; one that came in the address is filled in,
// to be compared with the device's (RFC 8628 §3.3.1).
func showActivate(s *step.Step) (*step.Answer, error) {
	page := hosted.Activate{Path: activatePath, Code: clip(s.Params.Get("user_code"))}
	if page.Code != "" {
		page.Barcode, _ = hosted.NewBarcode(device.CompleteURI(s, page.Code)) // what is too long for one is no code
	}
	return page.Answer(http.StatusOK), nil
}

// takeUserCode begins the login of the device's user.
func takeUserCode(s *step.Step) (*step.Answer, error) {
	typed := s.Params.Get("user_code")
	d, err := guess(s, typed)
	if err != nil {
		return nil, onPage(err, func(r *check.Refusal) (*step.Answer, error) {
			return hosted.Activate{Path: activatePath, Code: clip(typed), Alert: r.Answer.Description}.Answer(r.Answer.Status), nil
		})
	}
	c, err := store.Clients.Get(s.Tx, d.ClientID)
	if err != nil {
		return nil, err
	}
	s.Describe(c.ClientID)
	v := &visit{Step: s, client: c, login: &model.Login{
		Authorization: model.Authorization{ClientID: c.ClientID, Device: d.Hash, Audience: d.Audience, Requested: d.Requested, Scope: d.Scope, Issuer: s.Issuer},
		CreatedAt:     s.Now, ExpiresAt: s.Now.Add(loginLifetime),
	}}
	if err := v.recognize(); err != nil {
		return nil, err
	}
	return v.next()
}

// guess finds the device, and counts the guesses that were wrong.
func guess(s *step.Step, typed string) (*model.DeviceCode, error) {
	bucket, err := wrongCodes(s)
	if err != nil {
		return nil, err
	}
	if err := s.Require(ruleGuesses, bucket.Spent < guesses, "fewer than 60", "60"); err != nil {
		if fault := store.Attempts.Put(s.Tx, bucket); fault != nil {
			return nil, fault
		}
		return nil, check.Keep(err)
	}
	d, err := device.ByUserCode(s, typed)
	if err != nil {
		return nil, err
	}
	refused := s.Require(ruleUserCode, d != nil, "the code of a device that waits", got(d != nil, "", "none waits under it"))
	if refused == nil {
		return d, nil
	}
	bucket.Spent++
	if err := store.Attempts.Put(s.Tx, bucket); err != nil {
		return nil, err
	}
	return nil, check.Keep(refused)
}

// wrongCodes is the bucket of wrong codes, of all browsers together.
func wrongCodes(s *step.Step) (*model.Attempts, error) {
	const id = "\x00activate" // no user's
	b, err := store.Attempts.Get(s.Tx, id)
	if isMissing(err) {
		return &model.Attempts{UserID: id, At: s.Now}, nil
	}
	if err != nil {
		return nil, err
	}
	// A clock that was moved back gives nothing back, and takes nothing.
	b.Spent = max(0, b.Spent-max(s.Now.Sub(b.At), 0).Seconds()/guessPause)
	b.At = s.Now
	return b, nil
}

// connect asks whether it is the user's device and, once they have said so,
// lets it in.
func (v *visit) connect(u *model.User) (*step.Answer, error) {
	d, err := device.Waiting(v.Step, v.login.Authorization.Device)
	if err != nil {
		return nil, err
	}
	if err := v.Require(ruleDeviceWaits, d != nil, "a device that waits", got(d != nil, "", "one that is gone")); err != nil {
		return nil, v.leave(err)
	}
	if !v.Note(ruleDeviceConfirmed, v.login.Consented, "Continue", got(v.login.Consented, "", "nothing yet")) {
		return v.ask(devicePath, func() (*step.Answer, error) {
			return hosted.Device{
				Path: devicePath, State: v.login.ID, App: v.client.Name, User: u.Email, Code: d.UserCode[:4] + "-" + d.UserCode[4:], Scopes: strings.Join(d.Scope, " "),
			}.Answer(), nil
		})
	}
	l := v.login
	who := model.Authenticated{UserID: l.UserID, SID: l.SID, AuthTime: l.AuthTime, MFA: l.MFAHere}
	if err := device.Decide(v.Step, d, model.DeviceApproved, who); err != nil {
		return nil, err
	}
	if err := v.end(); err != nil {
		return nil, err
	}
	return v.answer(hosted.Notice{Title: "Your device is connected", Text: "It goes on by itself in a few seconds. You can close this page."}.Answer(http.StatusOK)), nil
}

// takeDevice answers the page that asks whether it is the user's device.
func takeDevice(s *step.Step) (*step.Answer, error) {
	v, err := resume(s)
	if err != nil {
		return nil, err
	}
	if _, err := v.sessionUsed(); err != nil {
		return nil, err
	}
	if v.login.SID == "" || v.login.Authorization.Device == "" { // nobody has seen the page
		return v.next()
	}
	if s.Params.Get("action") != actionDeny {
		v.login.Consented = true
		return v.next()
	}
	d, err := device.Waiting(s, v.login.Authorization.Device)
	if err != nil {
		return nil, err
	}
	if d != nil {
		if err := device.Decide(s, d, model.DeviceDenied, model.Authenticated{}); err != nil {
			return nil, err
		}
	}
	if err := v.end(); err != nil {
		return nil, err
	}
	return v.answer(hosted.Notice{Title: "The device was not let in", Text: "It gets nothing of yours. You can close this page."}.Answer(http.StatusOK)), nil
}

// toDevice tells the user of a device what a redirect would tell an app.
func toDevice(values url.Values) *step.Answer {
	text := or(values.Get("error_description"), values.Get("error"))
	return hosted.Notice{Title: "The device was not let in", Text: text + ". Type its code anew to try again."}.Answer(http.StatusOK)
}
