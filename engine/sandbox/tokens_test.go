package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

const trusted = "client_id=trusted-app&client_secret=trusted-app-secret&"

// grow makes a family of two tokens and returns their texts.
func grow(t *testing.T, s *enginetest.Server) (first, second string) {
	t.Helper()
	if a := s.Do("PATCH", "/sandbox/clients/trusted-app", `{"refresh_token":{"rotation_type":"rotating"}}`, "Content-Type: application/json"); a.Status != 200 {
		t.Fatalf("%d %s", a.Status, a.Text)
	}
	first, _ = s.Form("/oauth/token", trusted+"grant_type=password&username=user%40example.com&password=opensesame&scope=offline_access").Object()["refresh_token"].(string)
	second, _ = s.Form("/oauth/token", trusted+"grant_type=refresh_token&refresh_token="+first).Object()["refresh_token"].(string)
	if first == "" || second == "" {
		t.Fatal("no family")
	}
	return first, second
}

func families(t *testing.T, s *enginetest.Server, query string) []model.FamilyView {
	t.Helper()
	a := s.Do("GET", "/sandbox/families"+query, "")
	var list []model.FamilyView
	if err := json.Unmarshal([]byte(a.Text), &list); err != nil {
		t.Fatalf("%d %s: %v", a.Status, a.Text, err)
	}
	if strings.Contains(a.Text, "v1.M") {
		t.Error("a refresh token's text was shown")
	}
	return list
}

func TestAFamilyIsShownAsItIs(t *testing.T) {
	s := enginetest.New(t)
	first, _ := grow(t, s)
	list := families(t, s, "?user=user@example.com")
	if len(list) != 1 || len(list[0].Tokens) != 2 {
		t.Fatalf("got %+v", list)
	}
	f := list[0]
	if f.State != "active" || f.Tokens[0].State != "rotated" || f.Tokens[1].State != "active" || f.Tokens[1].Parent != f.Tokens[0].ID {
		t.Errorf("got %+v", f)
	}
	// The first token comes back: it is what the family dies of.
	if a := s.Form("/oauth/token", trusted+"grant_type=refresh_token&refresh_token="+first); a.Status != 403 {
		t.Fatalf("reuse got %d", a.Status)
	}
	f = families(t, s, "?user=user@example.com")[0]
	if f.State != "revoked" || f.Cause != "reuse" || f.Tokens[0].Cause != "reuse" || f.Tokens[1].State != "revoked" || f.Tokens[1].Cause != "reuse" {
		t.Errorf("after reuse: %+v", f)
	}
	if got := families(t, s, "?user=otp@example.com"); len(got) != 0 {
		t.Errorf("another user has %+v", got)
	}
	if got := families(t, s, ""); len(got) != 1 {
		t.Errorf("of all users: %+v", got)
	}
}

func TestATokensExchangeIsFound(t *testing.T) {
	s := enginetest.New(t)
	_, second := grow(t, s)
	token := families(t, s, "")[0].Tokens[1]
	found := s.Do("GET", "/sandbox/exchanges?issued="+token.ID, "").List()
	if len(found) != 1 || found[0]["id"] != token.Exchange {
		t.Fatalf("got %v, want exchange %s", found, token.Exchange)
	}
	x := s.Do("GET", "/sandbox/exchanges/"+token.Exchange, "").Object()
	if response, _ := x["response"].(string); !strings.Contains(response, second) {
		t.Errorf("its answer does not hold the token: %v", x)
	}
	for _, id := range []string{"fam_none.1", "x", token.ID + "0", "%00"} {
		if found := s.Do("GET", "/sandbox/exchanges?issued="+id, "").List(); len(found) != 0 {
			t.Errorf("%s was found in %v", id, found)
		}
	}
}

func TestEndingAFamily(t *testing.T) {
	rows := []struct {
		name, id, body string
		status         int
		cause          string
	}{
		{"revoke", "", `{"action":"revoke"}`, 200, "revoked"},
		{"revoke the grant", "", `{"action":"revoke_grant"}`, 200, "grant_revoked"},
		{"another action", "", `{"action":"feed"}`, 400, ""},
		{"no action", "", `{}`, 400, ""},
		{"no object", "", `[]`, 400, ""},
		{"unknown field", "", `{"action":"revoke","why":"x"}`, 400, ""},
		{"unknown family", "fam_none", `{"action":"revoke"}`, 404, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			_, second := grow(t, s)
			id := row.id
			if id == "" {
				id = families(t, s, "")[0].ID
			}
			if a := s.Do("POST", "/sandbox/families/"+id, row.body, "Content-Type: application/json"); a.Status != row.status {
				t.Fatalf("got %d %s", a.Status, a.Text)
			}
			if got := families(t, s, "")[0].Cause; got != row.cause {
				t.Errorf("cause %q, want %q", got, row.cause)
			}
			refreshed := s.Form("/oauth/token", trusted+"grant_type=refresh_token&refresh_token="+second)
			if (refreshed.Status == 200) != (row.cause == "") {
				t.Errorf("the newest token then got %d", refreshed.Status)
			}
		})
	}
}
