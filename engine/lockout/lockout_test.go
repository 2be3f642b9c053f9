package lockout_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
)

func login(s *enginetest.Server, email, password string, headers ...string) enginetest.Answer {
	return s.Form("/oauth/token", url.Values{
		"grant_type": {"password"}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
		"username": {email}, "password": {password},
	}.Encode(), headers...)
}

const user = "user@example.com"

func wrong(t *testing.T, s *enginetest.Server, n int, headers ...string) {
	t.Helper()
	for range n {
		if got := login(s, user, "wrong", headers...); got.Status != 403 || got.Object()["error"] != "invalid_grant" {
			t.Fatalf("%d %s", got.Status, got.Text)
		}
	}
}

func wantLocked(t *testing.T, got enginetest.Answer) {
	t.Helper()
	if got.Status != 429 || got.Object()["error"] != "too_many_attempts" || !strings.HasPrefix(fmt.Sprint(got.Object()["error_description"]), "Your account has been blocked after multiple consecutive login attempts.") {
		t.Fatalf("not locked out: %d %s", got.Status, got.Text)
	}
}

func wantIn(t *testing.T, got enginetest.Answer) {
	t.Helper()
	if got.Status != 200 {
		t.Fatalf("not let in: %d %s", got.Status, got.Text)
	}
}

func TestTenWrongPasswords(t *testing.T) {
	for _, dialect := range []string{"auth0", "oidc"} {
		s := enginetest.New(t, func(c *engine.Config) { c.Dialect = dialect })
		for range 10 {
			login(s, user, "wrong")
		}
		wantLocked(t, login(s, user, "opensesame"))
		wantLocked(t, login(s, strings.ToUpper(user), "wrong"))
		if got := login(s, "phone@example.com", "opensesame"); got.Object()["error"] != "mfa_required" {
			t.Errorf("another user is locked out too: %s", got.Text)
		}
	}
}

func TestWhatEndsALockout(t *testing.T) {
	link := regexp.MustCompile(`http://\S+`)
	for name, end := range map[string]func(*testing.T, *enginetest.Server){
		"thirty days": func(t *testing.T, s *enginetest.Server) {
			s.Now = s.Now.Add(30*24*time.Hour - time.Second)
			wantLocked(t, login(s, user, "opensesame"))
			s.Now = s.Now.Add(time.Second)
		},
		"the clock of the sandbox": func(_ *testing.T, s *enginetest.Server) {
			s.Do("POST", "/sandbox/clock", `{"advance_seconds":2592000}`)
		},
		"a reset": func(_ *testing.T, s *enginetest.Server) { s.Do("POST", "/sandbox/reset", "") },
		"a new password": func(_ *testing.T, s *enginetest.Server) {
			s.Do("PATCH", "/sandbox/users/"+user, `{"password":"opensesame"}`)
		},
		"the sandbox": func(t *testing.T, s *enginetest.Server) {
			s.Do("PATCH", "/sandbox/users/"+user, `{"nickname":"u"}`) // nothing of blocks
			wantLocked(t, login(s, user, "opensesame"))
			s.Do("PATCH", "/sandbox/users/"+user, `{"blocked":false}`)
		},
		"what the doctor says": func(t *testing.T, s *enginetest.Server) {
			id := login(s, user, "opensesame").Header.Get("Playgrant-Exchange")
			for _, c := range s.Do("GET", "/sandbox/exchanges/"+id, "").Object()["checks"].([]any) {
				mends, _ := c.(map[string]any)["mend"].([]any)
				for _, m := range mends {
					m, _ := m.(map[string]any)
					raw, err := json.Marshal(m["body"])
					if err != nil {
						t.Fatal(err)
					}
					s.Do(fmt.Sprint(m["method"]), fmt.Sprint(m["path"]), string(raw))
					return
				}
			}
			t.Fatal("the doctor says nothing")
		},
		"the link in the mail": func(t *testing.T, s *enginetest.Server) {
			mail := s.Do("GET", "/sandbox/inbox?user="+user, "").List()
			if len(mail) != 1 {
				t.Fatalf("%d mails", len(mail))
			}
			path := strings.TrimPrefix(link.FindString(fmt.Sprint(mail[0]["body"])), s.URL)
			if got := s.Do("GET", path, ""); got.Status != 200 || !strings.Contains(got.Text, "Unblock your account?") {
				t.Fatalf("%d %s", got.Status, got.Text)
			}
			wantLocked(t, login(s, user, "opensesame")) // opening it alone does nothing
			_, ticket, _ := strings.Cut(path, "?")
			if got := s.Do("GET", "/u/reset-password?"+ticket, ""); got.Status != 400 {
				t.Errorf("the link sets a password too: %d", got.Status)
			}
			if got := s.Form("/u/unblock", ticket); got.Status != 200 {
				t.Fatalf("%d %s", got.Status, got.Text)
			}
			if got := s.Form("/u/unblock", ticket); got.Status != 400 {
				t.Errorf("the link works twice: %d", got.Status)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := enginetest.New(t)
			wrong(t, s, 10)
			wantLocked(t, login(s, user, "opensesame"))
			end(t, s)
			wantIn(t, login(s, user, "opensesame"))
			wrong(t, s, 10) // it begins anew
			wantLocked(t, login(s, user, "opensesame"))
		})
	}
}

