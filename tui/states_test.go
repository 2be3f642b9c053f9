package tui

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/ui"
)

// silent is a wire on which no answer ever comes: who asks is gone.
type silent struct{}

func (silent) RoundTrip(*http.Request) (*http.Response, error) {
	runtime.Goexit()
	return nil, nil
}

// halt is a wire that answers for a while.
type halt struct {
	http.RoundTripper
	now bool
}

func (h *halt) RoundTrip(r *http.Request) (*http.Response, error) {
	if h.now {
		return silent{}.RoundTrip(r)
	}
	return h.RoundTripper.RoundTrip(r)
}

func halting(t *testing.T) demos.Wire {
	w := played(t, "wire")
	return demos.Wire{Base: w.Base, HTTP: &halt{RoundTripper: w.HTTP}}
}

var (
	unanswered = demos.Wire{Base: base, HTTP: silent{}}
	brokenWire = demos.Wire{Base: base, HTTP: broken{}}
)

// state is a screen in one of the states that it can be in, and how one comes
// there.
type state struct {
	name  string
	wire  func(t *testing.T) demos.Wire // nil: the recorded one of the walkthrough
	bare  bool                          // without demos
	demo  string                        // begun with all of them, before the real engine; "": two of their own
	keys  []string
	after func(t *testing.T, d *driver, w demos.Wire)
}

func wired(w demos.Wire) func(*testing.T) demos.Wire {
	return func(*testing.T) demos.Wire { return w }
}

func phoneWire(*testing.T) demos.Wire     { return newFakePhone(aPush, anSMS).wire() }
func quietPhone(*testing.T) demos.Wire    { return newFakePhone().wire() }
func engineWire(t *testing.T) demos.Wire  { return realEngine(t) }
func trafficWire(t *testing.T) demos.Wire { w := realEngine(t); someTraffic(t, w); return w }

func reused(t *testing.T, d *driver, w demos.Wire) {
	logIn(t, w, 0)
	d.press("u", "r", "r", "p", "down", "enter")
}

func wires(t *testing.T, d *driver, w demos.Wire) { reused(t, d, w); d.press("tab", "tab") }

var toExchange = []string{"enter", "enter", "enter", "enter", "enter", "enter"}

func then(keys []string, more ...string) []string {
	return append(append([]string(nil), keys...), more...)
}

