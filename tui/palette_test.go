package tui

import "testing"

// TestPaletteGoesIntoTheSandbox: what can be done in the Sandbox screen is done
// from anywhere by its name, and from within the screen too, where nothing
// that could be undone is lost.
func TestPaletteGoesIntoTheSandbox(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 120, 36)
	do := func(typed string, sees ...string) {
		t.Helper()
		d.press("ctrl+p", typed, "enter")
		d.sees(sees...)
	}
	do("point your app", "▸ Sandbox ▸ Clients", "the listener is off: l switches it on", "backend")
	do("take a snapshot", "▸ Sandbox ▸ Snapshots", "A new snapshot", "snapshot-1")
	d.press("mine", "enter")
	d.sees("▸ mine")
	do("add a role", "▸ Sandbox ▸ Roles", "A new role")
	d.press("esc")
	do("users and their factors", "▸ Sandbox ▸ Users", "▸ user@example.com")
	d.press("D", "enter")
	do("clients, their grants", "▸ Sandbox ▸ Clients", "▸ backend", "u undo")
	d.press("enter")
	do("apis and their", "▸ Sandbox ▸ APIs", "▸ https://expenses.example/")
	d.press("esc")
	do("save all traffic", "as HAR", "as Markdown", "Mermaid")
	d.press("esc")
	do("add an API", "▸ Sandbox ▸ APIs", "A new API")
	d.press("esc")
	do("add a client", "A new client")
	d.press("esc")
	do("add a user", "A new user")
}
