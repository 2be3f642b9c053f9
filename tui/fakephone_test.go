package tui

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
)

// noon is when everything on the fake phone happens.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// fakePhone stands in for a sandbox of which only the phone's side matters, so
// that the expected frames do not change with the engine's words and chance.
type fakePhone struct {
	messages  []model.Message // newest first
	exchanges int             // recorded so far
	setup     model.Setup
	policy    model.Policy
	clock     model.ClockView
	used      int        // seconds until otp@example.com has a fresh code
	left      func() int // seconds that codes are good for; nil: others each
	asked     []string
	refuse    string // every change is refused with these words
}

func newFakePhone(messages ...model.Message) *fakePhone {
	user := func(email string, blocked bool, factors ...model.Authenticator) model.SetupUser {
		return model.SetupUser{User: model.User{UserID: "auth0|" + email, Email: email, Blocked: blocked}, Factors: factors}
	}
	app := model.Authenticator{ID: "totp|dev_1", Kind: model.KindTOTP, Active: true, Secret: "JBSWY3DPEHPK3PXP"}
	code := model.Authenticator{ID: "recovery-code|dev_2", Kind: model.KindRecoveryCode, Active: true}
	sms := model.Authenticator{ID: "sms|dev_3", Kind: model.KindSMS, Name: "+15555550100", Active: true}
	push := model.Authenticator{ID: "push|dev_4", Kind: model.KindPush, Name: "Simulated phone", Active: true}
	email := func(to string) model.Authenticator {
		return model.Authenticator{ID: "email|dev_5", Kind: model.KindEmail, Name: to, Active: true}
	}
	return &fakePhone{
		messages: messages, exchanges: 7, clock: model.ClockView{Now: noon},
		setup: model.Setup{Users: []model.SetupUser{
			user("user@example.com", false), user("otp@example.com", false, app, code),
			user("phone@example.com", false, sms, code), user("email@example.com", false, email("email@example.com")),
			user("push@example.com", false, push, app),
			user("all@example.com", false, app, sms, push, email("all@example.com"), code), user("blocked@example.com", true),
		}},
		policy: model.Policy{Dialect: "auth0", MFA: model.MFAPolicy{
			When: "enrolled", Flows: []string{"authorize", "password"},
			Factors: []string{"otp", "phone", "push-notification", "email", "recovery-code"},
		}},
	}
}

func (f *fakePhone) wire() demos.Wire { return demos.Wire{Base: base, HTTP: f} }

func (f *fakePhone) RoundTrip(r *http.Request) (*http.Response, error) {
	f.asked = append(f.asked, r.Method+" "+r.URL.RequestURI())
	status, answer := http.StatusOK, any(nil)
	switch path := r.URL.Path; {
	case r.Method == http.MethodPatch && f.refuse != "":
		status, answer = http.StatusBadRequest, map[string]string{"error": "invalid_request", "error_description": f.refuse}
	case path == "/sandbox/policy":
		var p struct{ MFA json.RawMessage }
		body, _ := io.ReadAll(r.Body)
		_, _ = json.Unmarshal(body, &f.policy), json.Unmarshal(body, &p)
		answer = f.policy
	case strings.HasPrefix(path, "/sandbox/users/"):
		for i := range f.setup.Users {
			if u := &f.setup.Users[i]; strings.HasSuffix(path, u.Email) {
				body, _ := io.ReadAll(r.Body)
				_ = json.Unmarshal(body, &u.User)
				answer = view(*u)
			}
		}
	case path == "/sandbox/setup":
		answer = f.setup
	case path == "/sandbox":
		v := model.Sandbox{Policy: f.policy, APIs: []model.API{{Identifier: "https://expenses.example/api"}}}
		for _, u := range f.setup.Users {
			v.Users = append(v.Users, view(u))
		}
		answer = v
	case path == "/sandbox/clock":
		answer = f.clock
	case path == "/sandbox/exchanges":
		answer = []model.Exchange{{ID: strconv.Itoa(f.exchanges)}}
	case path == "/sandbox/totp":
		v := model.TOTPView{Code: "287082", SecondsLeft: 21}
		if r.URL.Query().Get("user") == "otp@example.com" {
			v = model.TOTPView{Code: "081804", SecondsLeft: 4, FreshInSeconds: f.used}
		}
		if f.left != nil {
			v.SecondsLeft = f.left()
		}
		answer = v
	case path == "/sandbox/inbox":
		list := []model.Message{}
		for _, m := range f.messages {
			if user := r.URL.Query().Get("user"); user == "" || m.UserID == user {
				list = append(list, m)
			}
		}
		answer = list
	case strings.HasPrefix(path, "/sandbox/inbox/"):
		var body struct{ Action string }
		_ = json.NewDecoder(r.Body).Decode(&body)
		for i := range f.messages {
			if m := &f.messages[i]; strings.HasSuffix(path, m.ID) {
				m.State = map[string]string{"approve": "approved", "deny": "denied"}[body.Action]
				answer = m
			}
		}
	default:
		status = http.StatusNotFound
	}
	data, err := json.Marshal(answer)
	return &http.Response{
		StatusCode: status, Status: strconv.Itoa(status) + " " + http.StatusText(status),
		Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(data))), Request: r,
	}, err
}

func view(u model.SetupUser) model.UserView {
	v := model.UserView{User: u.User}
	for _, a := range u.Factors {
		v.Factors = append(v.Factors, model.FactorView{ID: a.ID, Type: a.Factor(), Name: a.Name, Active: a.Active})
	}
	return v
}

// post is how many such requests there were, and forgets them.
func (f *fakePhone) count(line string) int {
	n := 0
	for _, asked := range f.asked {
		if strings.HasPrefix(asked, line) {
			n++
		}
	}
	return n
}

// The messages of the fake phone.
var (
	anSMS = model.Message{ID: "01A", At: noon.Add(-95 * time.Second), Channel: "sms", To: "+15555550100", State: "delivered", UserID: "phone@example.com",
		Body: "481516 is your Playgrant code. It is good for 5 minutes.", Code: "481516"}
	aCall = model.Message{ID: "01B", At: noon.Add(-61 * time.Second), Channel: "voice", To: "+15555550100", State: "delivered", UserID: "phone@example.com",
		Body: "Hello, this is Playgrant. Your code is 2, 3, 4, 2, 0, 0.", Code: "234200"}
	anEmail = model.Message{ID: "01C", At: noon.Add(-12 * time.Second), Channel: "email", To: "email@example.com", State: "delivered", UserID: "email@example.com",
		Body: "Your Playgrant code is 000042. It is good for 5 minutes. If it was not you who asked for it, somebody knows your password.", Code: "000042"}
	aPush = model.Message{ID: "01D", At: noon.Add(-2 * time.Second), Channel: "push", To: "Simulated phone", State: "pending", UserID: "push@example.com",
		Body: "Is it you, push@example.com, logging in to Trusted App at http://localhost:2884/?"}
)
