package sandbox_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/storetest"
)

const offlineLogin = "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret" +
	"&username=user@example.com&password=opensesame&scope=openid+offline_access"

func logIn(t *testing.T, s *enginetest.Server) string {
	t.Helper()
	got := s.Form("/oauth/token", offlineLogin)
	token, _ := got.Object()["refresh_token"].(string)
	if token == "" {
		t.Fatalf("no refresh token: %d %s", got.Status, got.Text)
	}
	return token
}

func refreshed(s *enginetest.Server, token string) int {
	return s.Form("/oauth/token", "grant_type=refresh_token&client_id=trusted-app&client_secret=trusted-app-secret&refresh_token="+token).Status
}

func expect(t *testing.T, got enginetest.Answer, status int) enginetest.Answer {
	t.Helper()
	if got.Status != status {
		t.Errorf("got %d, want %d: %s", got.Status, status, got.Text)
	}
	return got
}

func TestASnapshotBringsEverythingBack(t *testing.T) {
	s := enginetest.New(t)
	token := logIn(t, s)
	expect(t, s.Do("PATCH", "/sandbox/clients/spa", `{"name":"As it was"}`), 200)
	made := expect(t, s.Do("PUT", "/sandbox/snapshots/lesson-1", ""), 201).Object()
	if made["name"] != "lesson-1" || made["entries"].(float64) < 20 {
		t.Errorf("the snapshot is %v", made)
	}
	before := s.Do("GET", "/sandbox/setup", "").Text

	// A token more, a token less, another name, another time.
	later := logIn(t, s)
	expect(t, s.Form("/oauth/revoke", "client_id=trusted-app&client_secret=trusted-app-secret&token="+token), 200)
	expect(t, s.Do("PATCH", "/sandbox/clients/spa", `{"name":"Another"}`), 200)
	expect(t, s.Do("DELETE", "/sandbox/users/otp@example.com", ""), 204)
	expect(t, s.Do("POST", "/sandbox/clock", `{"advance_seconds":86400}`), 200)
	s.Now = s.Now.Add(time.Hour)

	expect(t, s.Do("POST", "/sandbox/snapshots/lesson-1", ""), 200)
	if now := s.Do("GET", "/sandbox", "").Text; before != s.Do("GET", "/sandbox/setup", "").Text {
		t.Errorf("what is set up is not as it was: %s", now)
	}
	if got := refreshed(s, token); got != 200 {
		t.Errorf("the token of then answers %d", got)
	}
	if got := refreshed(s, later); got != 403 {
		t.Errorf("a token of later answers %d", got)
	}
	if at := s.Do("GET", "/sandbox/clock", "").Object()["now"]; at != made["at"] {
		t.Errorf("the clock shows %v, the snapshot is of %v", at, made["at"])
	}
	// What went over the wire is history, and stays, as its list does.
	if list, _ := s.Do("GET", "/sandbox/traffic?limit=50", "").Object()["lines"].([]any); len(list) != 5 {
		t.Errorf("%d lines are kept", len(list))
	}
	if list := s.Do("GET", "/sandbox/exchanges", "").List(); len(list) != 5 {
		t.Errorf("%d exchanges are kept", len(list))
	}
}

func TestSnapshotsOutliveAResetAndARestart(t *testing.T) {
	kept := storetest.New()
	open := func() *enginetest.Server {
		return enginetest.New(t, func(c *engine.Config) { c.Store, c.Issuer = kept, "http://localhost:2884/" })
	}
	s := open()
	token := logIn(t, s)
	expect(t, s.Do("PUT", "/sandbox/snapshots/one", ""), 201)
	expect(t, s.Do("POST", "/sandbox/reset", ""), 200)
	if got := refreshed(s, token); got != 403 {
		t.Errorf("after the reset the token answers %d", got)
	}
	again := open()
	if list := again.Do("GET", "/sandbox/snapshots", "").List(); len(list) != 1 || list[0]["name"] != "one" {
		t.Errorf("snapshots: %v", list)
	}
	expect(t, again.Do("POST", "/sandbox/snapshots/one", ""), 200)
	if got := refreshed(again, token); got != 200 {
		t.Errorf("after the restore the token answers %d", got)
	}
}

func TestASnapshotIsTakenOverAnother(t *testing.T) {
	s := enginetest.New(t)
	expect(t, s.Do("PUT", "/sandbox/snapshots/a", ""), 201)
	expect(t, s.Do("DELETE", "/sandbox/users/push@example.com", ""), 204)
	expect(t, s.Do("PUT", "/sandbox/snapshots/a", ""), 201)
	expect(t, s.Do("POST", "/sandbox/reset", ""), 200)
	expect(t, s.Do("POST", "/sandbox/snapshots/a", ""), 200)
	expect(t, s.Do("PATCH", "/sandbox/users/push@example.com", `{}`), 404)
}

