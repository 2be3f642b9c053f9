package demos

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// Password is that of every user of a fresh sandbox; "log in as" uses it when
// it names none.
const Password = "opensesame"

// act does one act and says so in the outcome.
func (k *walk) act(ctx context.Context, a *Act, from string, o *Outcome) error {
	args := make(map[string]string, len(a.Args))
	for name, template := range a.Args {
		text, err := k.vars.fill(template)
		if err != nil {
			return err
		}
		args[name] = text
	}
	did, err := k.perform(ctx, a.Verb, args, from, o)
	if err != nil {
		return fmt.Errorf("%s: %w", a.Text, err)
	}
	o.Did = append(o.Did, did)
	return nil
}

func (k *walk) perform(ctx context.Context, verb string, args map[string]string, from string, o *Outcome) (did string, err error) {
	switch verb {
	case "log in":
		password := Password
		if p, ok := args["password"]; ok {
			password = p
		}
		return "entered email and password of " + args["user"],
			k.submit(ctx, o, "default", map[string]string{"username": args["user"], "password": password})
	case "enter app code":
		code, waited, err := k.appCode(ctx, args["user"])
		if err != nil {
			return "", err
		}
		return "entered the code from the authenticator app of " + args["user"] + waited,
			k.submit(ctx, o, "default", map[string]string{"code": code})
	case "enter code":
		return "entered a code", k.submit(ctx, o, "default", map[string]string{"code": args["code"]})
	case "press":
		return "pressed Continue", k.submit(ctx, o, "default", nil)
	case "refuse":
		return "pressed the button that refuses", k.submit(ctx, o, "deny", nil)
	case "new browser":
		k.browser = browser{}
		return "took a browser without cookies", nil
	case "read app code":
		code, waited, err := k.appCode(ctx, args["user"])
		if err != nil {
			return "", err
		}
		k.capture("otp", code, from, true, o)
		return "read the code from the authenticator app of " + args["user"] + waited, nil
	case "advance", "freeze", "run on", "reset clock":
		return k.moveClock(ctx, verb, args["duration"])
	default:
		return k.change(ctx, verb, args)
	}
}

// appCode reads the simulated authenticator app. A code works once (RFC 6238
// §5.2): when the one that it shows was used already, the clock is moved on to
// the next, as a user would wait for it.
func (k *walk) appCode(ctx context.Context, user string) (code, waited string, err error) {
	address := "/sandbox/totp?user=" + url.QueryEscape(user)
	var app model.TOTPView
	if err := k.wire.sandbox(ctx, http.MethodGet, address, nil, &app); err != nil {
		return "", "", err
	}
	if app.FreshInSeconds == 0 {
		return app.Code, "", nil
	}
	wait := time.Duration(app.FreshInSeconds) * time.Second
	if err := k.setClock(ctx, clockMove{AdvanceSeconds: int64(app.FreshInSeconds)}); err != nil {
		return "", "", err
	}
	if err := k.wire.sandbox(ctx, http.MethodGet, address, nil, &app); err != nil {
		return "", "", err
	}
	return app.Code, fmt.Sprintf(", after waiting %s for the next one (the clock was moved)", wait), nil
}
