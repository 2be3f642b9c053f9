package tui

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/link"
	"github.com/playgrant/playgrant/tui/screen"
)

func opening(t *testing.T, addresses ...string) func(*Config) {
	t.Helper()
	var routes []screen.Route
	for _, address := range addresses {
		r, err := link.Parse(address, demos.All())
		if err != nil {
			t.Fatal(err)
		}
		routes = append(routes, r)
	}
	return func(c *Config) { c.Open = routes }
}

func TestOpenPlaces(t *testing.T) {
	wire := realEngine(t)
	someTraffic(t, wire)
	for address, want := range map[string][]string{
		"home":                           {"Learn OAuth"},
		"traffic":                        {"playgrant ▸ Traffic", "kept"},
		"traffic/2":                      {"▸ Traffic ▸ no. 2"},
		"traffic/99999":                  {"No. 99999 is not among the newest"},
		"tokens":                         {"▸ Tokens"},
		"sandbox/users":                  {"▸ Sandbox ▸ Users"},
		"sandbox/clients/web-app":        {"▸ Sandbox ▸ Clients ▸ web-app"},
		"phone/otp@example.com":          {"▸ Phone", "otp@example.com"},
		"policy":                         {"▸ Factors and policy"},
		"compose":                        {"▸ Compose"},
		"clock":                          {"Clock"},
		"words/leeway":                   {"Words", "▸ leeway"},
		"demo/rotation":                  {"▸ Rotate a refresh token ▸ ", "▸① "},
		"demo/get-a-refresh-token/3":     {"▸ Exchange the code", "The steps before it were done: this is step 3"},
		"demo/get-a-refresh-token/2/why": {"▸ Log in", "┫ Why ┣"},
		"demo/get-a-refresh-token/1":     {"▸ Ask for authorization"},
	} {
		t.Run(address, func(t *testing.T) {
			d := drive(t, wire, demos.All(), 140, 36, opening(t, address))
			d.sees(want...)
			d.press("esc", "esc", "esc", "esc")
			d.sees("Learn OAuth")
		})
	}
}

// TestRoutesLeadBack closes at a place, and opens there again.
func TestRoutesLeadBack(t *testing.T) {
	wire := realEngine(t)
	d := drive(t, wire, demos.All(), 140, 36, begin("get-a-refresh-token"))
	d.press("enter", "enter", "enter", "s", "3", "down", "enter")
	want := []screen.Route{{Kind: "walk", Name: "get-a-refresh-token/2/response"}, {Kind: "sandbox", Name: "users/otp@example.com"}}
	got := d.app.routes()
	if !slices.Equal(got, want) {
		t.Errorf("one is at %+v, want %+v", got, want)
	}
	d = drive(t, wire, demos.All(), 140, 36, func(c *Config) { c.Open = got })
	d.sees("▸ Get a refresh token ▸ Sandbox ▸ Users ▸ otp@example.com")
	d.press("esc", "esc")
	d.sees("▸ Get a refresh token ▸ Log in", "┫ Response")
}

// TestOpensWhereItClosed closes at a place, and opens there again, with nothing done to
// get there.
func TestOpensWhereItClosed(t *testing.T) {
	wire, dir := realEngine(t), t.TempDir()
	kept := func(c *Config) { c.Resume = dir }
	d := drive(t, wire, demos.All(), 140, 36, kept, begin("get-a-refresh-token"))
	d.press("enter", "enter", "enter", "tab", "v", "t")
	if err := d.app.keepPlace(dir); err != nil {
		t.Fatal(err)
	}
	d = drive(t, wire, demos.All(), 140, 36, kept)
	d.sees("▸ Get a refresh token ▸ Tokens", "the wire")
	d.press("esc")
	d.sees("▸ Get a refresh token ▸ Log in", "┫ Why")
	d.press("q")
	d.sees("▸ Get a refresh token")
	d = drive(t, wire, demos.All(), 140, 36, kept, opening(t, "policy"))
	d.sees("playgrant ▸ Factors and policy")
	d = drive(t, wire, demos.All(), 140, 36, kept, func(c *Config) { c.Fresh = true })
	d.sees("Learn OAuth")

	// Another sandbox has not come so far: the step that is next is shown.
	d = drive(t, realEngine(t), demos.All(), 140, 36, kept)
	d.press("esc")
	d.sees("▸ Get a refresh token ▸ Ask for authorization", "enter send")

	if err := os.WriteFile(filepath.Join(dir, "interface.json"), []byte("\x1b[2J{"), 0o600); err != nil {
		t.Fatal(err)
	}
	d = drive(t, wire, demos.All(), 140, 36, kept)
	d.sees("Learn OAuth", "You begin at home: ", "interface.json is damaged")
}