func TestSnapshotsThatAreRefused(t *testing.T) {
	s := enginetest.New(t)
	for i := range 50 {
		expect(t, s.Do("PUT", fmt.Sprintf("/sandbox/snapshots/n%d", i), ""), 201)
	}
	for _, row := range []struct {
		name, method, path string
		status             int
	}{
		{"one too many", "PUT", "more", http.StatusBadRequest},
		{"one over another", "PUT", "n7", http.StatusCreated},
		{"an unknown one restored", "POST", "more", http.StatusNotFound},
		{"an unknown one removed", "DELETE", "more", http.StatusNotFound},
		{"a name with a slash", "PUT", "a%2Fb", http.StatusBadRequest},
		{"a name with a NUL", "PUT", "a%00b", http.StatusBadRequest},
		{"one removed", "DELETE", "n7", http.StatusNoContent},
		{"the removed one restored", "POST", "n7", http.StatusNotFound},
	} {
		t.Run(row.name, func(t *testing.T) { expect(t, s.Do(row.method, "/sandbox/snapshots/"+row.path, ""), row.status) })
	}
}

// TestATriedChangeIsAnsweredAndNotMade: what a form asks as one types.
func TestATriedChangeIsAnsweredAndNotMade(t *testing.T) {
	s := enginetest.New(t)
	before := s.Do("GET", "/sandbox/setup", "").Text
	for _, row := range []struct {
		name, method, path, body string
		status                   int
	}{
		{"a good change", "PATCH", "/sandbox/clients/spa", `{"name":"Other"}`, 200},
		{"a bad one", "PATCH", "/sandbox/clients/spa", `{"callbacks":["nowhere"]}`, 400},
		{"a new one", "POST", "/sandbox/users", `{"email":"new@example.com","password":"opensesame"}`, 201},
		{"a removal", "DELETE", "/sandbox/users/otp@example.com", "", 204},
		{"a policy", "PATCH", "/sandbox/policy", `{"dialect":"oidc"}`, 200},
		{"a clock", "POST", "/sandbox/clock", `{"advance_seconds":60}`, 200},
		{"a snapshot", "PUT", "/sandbox/snapshots/a", "", 201},
		{"a reset", "POST", "/sandbox/reset", "", 200},
	} {
		t.Run(row.name, func(t *testing.T) {
			expect(t, s.Do(row.method, row.path+"?dry_run=true", row.body), row.status)
			if s.Do("GET", "/sandbox/setup", "").Text != before {
				t.Error("the change was made")
			}
		})
	}
	if got := s.Do("GET", "/sandbox/clock", "").Object(); got["offset_seconds"] != 0.0 {
		t.Errorf("the clock was moved: %v", got)
	}
	if list := s.Do("GET", "/sandbox/snapshots", "").Text; list != "[]" {
		t.Errorf("a snapshot was taken: %s", list)
	}
}

func TestClientGrants(t *testing.T) {
	s := enginetest.New(t)
	const api = "https://reports.example/api"
	made := expect(t, s.Do("POST", "/sandbox/client-grants", `{"client_id":"backend","audience":"`+api+`","scope":["read:reports"]}`), 201).Object()
	id, _ := made["id"].(string)
	for _, row := range []struct {
		name, method, path, body string
		status                   int
		field                    string
	}{
		{"the pair again", "POST", "", `{"client_id":"backend","audience":"` + api + `"}`, 409, "audience"},
		{"no such client", "POST", "", `{"client_id":"nobody","audience":"` + api + `"}`, 400, "client_id"},
		{"no such API", "POST", "", `{"client_id":"web-app","audience":"https://nowhere.example"}`, 400, "audience"},
		{"a scope that the API lacks", "PATCH", "/" + id, `{"scope":["write:reports"]}`, 400, "scope"},
		{"another client", "PATCH", "/" + id, `{"client_id":"spa"}`, 400, "client_id"},
		{"less", "PATCH", "/" + id, `{"scope":[]}`, 200, ""},
		{"an unknown one", "PATCH", "/cgr_x", `{}`, 404, "id"},
		{"taken away", "DELETE", "/" + id, "", 204, ""},
		{"taken away twice", "DELETE", "/" + id, "", 404, "id"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := expect(t, s.Do(row.method, "/sandbox/client-grants"+row.path, row.body), row.status)
			if f, _ := got.Object()["field"].(string); f != row.field {
				t.Errorf("the field at fault is %q: %s", f, got.Text)
			}
		})
	}
}
