package sandbox_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/inbox"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// deliver sends messages as a step does, a second apart.
func deliver(t *testing.T, s *enginetest.Server, messages ...model.Message) {
	t.Helper()
	chance := rand.NewChaCha8([32]byte{2})
	err := s.Store.Update(t.Context(), func(tx store.Tx) error {
		for i, m := range messages {
			at := s.Now.Add(time.Duration(i) * time.Second)
			if err := inbox.Deliver(&step.Step{Tx: tx, Now: at, Rand: chance}, &m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheInboxListsTheNewestFirst(t *testing.T) {
	s := enginetest.New(t)
	if got := s.Do("GET", "/sandbox/inbox?user=phone@example.com", ""); got.Text != "[]" {
		t.Fatalf("an empty inbox is %s", got.Text)
	}
	const phone, mail = "auth0|65f000000000000000000003", "auth0|65f000000000000000000004"
	deliver(t, s,
		model.Message{UserID: phone, Channel: "sms", To: "+15555550100", Body: "Your code is 1", Code: "1"},
		model.Message{UserID: mail, Channel: "email", To: "email@example.com", Body: "Your code is 2", Code: "2"},
		model.Message{UserID: phone, Channel: "voice", To: "+15555550100", Body: "Your code is 3", Code: "3"},
	)
	for query, want := range map[string][]any{
		"":                        {"3", "2", "1"},
		"?user=phone@example.com": {"3", "1"},
		"?to=email@example.com":   {"2"},
		"?to=%2B15555550100":      {"3", "1"},
		"?user=user@example.com":  {},
		"?to=nobody":              {},
	} {
		codes := []any{}
		for _, m := range s.Do("GET", "/sandbox/inbox"+query, "").List() {
			codes = append(codes, m["code"])
		}
		if diff := cmp.Diff(want, codes); diff != "" {
			t.Errorf("%q: %s", query, diff)
		}
	}
	if got := s.Do("GET", "/sandbox/inbox?user=nobody@example.com", ""); got.Status != 404 {
		t.Errorf("nobody's inbox: %d", got.Status)
	}
}

func TestAPushIsAnsweredOnce(t *testing.T) {
	s := enginetest.New(t)
	deliver(t, s,
		model.Message{Channel: "sms", To: "+15555550100"},
		model.Message{Channel: "push", To: "Pia's phone"},
		model.Message{Channel: "push", To: "Pia's phone"},
	)
	list := s.Do("GET", "/sandbox/inbox", "").List()
	first, second, sms := list[0]["id"].(string), list[1]["id"].(string), list[2]["id"].(string)
	steps := []struct {
		id, body string
		status   int
		state    any
	}{
		{first, `{"action": "later"}`, 400, nil},
		{first, `{}`, 400, nil},
		{first, `{"action": "approve", "code": 1}`, 400, nil},
		{first, `{"action": "approve"}`, 200, "approved"},
		{first, `{"action": "deny"}`, 409, nil},
		{second, `{"action": "deny"}`, 200, "denied"},
		{sms, `{"action": "approve"}`, 409, nil},
		{"unknown", `{"action": "approve"}`, 404, nil},
	}
	for _, step := range steps {
		got := s.Do("POST", "/sandbox/inbox/"+step.id, step.body)
		if got.Status != step.status || got.Object()["state"] != step.state {
			t.Errorf("%s: %d %s", step.body, got.Status, got.Text)
		}
	}
	if again := s.Do("GET", "/sandbox/inbox", "").List(); again[0]["state"] != "approved" || again[1]["state"] != "denied" {
		t.Errorf("kept: %v", again)
	}
}

// TestAPushExpires: it cannot be approved when nothing would come of it.
func TestAPushExpires(t *testing.T) {
	s := enginetest.New(t)
	deliver(t, s, model.Message{Channel: "push", To: "Pia's phone"}, model.Message{Channel: "sms", To: "+15555550100"})
	first := func() map[string]any { return s.Do("GET", "/sandbox/inbox", "").List()[1] }
	for _, row := range []struct {
		after time.Duration
		state string
	}{
		{5*time.Minute - time.Second, "pending"}, {5 * time.Minute, "expired"}, {time.Hour, "expired"},
	} {
		at := s.Now
		s.Now = at.Add(row.after)
		if got := first()["state"]; got != row.state {
			t.Errorf("after %s it is %v, want %s", row.after, got, row.state)
		}
		s.Now = at
	}
	id := first()["id"].(string)
	s.Now = s.Now.Add(5 * time.Minute)
	for _, action := range []string{"approve", "deny"} {
		if got := s.Do("POST", "/sandbox/inbox/"+id, `{"action": "`+action+`"}`); got.Status != 409 {
			t.Errorf("%s: %d %s", action, got.Status, got.Text)
		}
	}
	s.Now = s.Now.Add(-time.Second) // the clock was moved back
	if got := s.Do("POST", "/sandbox/inbox/"+id, `{"action": "approve"}`); got.Status != 200 || got.Object()["state"] != "approved" {
		t.Errorf("in time: %d %s", got.Status, got.Text)
	}
}
