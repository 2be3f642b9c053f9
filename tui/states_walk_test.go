package tui

import (
	"slices"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// atHome stands for all demos, none begun.
const atHome = "home"

// times is a key pressed more than once.
func times(n int, key string) []string { return slices.Repeat([]string{key}, n) }

// walkStates are the states that a lesson comes to, with the demos that there
// are, and the menus and completions along the way.
var walkStates = []state{
	{name: "home-demos", demo: atHome},
	{name: "home-demos-last", demo: atHome, keys: []string{"G"}},
	{name: "words-found", keys: []string{"w", "leeway"}},
	{name: "words-none", keys: []string{"w", "zzqq"}},
	{name: "palette-found", keys: []string{"ctrl+p", "token"}},
	{name: "walk-mfa-required", demo: "choose-your-factor", keys: []string{"enter"}},
	{name: "walk-mfa-required-why", demo: "choose-your-factor", keys: []string{"enter", "right"}},
	{name: "walk-mfa-choose", demo: "choose-your-factor", keys: times(4, "enter")},
	{name: "walk-mfa-pick", demo: "choose-your-factor", keys: times(5, "enter")},
	{name: "walk-mfa-answer", demo: "choose-your-factor", keys: times(7, "enter")},
	{name: "walk-mfa-push", demo: "mfa-push", keys: times(3, "enter")},
	{name: "walk-mfa-enroll", demo: "mfa-enroll", keys: times(5, "enter")},
	{name: "walk-words", demo: "get-a-refresh-token", keys: []string{"w"}},
	{name: "walk-login", demo: "get-a-refresh-token", keys: times(2, "enter")},
	{name: "walk-family", demo: "reuse-detection", keys: times(7, "enter")},
	{name: "walk-reused", demo: "reuse-detection", keys: times(8, "enter")},
	{name: "walk-finished", demo: "get-a-refresh-token", keys: times(10, "enter")},
	{name: "walk-failed", demo: "get-a-refresh-token", keys: []string{"down", "down", "down", "e", "ctrl+u", "no-such-app", "enter", "enter"}},
	{name: "walk-copies", demo: "get-a-refresh-token", keys: []string{"enter", "Y"}},
	{name: "walk-picture-long", demo: "reuse-detection", keys: then(times(11, "enter"), "right", "right", "right")},
	{name: "walk-picture-zoomed", demo: "reuse-detection", keys: then(times(11, "enter"), "right", "right", "right", "z")},
	{name: "walk-code-go", demo: "get-a-refresh-token", keys: then(toExchange[1:], "right", "right", "right", "right", "L", "L")},
	{name: "walk-code-java", demo: "get-a-refresh-token", keys: then(toExchange[1:], "right", "right", "right", "right", "L", "L", "L")},
	{name: "walk-code-python", demo: "get-a-refresh-token", keys: then(toExchange[1:], "right", "right", "right", "right", "L", "L", "L", "L", "L", "L")},
	{name: "tokens-menu", wire: engineWire, keys: []string{"t"}, after: reusedMenu},
	{name: "traffic-filter", wire: trafficWire, keys: []string{"x", "/", "status:4xx"}},
	{name: "traffic-filter-none", wire: trafficWire, keys: []string{"x", "/", "status:5xx"}},
	{name: "compose-completion", wire: engineWire, keys: []string{"n", "down", "down", "enter", "ctrl+u", "/o"}},
}

// reusedMenu is the list of what can be done with a family.
func reusedMenu(t *testing.T, d *driver, w demos.Wire) {
	reused(t, d, w)
	d.press("enter")
}
