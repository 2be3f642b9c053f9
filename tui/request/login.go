package request

import (
	"github.com/playgrant/playgrant/demos"
)

// activate is the page where a device's code is typed.
const activate = "/activate"

// WantsLogin reports whether the request opens a page to log in at.
func (e *Edit) WantsLogin() bool { return e.Target == "/authorize" || e.Target == activate }

// Login is somebody who can log in at the page that a request opens.
type Login struct {
	User, Note string
	acts       []*demos.Act
}

// Logins are those who can.
func Logins(k *Known, e *Edit) (out []Login) {
	for _, u := range k.Sandbox.Users {
		login := &demos.Act{Verb: "log in", Text: "log in as " + u.Email, Args: map[string]string{"user": u.Email}}
		note, then := "with the password "+demos.Password, []*demos.Act{login}
		for _, f := range u.Factors {
			if f.Type == "otp" || f.Type == "totp" {
				note += ", then the code of the authenticator app"
				then = append(then, &demos.Act{Verb: "enter app code", Text: "enter app code of " + u.Email, Args: map[string]string{"user": u.Email}})
				break
			}
		}
		if e.Target == activate {
			code := e.Value("user_code")
			then = append([]*demos.Act{{Verb: "enter user code", Text: "enter the user code " + code, Args: map[string]string{"code": code}}}, then...)
			then = append(then, &demos.Act{Verb: "press", Text: "continue"})
			note += ", and Continue"
		}
		out = append(out, Login{u.Email, note, then})
	}
	return out
}

// Demo is the request and the login as the one step of a demo, to be played.
func (l Login) Demo(d *demos.Draft) *demos.Demo {
	step := demos.Step{Title: "log in", Actions: []demos.Action{{Request: &demos.RequestTemplate{Method: d.Method, Target: d.Target}}}}
	for _, a := range l.acts {
		step.Actions = append(step.Actions, demos.Action{Act: a})
	}
	return &demos.Demo{Name: "compose", Steps: []demos.Step{step}}
}
