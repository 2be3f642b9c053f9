package sandbox_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

const bareSetup = "/sandbox/setup?without_secrets=true"

// secretive members of a setup, by the names that they have in JSON.
var secretMembers = []string{"client_secret", "signing_secret", "password_hash", "secret", "code_hash", "passkey", "last_step"}

// values calls fn with every member of a JSON value that is no object or list.
func values(v any, name string, fn func(name string, v any)) {
	switch v := v.(type) {
	case map[string]any:
		for n, m := range v {
			fn(n, m)
			values(m, n, fn)
		}
	case []any:
		for _, m := range v {
			values(m, name, fn)
		}
	default:
		fn(name, v)
	}
}

// withAllSecrets is a sandbox that has a secret of each kind.
func withAllSecrets(t *testing.T) (s *enginetest.Server, secrets []string) {
	t.Helper()
	s = enginetest.New(t)
	s.Do("POST", "/sandbox/apis", `{"identifier":"https://hs.example/api","signing_alg":"HS256","signing_secret":"an-hs256-secret-of-enough-letters-to-be-one"}`)
	s.Do("POST", "/sandbox/clients", `{"client_id":"made","name":"Made","app_type":"regular_web","client_secret":"the-secret-of-made"}`)
	setup := readSetup(t, s)
	u := &setup.Users[0]
	u.Factors = append(u.Factors, model.Authenticator{
		ID: "webauthn-roaming|dev_1", UserID: u.UserID, Kind: model.KindRoaming, Active: true,
		Passkey: &model.Passkey{ID: []byte("credential-id"), PublicKey: []byte("a-public-key"), RPID: "localhost"},
	})
	if got := putSetup(t, s, setup); got.Status != http.StatusNoContent {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	var all any
	if err := json.Unmarshal([]byte(s.Do("GET", "/sandbox/setup", "").Text), &all); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	values(all, "", func(name string, v any) {
		if text, ok := v.(string); ok && text != "" && (slices.Contains(secretMembers, name) || name == "public_key") {
			secrets, seen[name] = append(secrets, text), true
		}
	})
	for _, name := range []string{"client_secret", "signing_secret", "password_hash", "secret", "code_hash", "public_key"} {
		if !seen[name] {
			t.Fatalf("the sandbox has no %s to hide", name)
		}
	}
	return s, append(secrets, "web-app-secret", "JBSWY3DPEHPK3PXP", "RECOVERYCODEFORTHEOTPUSE", "opensesame", "pbkdf2")
}

func TestASetupWithoutSecretsHoldsNone(t *testing.T) {
	s, secrets := withAllSecrets(t)
	text := s.Do("GET", bareSetup, "").Text
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			t.Errorf("it holds %s", secret)
		}
	}
	var all any
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	values(all, "", func(name string, v any) {
		if slices.Contains(secretMembers, name) {
			t.Errorf("it has a member %s: %v", name, v)
		}
	})
	if with := s.Do("GET", "/sandbox/setup?without_secrets=1", "").Text; !strings.Contains(with, "web-app-secret") {
		t.Error("only true leaves secrets out")
	}
}

// TestASetupWithoutSecretsKeepsThoseThereAre is brought back into the sandbox
// that it came from: nothing changes.
func TestASetupWithoutSecretsKeepsThoseThereAre(t *testing.T) {
	s, _ := withAllSecrets(t)
	before := s.Do("GET", "/sandbox/setup", "").Text
	got := s.Do("PUT", "/sandbox/setup", s.Do("GET", bareSetup, "").Text)
	if want := `{"new_secrets":[],"no_password":[],"left_out":[]}`; got.Status != http.StatusOK || strings.TrimSpace(got.Text) != want {
		t.Errorf("answered %d %s, want %s", got.Status, got.Text, want)
	}
	if diff := cmp.Diff(before, s.Do("GET", "/sandbox/setup", "").Text); diff != "" {
		t.Errorf("the setup is another one (-want +got):\n%s", diff)
	}
}

// TestASetupWithoutSecretsElsewhere is taken by a sandbox that knows only the
// fixtures: their secrets stay, the others' are made anew or left out.
func TestASetupWithoutSecretsElsewhere(t *testing.T) {
	from, secrets := withAllSecrets(t)
	from.Do("POST", "/sandbox/users", `{"email":"new@example.com","password":"longenough"}`)
	from.Do("POST", "/sandbox/users/new@example.com/factors", `{"type":"push-notification"}`)
	from.Do("POST", "/sandbox/users/new@example.com/factors", `{"type":"recovery-code"}`)
	to := enginetest.New(t)
	got := to.Do("PUT", "/sandbox/setup", from.Do("GET", bareSetup, "").Text)
	var taken model.Taken
	if err := json.Unmarshal([]byte(got.Text), &taken); err != nil || got.Status != http.StatusOK {
		t.Fatalf("answered %d %s", got.Status, got.Text)
	}
	slices.Sort(taken.NewSecrets)
	if diff := cmp.Diff([]string{"https://hs.example/api", "made"}, taken.NewSecrets); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"new@example.com"}, taken.NoPassword); diff != "" {
		t.Error(diff)
	}
	left := map[string]int{}
	for _, f := range taken.LeftOut {
		kind, _, _ := strings.Cut(f.ID, "|")
		left[f.User+" "+kind]++
	}
	if want := map[string]int{"new@example.com totp": 1, "new@example.com recovery-code": 1}; left["new@example.com totp"] != 1 || left["new@example.com recovery-code"] != 1 || len(left) != 3 {
		t.Errorf("left out: %v, want %v and the passkey", left, want)
	}
	setup := readSetup(t, to)
	for _, c := range setup.Clients {
		if c.ClientID == "web-app" && c.ClientSecret != "web-app-secret" || c.ClientID == "made" && (len(c.ClientSecret) < 40 || slices.Contains(secrets, c.ClientSecret)) {
			t.Errorf("%s has the secret %q", c.ClientID, c.ClientSecret)
		}
	}
	for _, u := range setup.Users {
		if u.Email != "new@example.com" {
			continue
		}
		if u.PasswordHash != "" || len(u.Factors) != 1 || u.Factors[0].Kind != model.KindPush || u.Factors[0].Pair != "" {
			t.Errorf("%+v", u)
		}
	}
	for password, want := range map[string]int{"": 0, "longenough": 403, "opensesame": 403} {
		form := "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username=new@example.com&password=" + password
		if got := to.Form("/oauth/token", form); got.Status < 400 || want != 0 && got.Status != want {
			t.Errorf("a user without a password logs in with %q: %d %s", password, got.Status, got.Text)
		}
	}
	if got := to.Do("GET", "/sandbox/totp?user=otp@example.com", ""); got.Status != http.StatusOK {
		t.Errorf("a factor that was there is gone: %d %s", got.Status, got.Text)
	}
}

