package connect_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/connect"
)

func app(appType, id, secret string, grants ...string) connect.App {
	return connect.App{
		Client: model.Client{ClientID: id, ClientSecret: secret, AppType: appType, GrantTypes: grants, Callbacks: []string{"http://localhost:3000/callback"}},
		Issuer: "http://localhost:2884/", Audience: "https://expenses.example/api",
	}
}

func TestEveryKindOfClientFindsAKit(t *testing.T) {
	for _, row := range []struct{ appType, grant, first string }{
		{"spa", model.GrantAuthorizationCode, "spa-js"},
		{"regular_web", model.GrantAuthorizationCode, "nextjs"},
		{"regular_web", model.GrantPassword, "node"},
		{"non_interactive", model.GrantClientCredentials, "node"},
		{"native", model.GrantDeviceCode, "device"},
		{"native", model.GrantAuthorizationCode, "appauth"},
		{"something new", "", "env"},
	} {
		kits := connect.Kits(app(row.appType, "a", "b", row.grant).Client)
		if len(kits) < 2 || kits[0].ID != row.first {
			t.Errorf("%s with %s: %d kits, the first is %s", row.appType, row.grant, len(kits), kits[0].ID)
		}
	}
}

// TestEachKitNamesTheServerAndTheClient: what is pasted has to be whole.
func TestEachKitNamesTheServerAndTheClient(t *testing.T) {
	for _, id := range connect.IDs() {
		k, ok := connect.Find(id)
		if !ok {
			t.Fatalf("%s is listed and not found", id)
		}
		text := k.Lines(app("regular_web", "the-client", "the-secret", model.GrantClientCredentials))
		for _, want := range []string{"localhost:2884", "the-client"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %s:\n%s", id, want, text)
			}
		}
		if strings.Contains(text, "%!") {
			t.Errorf("%s is misprinted:\n%s", id, text)
		}
	}
	if _, ok := connect.Find("cobol"); ok {
		t.Error("there is a kit for cobol")
	}
}

// TestAFirstTryAsksForAGrantOfTheClient: what is pasted has to work.
func TestAFirstTryAsksForAGrantOfTheClient(t *testing.T) {
	k, _ := connect.Find("curl")
	for grant, want := range map[string]string{
		model.GrantClientCredentials: "grant_type=client_credentials",
		model.GrantPassword:          "grant_type=password",
		model.GrantAuthorizationCode: "grant_type=authorization_code",
	} {
		a := app("regular_web", "the-client", "the-secret", grant)
		if text := k.Lines(a); !k.Fits(a.Client) || !strings.Contains(text, want) || strings.Count(text, "grant_type=") != 1 {
			t.Errorf("%s: %v\n%s", grant, k.Fits(a.Client), text)
		}
	}
	text := k.Lines(app("spa", "spa", "", model.GrantAuthorizationCode))
	if strings.Contains(text, "client_secret") || !strings.Contains(text, "audience=https%3A%2F%2Fexpenses.example%2Fapi") {
		t.Error(text)
	}
	if k.Fits(app("native", "tv", "", model.GrantDeviceCode).Client) {
		t.Error("a device is told to open a browser")
	}
}

// TestWebAppsAskForAnAPI: without an audience the access token is opaque, and
// without offline_access nothing says why no refresh token comes.
func TestWebAppsAskForAnAPI(t *testing.T) {
	a := app("regular_web", "web", "s", model.GrantAuthorizationCode)
	for _, id := range []string{"express", "openid-client", "go-oidc", "authlib"} {
		k, _ := connect.Find(id)
		if text := strings.ToLower(k.Lines(a)); !strings.Contains(text, "https://expenses.example/api") || !strings.Contains(strings.ReplaceAll(text, "_", ""), "offlineaccess") {
			t.Errorf("%s:\n%s", id, text)
		}
		a := a
		a.Audience = ""
		if text := k.Lines(a); strings.Contains(text, "audience") || strings.Contains(text, "%!") {
			t.Errorf("%s without an API:\n%s", id, text)
		}
	}
}

func TestAKitIsFoundByItsPackage(t *testing.T) {
	for name, want := range map[string]string{
		"@auth0/auth0-spa-js": "spa-js", "auth0-spa-js": "spa-js", "express-openid-connect": "express", "authlib": "authlib",
		"nextjs-auth0": "nextjs", "auth0-python": "python", "curl": "curl",
	} {
		if k, ok := connect.Find(name); !ok || k.ID != want {
			t.Errorf("%s: %s", name, k.ID)
		}
	}
}

func TestSettingsLeaveOutWhatThereIsNot(t *testing.T) {
	a := app("spa", "spa", "")
	a.Client.Callbacks, a.Audience = nil, ""
	settings, err := a.Settings()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range settings {
		names = append(names, s.Name+"="+s.Value)
	}
	want := "AUTH0_DOMAIN=localhost:2884 AUTH0_ISSUER_BASE_URL=http://localhost:2884 AUTH0_CLIENT_ID=spa OIDC_ISSUER=http://localhost:2884/ OIDC_CLIENT_ID=spa"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestAHostileClientStaysAValue: a client's id is pasted into a shell.
func TestAHostileClientStaysAValue(t *testing.T) {
	hostile := `x'; rm -rf "$HOME"; '`
	for _, id := range []string{"curl", "device"} {
		k, _ := connect.Find(id)
		text := k.Lines(app("native", hostile, hostile, model.GrantClientCredentials))
		if !strings.Contains(text, connect.Shell("client_id="+hostile)) {
			t.Errorf("%s:\n%s", id, text)
		}
	}
}

func TestHTTPS(t *testing.T) {
	for in, want := range map[string]string{"http://localhost:1/": "https://localhost:1/", "https://a.example/": "https://a.example/"} {
		if got := (connect.App{Issuer: in}).HTTPS().Issuer; got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}
