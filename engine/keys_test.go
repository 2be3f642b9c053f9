package engine_test

import (
	"crypto/rsa"
	"encoding/json"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

const signing = "/sandbox/keys/signing"

func jwks(t *testing.T, s *enginetest.Server) (set jose.JSONWebKeySet) {
	t.Helper()
	if err := json.Unmarshal([]byte(s.Do("GET", "/.well-known/jwks.json", "").Text), &set); err != nil {
		t.Fatal(err)
	}
	return set
}

// signed gets an access token, and the kid that it names.
func signed(t *testing.T, s *enginetest.Server) (token, kid string) {
	t.Helper()
	token, _ = s.Form("/oauth/token", "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username=user@example.com&password=opensesame&scope=openid&audience=https://expenses.example/api").Object()["access_token"].(string)
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		t.Fatal(err)
	}
	return token, jws.Signatures[0].Header.KeyID
}

func asked(s *enginetest.Server, token string) int {
	return s.Do("GET", "/userinfo", "", "Authorization: Bearer "+token).Status
}

func shownStates(t *testing.T, s *enginetest.Server) string {
	t.Helper()
	var view model.Sandbox
	if err := json.Unmarshal([]byte(s.Do("GET", "/sandbox", "").Text), &view); err != nil {
		t.Fatal(err)
	}
	var states []string
	for _, k := range view.SigningKeys {
		states = append(states, k.State())
	}
	return strings.Join(states, " ")
}

func TestSigningKeysRotate(t *testing.T) {
	s := enginetest.New(t)
	old, oldKID := signed(t, s)
	if got := s.Do("POST", signing+"/rotate?dry_run=true", ""); got.Status != 201 {
		t.Errorf("a dry run: %d %s", got.Status, got.Text)
	}
	if shownStates(t, s) != "current" || len(jwks(t, s).Keys) != 1 {
		t.Fatalf("a dry run rotated: %s", shownStates(t, s))
	}
	made := s.Do("POST", signing+"/rotate", "")
	if made.Status != 201 || made.Object()["current"] != true || !strings.Contains(made.Text, "BEGIN CERTIFICATE") || strings.Contains(made.Text, "pkcs8") {
		t.Fatalf("%d %s", made.Status, made.Text)
	}
	fresh, freshKID := signed(t, s)
	if freshKID == oldKID || freshKID != made.Object()["kid"] {
		t.Errorf("signed with %s, rotated from %s to %v", freshKID, oldKID, made.Object()["kid"])
	}
	// Current, next and previous are published, each with its certificate.
	set := jwks(t, s)
	if shownStates(t, s) != "current next previous" || len(set.Keys) != 3 || set.Keys[0].KeyID != freshKID || set.Keys[2].KeyID != oldKID {
		t.Fatalf("%s; %d keys", shownStates(t, s), len(set.Keys))
	}
	for _, k := range set.Keys {
		if len(k.Certificates) != 1 || len(k.CertificateThumbprintSHA1) != 20 || !k.Key.(*rsa.PublicKey).Equal(k.Certificates[0].PublicKey) {
			t.Errorf("key %s lacks its certificate", k.KeyID)
		}
	}
	if got := asked(s, old); got != 200 {
		t.Errorf("signed by the previous key: %d", got)
	}
	nextKID := set.Keys[1].KeyID
	for kid, status := range map[string]int{freshKID: 400, nextKID: 400, "x": 404} {
		if got := s.Do("PUT", signing+"/"+kid+"/revoke", ""); got.Status != status {
			t.Errorf("revoking %s: %d %s", kid, got.Status, got.Text)
		}
	}
	if got := s.Do("PUT", signing+"/"+oldKID+"/revoke", ""); got.Status != 201 || got.Object()["revoked"] != true {
		t.Errorf("%d %s", got.Status, got.Text)
	}
	if got := asked(s, old); got != 401 {
		t.Errorf("signed by a revoked key: %d", got)
	}
	if got := asked(s, fresh); got != 200 {
		t.Errorf("signed by the current key: %d", got)
	}
	if n := len(jwks(t, s).Keys); n != 2 || shownStates(t, s) != "current next revoked" {
		t.Errorf("%s; %d keys are published", shownStates(t, s), n)
	}
	// What was announced as the next key is the next.
	if got := s.Do("POST", signing+"/rotate", ""); got.Object()["kid"] != nextKID {
		t.Errorf("%v signs, not %s", got.Object()["kid"], nextKID)
	}
	if got := s.Do("GET", signing, ""); len(got.List()) != 4 || strings.Contains(got.Text, "pkcs8") {
		t.Errorf("%s", got.Text)
	}
}

func TestKeysOutliveResetAndRestart(t *testing.T) {
	s := enginetest.New(t)
	old, _ := s.Form("/oauth/token", "grant_type=client_credentials&client_id=backend&client_secret=backend-secret&scope=read:expenses&audience=https://expenses.example/api").Object()["access_token"].(string)
	s.Do("POST", signing+"/rotate", "")
	before := s.Do("GET", "/.well-known/jwks.json", "").Text
	s.Do("POST", "/sandbox/reset", "")
	again := enginetest.New(t, func(c *engine.Config) { c.Store, c.Issuer = s.Store, s.URL+"/" })
	for name, server := range map[string]*enginetest.Server{"after a reset": s, "after a restart": again} {
		if got := server.Do("GET", "/.well-known/jwks.json", "").Text; got != before {
			t.Errorf("%s: other keys", name)
		}
		if got := server.Do("GET", "/samples/expenses", "", "Authorization: Bearer "+old); got.Status != 200 {
			t.Errorf("%s: %d %s", name, got.Status, got.Text)
		}
	}
}

func TestTheNextKeyIsAnnouncedInTime(t *testing.T) {
	made := 0
	e, err := engine.New(t.Context(), engine.Config{Store: enginetest.New(t).Store, NewKey: func() (*rsa.PrivateKey, error) {
		made++
		return enginetest.Key(made + 1) // not one of the sandbox, which may have made two to begin with
	}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := e.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if made != 1 {
		t.Errorf("%d keys were made", made)
	}
}

func TestRotatingIsBounded(t *testing.T) {
	s := enginetest.New(t)
	last := 0
	for range 11 {
		last = s.Do("POST", signing+"/rotate", "").Status
	}
	if last != 400 || strings.Count(shownStates(t, s), "previous") != 10 {
		t.Errorf("%d; %s", last, shownStates(t, s))
	}
}