// TestASetupWithoutFactorSecrets holds all the rest, and in another sandbox the
// factors of who is known there are found, though they have other ids: each
// once, so that no code counts twice.
func TestASetupWithoutFactorSecrets(t *testing.T) {
	from, _ := withAllSecrets(t)
	text := from.Do("GET", "/sandbox/setup?without_secrets=factors", "").Text
	for _, want := range []string{"web-app-secret", "pbkdf2", "an-hs256-secret-of-enough-letters-to-be-one"} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %s", want)
		}
	}
	for _, secret := range []string{"JBSWY3DPEHPK3PXP", `"code_hash"`, `"passkey"`, `"secret"`, `"last_step"`} {
		if strings.Contains(text, secret) {
			t.Errorf("it holds %s", secret)
		}
	}
	var setup model.Setup
	if err := json.Unmarshal([]byte(text), &setup); err != nil {
		t.Fatal(err)
	}
	for i := range setup.Users {
		if u := &setup.Users[i]; u.Email == "otp@example.com" {
			second := u.Factors[slices.IndexFunc(u.Factors, func(a model.Authenticator) bool { return a.Kind == model.KindTOTP })]
			second.ID = "totp|dev_twice"
			u.Factors = append(u.Factors, second)
		}
	}
	to := enginetest.New(t)
	got := putSetup(t, to, setup)
	var taken model.Taken
	if err := json.Unmarshal([]byte(got.Text), &taken); err != nil || got.Status != http.StatusOK {
		t.Fatalf("answered %d %s", got.Status, got.Text)
	}
	want := model.Taken{NewSecrets: []string{}, NoPassword: []string{}, LeftOut: []model.TakenFactor{
		{User: "user@example.com", ID: "webauthn-roaming|dev_1"}, {User: "otp@example.com", ID: "totp|dev_twice"},
	}}
	if diff := cmp.Diff(want, taken); diff != "" {
		t.Error(diff)
	}
	code, _ := to.Do("GET", "/sandbox/totp?user=otp@example.com", "").Object()["code"].(string)
	same, _ := from.Do("GET", "/sandbox/totp?user=otp@example.com", "").Object()["code"].(string)
	if code == "" || code != same {
		t.Errorf("the app shows %q, and showed %q", code, same)
	}
}

// TestASecretWrittenIntoTheFileIsTaken, and only a file that says so may lack
// them.
func TestASecretWrittenIntoTheFileIsTaken(t *testing.T) {
	s := enginetest.New(t)
	text := s.Do("GET", bareSetup, "").Text
	changed := strings.Replace(text, `"client_id":"web-app"`, `"client_id":"web-app","client_secret":"typed-by-hand"`, 1)
	if got := s.Do("PUT", "/sandbox/setup", changed); got.Status != http.StatusOK {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	if !strings.Contains(s.Do("GET", "/sandbox/setup", "").Text, "typed-by-hand") {
		t.Error("the secret was not taken")
	}
	before := s.Do("GET", "/sandbox/setup", "").Text
	for name, body := range map[string]string{
		"that does not say so":  strings.Replace(text, `"without_secrets":true`, `"without_secrets":false`, 1),
		"with another mistake":  strings.Replace(text, `"regular_web"`, `"toaster"`, 1),
		"whose mark is no bool": strings.Replace(text, `"without_secrets":true`, `"without_secrets":"yes"`, 1),
	} {
		if got := s.Do("PUT", "/sandbox/setup", body); body == text || got.Status != http.StatusBadRequest {
			t.Errorf("a file %s: %d %s", name, got.Status, got.Text)
		}
	}
	if diff := cmp.Diff(before, s.Do("GET", "/sandbox/setup", "").Text); diff != "" {
		t.Errorf("a refused file left its mark (-want +got):\n%s", diff)
	}
}

// TestTokensOutliveAnImport as the help of import says.
func TestTokensOutliveAnImport(t *testing.T) {
	s := enginetest.New(t)
	got := s.Form("/oauth/token", "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username=user@example.com&password=opensesame&scope=openid offline_access&audience=https://expenses.example/api")
	token, _ := got.Object()["refresh_token"].(string)
	if token == "" {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	if got := s.Do("PUT", "/sandbox/setup", s.Do("GET", bareSetup, "").Text); got.Status != http.StatusOK {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	if got := s.Form("/oauth/token", "grant_type=refresh_token&client_id=trusted-app&client_secret=trusted-app-secret&refresh_token="+token); got.Status != http.StatusOK {
		t.Errorf("a token of before: %d %s", got.Status, got.Text)
	}
}