// states are every screen with nothing to show, while it waits, full, and when
// it cannot be read.
var states = []state{
	{name: "home-full"},
	{name: "home-empty", bare: true},
	{name: "home-loading", wire: wired(unanswered)},
	{name: "home-error", wire: wired(brokenWire)},
	{name: "home-zoomed", keys: []string{"z"}},
	{name: "home-found", keys: []string{"/", "mfa"}},
	{name: "home-found-none", keys: []string{"/", "zzqq"}},
	{name: "home-help", keys: []string{"?"}},
	{name: "home-help-none", keys: []string{"?", "zzqq"}},
	{name: "home-copies", keys: []string{"Y"}},
	{name: "home-quit", keys: []string{"q"}},
	{name: "palette-full", keys: []string{"ctrl+p"}},
	{name: "palette-none", keys: []string{"ctrl+p", "zzqq"}},
	{name: "words-full", keys: []string{"w"}},
	{name: "walk-loading", wire: wired(unanswered), keys: []string{"enter"}},
	{name: "walk-sending", wire: halting, keys: []string{"enter"}, after: func(_ *testing.T, d *driver, w demos.Wire) {
		w.HTTP.(*halt).now = true
		d.press("enter")
	}},
	{name: "walk-error", wire: wired(brokenWire), keys: []string{"enter", "enter"}},
	{name: "walk-empty", keys: []string{"enter", "tab", "tab"}},
	{name: "walk-step", keys: []string{"enter"}},
	{name: "walk-edited", keys: []string{"enter", "down", "e", "ctrl+u", "read:expenses", "enter"}},
	{name: "walk-response", keys: toExchange},
	{name: "walk-why", keys: then(toExchange, "right")},
	{name: "walk-tokens", keys: then(toExchange, "right", "right")},
	{name: "walk-picture", keys: then(toExchange, "right", "right", "right")},
	{name: "walk-code", keys: then(toExchange, "right", "right", "right", "right")},
	{name: "walk-find", keys: then(toExchange, "/", "token", "enter")},
	{name: "walk-break", keys: then(toExchange, "b")},
	{name: "walk-refused", keys: then(toExchange, "b", "enter")},
	{name: "tokens-empty", wire: engineWire, keys: []string{"t"}},
	{name: "tokens-loading", wire: wired(unanswered), keys: []string{"t"}},
	{name: "tokens-error", wire: wired(brokenWire), keys: []string{"t"}},
	{name: "tokens-full", wire: engineWire, keys: []string{"t"}, after: reused},
	{name: "tokens-wire", wire: engineWire, keys: []string{"t"}, after: wires},
	{name: "tokens-find", wire: engineWire, keys: []string{"t"}, after: func(t *testing.T, d *driver, w demos.Wire) { wires(t, d, w); d.press("/", "grant", "enter") }},
	{name: "clock-empty", wire: engineWire, keys: []string{"c"}},
	{name: "clock-loading", wire: wired(unanswered), keys: []string{"c"}},
	{name: "clock-error", wire: wired(brokenWire), keys: []string{"c"}},
	{name: "clock-full", wire: familyWire, keys: []string{"c"}},
	{name: "phone-empty", wire: quietPhone, keys: []string{"m"}},
	{name: "phone-loading", wire: wired(unanswered), keys: []string{"m"}},
	{name: "phone-error", wire: wired(brokenWire), keys: []string{"m"}},
	{name: "phone-full", wire: phoneWire, keys: []string{"m"}},
	{name: "phone-apps", wire: phoneWire, keys: []string{"m", "tab", "down"}},
	{name: "policy-loading", wire: wired(unanswered), keys: []string{"f"}},
	{name: "policy-error", wire: wired(brokenWire), keys: []string{"f"}},
	{name: "policy-full", wire: phoneWire, keys: []string{"f", "down"}},
	{name: "policy-users", wire: phoneWire, keys: []string{"f", "tab"}},
	{name: "compose-loading", wire: wired(unanswered), keys: []string{"n"}},
	{name: "compose-empty", wire: engineWire, keys: []string{"n"}},
	{name: "compose-field", wire: engineWire, keys: []string{"n", "down", "down", "down", "down", "enter", "ctrl+u"}},
	{name: "compose-presets-none", wire: engineWire, keys: []string{"n", "p", "zzqq"}},
	{name: "compose-presets", wire: engineWire, keys: []string{"n", "p"}},
	{name: "compose-sending", wire: wired(unanswered), keys: []string{"n", "enter"}},
	{name: "compose-error", wire: wired(brokenWire), keys: []string{"n", "enter"}},
	{name: "compose-full", wire: engineWire, keys: []string{"n", "p", "password", "enter", "S"}},
	{name: "compose-changed", wire: trafficWire, keys: []string{"x", "g", "e"}, after: func(_ *testing.T, d *driver, _ demos.Wire) { d.press("-") }},
	{name: "walk-whole", keys: then(toExchange, "E")},
	{name: "sandbox-loading", wire: wired(unanswered), keys: []string{"s"}},
	{name: "sandbox-error", wire: wired(brokenWire), keys: []string{"s"}},
	{name: "sandbox-full", wire: engineWire, keys: []string{"s"}},
	{name: "sandbox-form", wire: engineWire, keys: []string{"s", "enter", "down", "enter"}},
	{name: "sandbox-new", wire: engineWire, keys: []string{"s", "a"}},
	{name: "sandbox-card", wire: engineWire, keys: []string{"s", "p"}},
	{name: "sandbox-roles-empty", wire: engineWire, keys: []string{"s", "4"}},
	{name: "sandbox-snapshots-empty", wire: engineWire, keys: []string{"s", "6"}},
	{name: "traffic-empty", wire: engineWire, keys: []string{"x"}},
	{name: "traffic-loading", wire: wired(unanswered), keys: []string{"x"}},
	{name: "traffic-error", wire: wired(brokenWire), keys: []string{"x"}},
	{name: "traffic-full", wire: trafficWire, keys: []string{"x"}},
	{name: "traffic-none", wire: trafficWire, keys: []string{"x", "/", "status:5xx", "enter"}},
	{name: "traffic-open", wire: trafficWire, keys: []string{"x", "k", "k", "enter"}},
	{name: "traffic-tokens", wire: trafficWire, keys: []string{"x", "g", "enter", "4"}},
	{name: "traffic-code", wire: trafficWire, keys: []string{"x", "k", "k", "enter", "5", "L", "L"}},
	{name: "traffic-find", wire: trafficWire, keys: []string{"x", "k", "k", "enter", "/", "client"}},
	{name: "traffic-menu", wire: trafficWire, keys: []string{"x", "Y"}},
	{name: "compose-answered", wire: engineWire, keys: []string{"n", "enter"}},
	{name: "compose-code", wire: engineWire, keys: []string{"n", "enter", "tab", "5"}},
	{name: "policy-find", wire: engineWire, keys: []string{"f", "tab", "/", "email"}},
	{name: "phone-find", wire: phoneWire, keys: []string{"m", "/", "code"}},
	{name: "sandbox-find", wire: engineWire, keys: []string{"s", "enter", "/", "callback"}},
	{name: "strip-empty", wire: engineWire, keys: []string{"v"}},
	{name: "strip-loading", wire: wired(unanswered), keys: []string{"v"}},
	{name: "strip-error", wire: wired(brokenWire), keys: []string{"v"}},
	{name: "strip-full", wire: trafficWire, keys: []string{"v"}},
}

