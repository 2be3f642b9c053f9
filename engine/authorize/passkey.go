package authorize

import (
	"errors"
	"slices"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/passkey"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// The two passkeys, as second factors. The browser remembers them itself, so
// it is not offered to remember the browser.
var (
	factorPlatform = passkeyFactor(model.KindPlatform, "/u/mfa-webauthn-platform", "This device: fingerprint, face or PIN")
	factorRoaming  = passkeyFactor(model.KindRoaming, "/u/mfa-webauthn-roaming", "Security key")
)

func passkeyFactor(kind, path, name string) factor {
	return factor{
		kind: kind, path: path, name: func(*model.Authenticator) string { return name },
		ready: func(v *visit, u *model.User) error {
			list, err := v.passkeys(u, kind)
			if err != nil {
				return err
			}
			return v.challenged(func() (string, error) { return passkey.Ask(v.Step, u, list, v.login.Challenge) })
		},
		page: func(v *visit, f hosted.Frame, _ *model.Authenticator) page {
			return hosted.Passkey{Frame: f, Roaming: kind == model.KindRoaming, Options: v.options, Elsewhere: v.elsewhere}
		},
		verify: func(v *visit, u *model.User, _ string) (string, error) {
			list, err := v.passkeys(u, kind)
			if err != nil {
				return "", err
			}
			_, err = passkey.Proved(v.Step, u, list, v.answered(), v.Params.Get("credential"))
			return "", kept(v, err)
		},
		wrong: "That passkey was not accepted. Use one that was set up for this account, or try another way.",
	}
}

// passkeyEnrolment sets a passkey up.
func passkeyEnrolment(f factor, path string) factor {
	kind := f.kind
	f = confirmation(f, path)
	f.ready = func(v *visit, u *model.User) error {
		list, err := mfa.Authenticators(v.Tx, u.UserID)
		if err != nil {
			return err
		}
		return v.challenged(func() (string, error) { return passkey.Create(v.Step, u, list, kind, v.login.Challenge) })
	}
	f.page = func(v *visit, f hosted.Frame, _ *model.Authenticator) page {
		return hosted.Passkey{Frame: f, Roaming: kind == model.KindRoaming, Create: true, Options: v.options, Elsewhere: v.elsewhere}
	}
	f.verify = func(v *visit, u *model.User, _ string) (string, error) {
		list, err := mfa.Authenticators(v.Tx, u.UserID)
		if err != nil {
			return "", err
		}
		made, err := passkey.Created(v.Step, u, list, kind, v.answered(), v.Params.Get("credential"))
		if err != nil {
			return "", kept(v, err)
		}
		waits, err := v.begun()
		if err != nil || waits == nil {
			return "", err
		}
		return "", mfa.ConfirmPasskey(v.Step, u, waits, made)
	}
	f.wrong = "That did not work. Press Continue to try once more, or try another way."
	return f
}

// passkeys are those of the user that will do here.
func (v *visit) passkeys(u *model.User, kinds ...string) ([]*model.Authenticator, error) {
	host, err := passkey.RPID(v.Step)
	if errors.Is(err, passkey.ErrNoDomain) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := mfa.Usable(v.Step, u)
	elsewhere := ""
	list = slices.DeleteFunc(list, func(a *model.Authenticator) bool {
		if a.Passkey == nil || !slices.Contains(kinds, a.Kind) {
			return true
		}
		if a.Passkey.RPID != host {
			elsewhere = a.Passkey.RPID
		}
		return a.Passkey.RPID != host
	})
	if len(list) == 0 {
		v.elsewhere = elsewhere
	}
	return list, err
}

// challenged makes a challenge for the page that is about to be shown, and what
// its script needs. Where the address has no passkeys, the page says so.
func (v *visit) challenged(options func() (string, error)) error {
	var err error
	if v.login.Challenge, err = passkey.Challenge(v.Step); err != nil {
		return err
	}
	switch v.options, err = options(); {
	case errors.Is(err, passkey.ErrNoDomain):
		v.elsewhere = "localhost"
	case err != nil && v.elsewhere == "":
		return err
	}
	return v.keep()
}

// answered takes the challenge off the login: it is good for one answer, right
// or wrong.
func (v *visit) answered() string {
	challenge := v.login.Challenge
	v.login.Challenge = ""
	return challenge
}

// kept keeps a refusal's transaction, so that the challenge stays spent.
func kept(v *visit, err error) error {
	if err == nil {
		return nil
	}
	if fault := v.keep(); fault != nil {
		return fault
	}
	return check.Keep(err)
}

// passkeyLogin is what the login page needs to offer passkeys: "" where nobody
// has one that would do here.
func (v *visit) passkeyLogin() (string, error) {
	host, err := passkey.RPID(v.Step)
	if errors.Is(err, passkey.ErrNoDomain) {
		return "", nil
	}
	if err != nil || !slices.ContainsFunc(v.Policy.MFA.Factors, model.IsPasskey) {
		return "", err
	}
	for a, err := range store.Authenticators.All(v.Tx) {
		if err != nil {
			return "", err
		}
		if a.Active && a.Passkey != nil && a.Passkey.RPID == host && slices.Contains(v.Policy.MFA.Factors, a.Kind) {
			err := v.challenged(func() (string, error) { return passkey.AskAnybody(v.Step, v.login.Challenge) })
			return v.options, err
		}
	}
	return "", nil
}

// byPasskey logs in whoever's passkey it is. It proves two things at once, the
// device and its user's presence there, so no second factor is asked for: our
// choice.
func (v *visit) byPasskey() (*model.User, error) {
	u, err := passkey.ProvedBy(v.Step, v.answered(), v.Params.Get("credential"), func(u *model.User) ([]*model.Authenticator, error) {
		return v.passkeys(u, model.KindPlatform, model.KindRoaming)
	})
	return u, kept(v, err)
}

// takePasskey answers the login page's form for passkeys.
func takePasskey(s *step.Step) (*step.Answer, error) {
	v, err := resume(s)
	if err != nil {
		return nil, err
	}
	u, err := v.byPasskey()
	if err == nil {
		err = v.mayLogIn(u)
	}
	if err != nil {
		return nil, onPage(err, func(r *check.Refusal) (*step.Answer, error) {
			return v.loginPage(r.Answer.Status, r.Answer.Description+".", "")
		})
	}
	v.forgetUser()
	v.login.UserID, v.login.AuthTime = u.UserID, s.Now
	v.given()
	return v.next()
}
