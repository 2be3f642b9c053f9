// Package sequence draws who has said what to whom so far: the user, the app,
// the browser, the authorization server, the API and the phone, each with a
// line of its own, and an arrow for each message. It lines up at any width,
// and with ASCII alone where drawing characters are off.
package sequence

// Actor is one who sends and receives.
type Actor int

// The actors, from left to right.
const (
	User Actor = iota
	App
	Browser
	Server
	API
	Phone
	actors
)

// names are how the actors are called where there is room, and where not.
var names = [actors][2]string{
	{"user", "user"}, {"app", "app"}, {"browser", "browser"}, {"authorization server", "server"}, {"API", "API"}, {"phone", "phone"},
}

// Arrow is one message.
type Arrow struct {
	From, To Actor
	Text     string // clean, on one line
	Bad      bool   // a refusal
}

// Step is what one step of a demo sends.
type Step struct {
	Name   string // "③ exchange"
	Arrows []Arrow
	Now    bool // the step on screen
	Ahead  bool // not done yet: what it is about to send
	Note   string
}

// Diagram is a sequence so far.
type Diagram struct {
	Steps []Step
	// Cast are all who take part in the demo, so that nobody moves aside when
	// another comes in.
	Cast []Actor
}

// Join adds those who send or receive to a cast.
func Join(cast []Actor, arrows ...Arrow) []Actor {
	in := [actors]bool{}
	for _, a := range cast {
		in[a] = true
	}
	for _, a := range arrows {
		in[a.From], in[a.To] = true, true
	}
	var out []Actor
	for a := range actors {
		if in[a] {
			out = append(out, a)
		}
	}
	return out
}
