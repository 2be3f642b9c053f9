package mfa

import (
	"encoding/base32"
	"fmt"
	"net/url"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
)

// tenant is what an authenticator app shows above the user's name.
const tenant = "Playgrant"

func newApp(s *step.Step, u *model.User) (*otp.Key, error) {
	key, err := totp.Generate(appOf(u, totp.GenerateOpts{Rand: s.Rand}))
	if err != nil {
		return nil, fmt.Errorf("a new authenticator app: %w", err)
	}
	return key, nil
}

func appOf(u *model.User, o totp.GenerateOpts) totp.GenerateOpts {
	o.Issuer, o.AccountName, o.Period, o.Digits, o.Algorithm = tenant, u.Email, period, otp.DigitsSix, otp.AlgorithmSHA1
	return o
}

// BarcodeURI is what an authenticator app scans that waits to be confirmed, as
// [Enrolment] gave it, for a page that is shown again.
func BarcodeURI(u *model.User, app *model.Authenticator) (string, error) {
	seed, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(app.Secret)
	if err != nil {
		return "", fmt.Errorf("secret of an authenticator app: %w", err)
	}
	key, err := totp.Generate(appOf(u, totp.GenerateOpts{Secret: seed}))
	if err != nil {
		return "", fmt.Errorf("barcode of an authenticator app: %w", err)
	}
	return key.URL(), nil
}

// deviceURI is what a device scans to be enrolled for pushes.
func deviceURI(s *step.Step, u *model.User) (string, error) {
	id, err := secret.From(s.Rand, secret.Alphanumeric, 32)
	if err != nil {
		return "", err
	}
	return "otpauth://totp/" + tenant + ":" + url.PathEscape(u.Email) +
		"?enrollment_tx_id=" + id + "&base_url=" + url.QueryEscape(s.Issuer), nil
}