func TestARightPasswordBeginsTheCountAnew(t *testing.T) {
	s := enginetest.New(t)
	for range 3 {
		wrong(t, s, 9)
		wantIn(t, login(s, user, "opensesame"))
	}
}

// The header counts where the client has proved itself, and only as an address.
func TestLockoutsGoByTheUsersAddress(t *testing.T) {
	s := enginetest.New(t)
	const there = "auth0-forwarded-for: 203.0.113.7"
	wrong(t, s, 10, there)
	wantLocked(t, login(s, user, "opensesame", there))
	wantLocked(t, login(s, user, "opensesame", "auth0-forwarded-for: ::ffff:203.0.113.7"))
	wantIn(t, login(s, user, "opensesame", "auth0-forwarded-for: 203.0.113.8"))
	wantIn(t, login(s, user, "opensesame", "auth0-forwarded-for: nonsense"))
	if mail := s.Do("GET", "/sandbox/inbox?user="+user, "").Text; !strings.Contains(mail, "came from 203.0.113.7,") {
		t.Errorf("the mail does not say from where: %s", mail)
	}
	s.Do("PATCH", "/sandbox/clients/trusted-app", `{"token_endpoint_auth_method":"none"}`)
	form := "grant_type=password&client_id=trusted-app&username=" + user + "&password="
	for range 10 {
		s.Form("/oauth/token", form+"wrong", "auth0-forwarded-for: 203.0.113.9")
	}
	if got := s.Form("/oauth/token", form+"opensesame"); got.Status != 429 {
		t.Errorf("a public client says where its users are: %d %s", got.Status, got.Text)
	}
}

// Nobody learns from it whether there is a user, and nobody else is mailed.
func TestUnknownUsersAreLockedOutAlike(t *testing.T) {
	s := enginetest.New(t)
	for range 10 {
		login(s, "nobody@example.com", "wrong")
	}
	wantLocked(t, login(s, "nobody@example.com", "wrong"))
}

func TestABurstGetsTenAttempts(t *testing.T) {
	s := enginetest.New(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	counts := map[int]int{}
	for range 40 {
		wg.Go(func() {
			got := login(s, user, "wrong")
			mu.Lock()
			defer mu.Unlock()
			counts[got.Status]++
		})
	}
	wg.Wait()
	if counts[403] != 10 || counts[429] != 30 {
		t.Errorf("answers by status: %v, want 10 times 403 and 30 times 429", counts)
	}
}
