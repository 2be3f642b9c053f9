package demos

import (
	"context"
	"fmt"
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
		return fmt.Errorf("%s: %w", clip(a.Text), err)
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
		if err := k.toLogin(ctx, o); err != nil {
			return "", err
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
	case "enter user code":
		return "typed the code of the device", k.submit(ctx, o, "default", map[string]string{"user_code": args["code"]})
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
	case "read sent code":
		code, err := k.sentCode(ctx, args["channel"], args["user"])
		if err != nil {
			return "", err
		}
		k.capture("binding_code", code, from, true, o)
		return "read the code from the latest " + args["channel"] + " of " + args["user"], nil
	case "approve", "deny push":
		return k.answerPush(ctx, verb == "approve", args["user"])
	case "prove":
		proof, did, err := k.prove(ctx, args)
		if err != nil {
			return "", err
		}
		k.capture("dpop", proof, from, true, o)
		return did, nil
	case "add user with":
		return k.addUserWith(ctx, args["factors"], from, o)
	case "add user":
		return k.addUser(ctx, from, o)
	case "advance", "freeze", "run on", "reset clock":
		return k.moveClock(ctx, verb, args["duration"])
	case "revoke keys":
		return k.revokeKeys(ctx)
	default:
		return k.change(ctx, verb, args)
	}
}