// reach brings an interface of that size to the state.
func (s *state) reach(t *testing.T, width, height int) *driver {
	t.Helper()
	w, list := played(t, "wire"), lessons(t)
	if s.wire != nil {
		w = s.wire(t)
	}
	if s.demo != "" {
		w, list = realEngine(t), demos.All()
	}
	if s.bare {
		list = nil
	}
	d := drive(t, w, list, width, height, func(c *Config) { c.Now = func() time.Time { return time.Unix(0, 0) } }, begin(strings.TrimPrefix(s.demo, atHome)))
	d.press(s.keys...)
	if s.after != nil {
		s.after(t, d, w)
	}
	return d
}

// TestStateFrames holds every screen in each of its states against what was
// looked at: its text, without colours, and which ink each cell of it has, in
// runs. Dark and light have the same inks; what colour an ink has is held in
// inks.txt. Where there is more or less room than usual, nothing breaks.
func TestStateFrames(t *testing.T) {
	all := slices.Concat(states, walkStates, crowded)
	for i := range all {
		s := &all[i]
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			var golden strings.Builder
			for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
				d := s.reach(t, size[0], size[1])
				text := steady(trimmed(d.frame()))
				fmt.Fprintf(&golden, "%dx%d\n%s", size[0], size[1], text)
				inks := ""
				for _, g := range []ui.Ground{{Dark: true, Known: true}, {Known: true}} {
					d.app.renderer, d.app.ground = renderer(termenv.TrueColor, g.Dark), g
					d.app.dress()
					d.look()
					frame := d.app.View()
					if got := steady(trimmed(ansi.Strip(frame))); thin(got) != thin(text) {
						t.Errorf("dark %v: with colours it says something else:\n%s\n%s", g.Dark, got, text)
					}
					if got := inksOf(t, d.app.c.Theme, frame); inks != "" && got != inks {
						t.Errorf("light has other inks than dark:\n%s\n%s", got, inks)
					} else {
						inks = got
					}
					ground := map[bool]string{true: "dark", false: "light"}[g.Dark]
					show(t, fmt.Sprintf("%s.%dx%d.%s", s.name, size[0], size[1], ground), frame)
					d.app.look = ui.LookContrast
					d.app.dress()
					if got := steady(trimmed(ansi.Strip(d.app.View()))); got != text {
						t.Errorf("dark %v: with high contrast it says something else:\n%s\n%s", g.Dark, got, text)
					}
					show(t, fmt.Sprintf("%s.%dx%d.contrast-%s", s.name, size[0], size[1], ground), d.app.View())
					d.app.look = ui.LookAuto
				}
				show(t, fmt.Sprintf("%s.%dx%d.plain", s.name, size[0], size[1]), text)
				fmt.Fprintf(&golden, "inks\n%s\n", inks)
			}
			expectFile(t, filepath.Join("testdata", "states", s.name+".txt"), golden.String())
			d := s.reach(t, 60, 16)
			show(t, s.name+".60x16.plain", d.app.View())
			for _, size := range [][2]int{{300, 100}, {60, 16}, {100, 16}, {60, 100}} {
				d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				d.look()
			}
			show(t, s.name+".300x100.plain", s.reach(t, 300, 100).app.View())
		})
	}
}

