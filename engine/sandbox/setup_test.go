package sandbox_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

func TestASetupTakenElsewhereIsTheSame(t *testing.T) {
	from, to := enginetest.New(t), enginetest.New(t)
	exported := from.Do("GET", "/sandbox/setup", "")
	changed := strings.Replace(exported.Text, `"name":"Web App"`, `"name":"Another name"`, 1)
	if changed == exported.Text {
		t.Fatal("the setup has no client named Web App")
	}
	if got := to.Do("PUT", "/sandbox/setup", changed); got.Status != http.StatusNoContent {
		t.Fatalf("importing answered %d %s", got.Status, got.Text)
	}
	if diff := cmp.Diff(changed, to.Do("GET", "/sandbox/setup", "").Text); diff != "" {
		t.Errorf("the setup changed on its way (-want +got):\n%s", diff)
	}
	if got := to.Do("GET", "/sandbox/totp?user=otp@example.com", ""); got.Status != http.StatusOK {
		t.Errorf("an imported authenticator app answered %d %s", got.Status, got.Text)
	}
}

func TestWhatASetupLeavesOutIsGone(t *testing.T) {
	s := enginetest.New(t)
	setup := readSetup(t, s)
	setup.Users = setup.Users[:1]
	if got := putSetup(t, s, setup); got.Status != http.StatusNoContent {
		t.Fatalf("importing answered %d %s", got.Status, got.Text)
	}
	if got := s.Do("GET", "/sandbox/totp?user=otp@example.com", ""); got.Status != http.StatusNotFound {
		t.Errorf("a user who was left out still has an authenticator app: %d %s", got.Status, got.Text)
	}
}

func TestABadSetupChangesNothing(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(*model.Setup)
		field string
	}{
		"two clients of one id":  {func(s *model.Setup) { s.Clients[1].ClientID = s.Clients[0].ClientID }, "clients[1].client_id"},
		"no client id":           {func(s *model.Setup) { s.Clients[0].ClientID = "" }, "clients[0].client_id"},
		"NUL in a client id":     {func(s *model.Setup) { s.Clients[0].ClientID = "a\x00b" }, "clients[0].client_id"},
		"unknown kind":           {func(s *model.Setup) { s.Clients[0].AppType = "toaster" }, "clients[0].app_type"},
		"unknown grant":          {func(s *model.Setup) { s.Clients[0].GrantTypes = []string{"magic"} }, "clients[0].grant_types"},
		"no secret":              {func(s *model.Setup) { secretive(s).ClientSecret = "" }, "client_secret"},
		"relative callback":      {func(s *model.Setup) { s.Clients[0].Callbacks = []string{"/callback"} }, "clients[0].callbacks[0]"},
		"callback with fragment": {func(s *model.Setup) { s.Clients[0].Callbacks = []string{"https://a.example/#b"} }, "clients[0].callbacks[0]"},
		"negative leeway":        {func(s *model.Setup) { s.Clients[0].RefreshToken.Leeway = -1 }, "leeway"},
		"no lifetime":            {func(s *model.Setup) { s.Clients[0].RefreshToken.TokenLifetime = 0 }, "token_lifetime"},
		"unknown rotation":       {func(s *model.Setup) { s.Clients[0].RefreshToken.RotationType = "" }, "rotation_type"},
		"two APIs of one id":     {func(s *model.Setup) { s.APIs[1].Identifier = s.APIs[0].Identifier }, "apis[1].identifier"},
		"scope of two words":     {func(s *model.Setup) { s.APIs[0].Scopes[0].Value = "read all" }, "apis[0].scopes[0].value"},
		"unknown algorithm":      {func(s *model.Setup) { s.APIs[0].SigningAlg = "none" }, "apis[0].signing_alg"},
		"grant without client":   {func(s *model.Setup) { s.ClientGrants[0].ClientID = "" }, "client_grants[0].client_id"},
		"two users of one email": {func(s *model.Setup) { s.Users[1].Email = strings.ToUpper(s.Users[0].Email) }, "users[1].email"},
		"email without @":        {func(s *model.Setup) { s.Users[0].Email = "user" }, "users[0].email"},
		"escape in a name":       {func(s *model.Setup) { s.Users[0].Name = "\x1b[2J" }, "users[0].name"},
		"clear password":         {func(s *model.Setup) { s.Users[0].PasswordHash = "opensesame" }, "users[0].password_hash"},
		"another's factor":       {func(s *model.Setup) { s.Users[1].Factors[0].UserID = s.Users[0].UserID }, "users[1].factors[0].user_id"},
		"secret not in base32":   {func(s *model.Setup) { app(s).Secret = "not base32" }, ".secret"},
		"an app's passkey":       {func(s *model.Setup) { app(s).Passkey = &model.Passkey{ID: []byte{1}} }, ".passkey"},
		"passkey without a key": {func(s *model.Setup) {
			f := app(s)
			f.Kind, f.ID = model.KindRoaming, "webauthn-roaming|dev_1"
			f.Passkey = &model.Passkey{ID: []byte{1}, RPID: "localhost"}
		}, ".passkey"},
		"unknown MFA policy": {func(s *model.Setup) { s.Policy.MFA.When = "sometimes" }, "policy.mfa.when"},
		"unknown factor":     {func(s *model.Setup) { s.Policy.MFA.Factors = []string{"smell"} }, "policy.mfa.factors"},
		"unknown dialect":    {func(s *model.Setup) { s.Policy.Dialect = "saml" }, "policy.dialect"},
	} {
		t.Run(name, func(t *testing.T) {
			s := enginetest.New(t)
			before := s.Do("GET", "/sandbox/setup", "").Text
			setup := readSetup(t, s)
			setup.Clients[2].Name = "written only if all is well"
			test.spoil(&setup)
			got := putSetup(t, s, setup)
			if got.Status != http.StatusBadRequest {
				t.Fatalf("answered %d %s, want 400", got.Status, got.Text)
			}
			if at, _ := got.Object()["field"].(string); !strings.Contains(at, test.field) {
				t.Errorf("names the field %q, want %q", at, test.field)
			}
			if diff := cmp.Diff(before, s.Do("GET", "/sandbox/setup", "").Text); diff != "" {
				t.Errorf("a refused import left its mark (-want +got):\n%s", diff)
			}
		})
	}
}

func TestASetupIsOneObjectOfKnownFields(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":          ``,
		"an array":         `[]`,
		"two objects":      `{} {}`,
		"an empty object":  `{}`,
		"an unknown field": `{"customers":[]}`,
		"deep unknown":     `{"clients":[{"colour":"red"}]}`,
		"another type":     `{"clients":"all"}`,
		"broken off":       `{"clients":[`,
		"deep":             strings.Repeat(`{"policy":`, 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			s := enginetest.New(t)
			if got := s.Do("PUT", "/sandbox/setup", body); got.Status != http.StatusBadRequest {
				t.Errorf("answered %d %s, want 400", got.Status, got.Text)
			}
		})
	}
}

func TestTheSandboxShowsNoPasswordsAndNoFactorsSecrets(t *testing.T) {
	s := enginetest.New(t)
	text := s.Do("GET", "/sandbox", "").Text
	for _, secret := range []string{"JBSWY3DPEHPK3PXP", "pbkdf2", "code_hash", "password_hash"} {
		if strings.Contains(text, secret) {
			t.Errorf("GET /sandbox holds %s", secret)
		}
	}
	var view model.Sandbox
	if err := json.Unmarshal([]byte(text), &view); err != nil || len(view.Clients) != 7 || len(view.Users) != 7 || len(view.APIs) != 3 {
		t.Errorf("GET /sandbox holds %d clients, %d users, %d APIs (%v)", len(view.Clients), len(view.Users), len(view.APIs), err)
	}
}

func readSetup(t *testing.T, s *enginetest.Server) model.Setup {
	t.Helper()
	var setup model.Setup
	if err := json.Unmarshal([]byte(s.Do("GET", "/sandbox/setup", "").Text), &setup); err != nil {
		t.Fatal(err)
	}
	return setup
}

func putSetup(t *testing.T, s *enginetest.Server, setup model.Setup) enginetest.Answer {
	t.Helper()
	raw, err := json.Marshal(setup)
	if err != nil {
		t.Fatal(err)
	}
	return s.Do("PUT", "/sandbox/setup", string(raw))
}

// secretive finds a client that has to prove itself.
func secretive(s *model.Setup) *model.Client {
	for i := range s.Clients {
		if !s.Clients[i].Public() {
			return &s.Clients[i]
		}
	}
	return nil
}

// app finds an authenticator app.
func app(s *model.Setup) *model.Authenticator {
	for i := range s.Users {
		for j := range s.Users[i].Factors {
			if a := &s.Users[i].Factors[j]; a.Kind == model.KindTOTP {
				return a
			}
		}
	}
	return nil
}