// show writes a frame where PLAYGRANT_FRAMES says, to be looked at.
func show(t *testing.T, name, frame string) {
	if dir := os.Getenv("PLAYGRANT_FRAMES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".ansi"), []byte(frame), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// thin takes the weight off frames: without colours they tell the focus.
func thin(frame string) string {
	return strings.NewReplacer("┏", "╭", "┓", "╮", "┗", "╰", "┛", "╯", "━", "─", "┃", "│", "┫", "┤", "┣", "├").Replace(frame)
}

// inkNames are the letters that stand for inks; . is the terminal's own.
func inkNames(t *ui.Theme) map[string]byte {
	out := map[string]byte{}
	for name, ink := range map[byte]ui.Ink{
		't': t.Title, 'a': t.Accent, 'S': t.Strong, 'm': t.Muted, 'g': t.Success, 'f': t.Failure, 'w': t.Warning,
		'b': t.Border, 'n': t.Name, 's': t.String, 'd': t.Number, 'k': t.Secret, 'P': t.Paper, 'F': t.Found, 'N': t.FoundNow,
	} {
		open, _, _ := strings.Cut(ink.On("x"), "x")
		out[open] = name
	}
	return out
}

// inksOf says in runs which ink the cells of a frame have: .3t9 are three in
// none and nine in the title's. A line like the one before is ".
func inksOf(t *testing.T, theme *ui.Theme, frame string) string {
	t.Helper()
	names := inkNames(theme)
	var out []string
	for line := range strings.SplitSeq(frame, "\n") {
		var b strings.Builder
		var runs []string
		now, cells := byte('.'), 0
		flush := func() {
			if cells > 0 {
				runs = append(runs, fmt.Sprintf("%c%d", now, cells))
			}
			cells = 0
		}
		for len(line) > 0 {
			seq, rest, ok := cutSequence(line)
			if !ok {
				n := strings.IndexByte(line[1:], '\x1b') + 1
				if n == 0 {
					n = len(line)
				}
				cells += ansi.StringWidth(line[:n])
				line = line[n:]
				continue
			}
			name, known := names[seq]
			if seq == "\x1b[0m" {
				name, known = '.', true
			}
			if !known {
				t.Fatalf("%q is no ink of the theme", seq)
			}
			if name != now {
				flush()
				now = name
			}
			line = rest
		}
		if now != '.' {
			flush()
		}
		b.WriteString(strings.Join(runs, ""))
		out = append(out, b.String())
	}
	for i := len(out) - 1; i > 0; i-- {
		if out[i] == out[i-1] && out[i] != "" {
			out[i] = `"`
		}
	}
	return strings.Join(out, "\n")
}

// cutSequence takes the sequence that a string begins with off it.
func cutSequence(s string) (seq, rest string, ok bool) {
	if !strings.HasPrefix(s, "\x1b[") {
		return "", s, false
	}
	end := strings.IndexByte(s, 'm') + 1
	return s[:end], s[end:], end > 0
}

// TestInks holds the colours of each ink in each look, as sequences.
func TestInks(t *testing.T) {
	var b strings.Builder
	for _, c := range []struct {
		name    string
		profile termenv.Profile
		look    ui.Look
		dark    bool
	}{
		{"dark", termenv.TrueColor, ui.LookAuto, true},
		{"light", termenv.TrueColor, ui.LookAuto, false},
		{"high contrast, dark", termenv.TrueColor, ui.LookContrast, true},
		{"high contrast, light", termenv.TrueColor, ui.LookContrast, false},
		{"sixteen colours, dark", termenv.ANSI, ui.LookAuto, true},
		{"sixteen colours, light", termenv.ANSI, ui.LookAuto, false},
	} {
		th := ui.NewLook(renderer(c.profile, c.dark), c.look, ui.Ground{Dark: c.dark, Known: true})
		fmt.Fprintln(&b, c.name)
		for _, ink := range []struct {
			name string
			ink  ui.Ink
		}{
			{"text", th.Text}, {"strong", th.Strong}, {"muted", th.Muted}, {"accent", th.Accent}, {"title", th.Title}, {"focus", th.Focus},
			{"success", th.Success}, {"failure", th.Failure}, {"warning", th.Warning}, {"border", th.Border}, {"under", th.Under},
			{"name", th.Name}, {"string", th.String}, {"number", th.Number}, {"secret", th.Secret}, {"paper", th.Paper}, {"found", th.Found}, {"now", th.FoundNow},
		} {
			open, _, _ := strings.Cut(ink.ink.On("x"), "x")
			fmt.Fprintf(&b, "  %-8s %s\n", ink.name, strings.ReplaceAll(open, "\x1b", "ESC"))
		}
	}
	expectFile(t, filepath.Join("testdata", "states", "inks.txt"), b.String())
}
