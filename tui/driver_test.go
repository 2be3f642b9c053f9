package tui

import (
	"context"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/ui"
)

// driver runs the interface without a terminal: each command is run at once
// and to its end, so that a frame depends on nothing but the keys before it.
type driver struct {
	t      testing.TB
	app    *app
	copied []string
	quit   bool
	meant  bool // press what screens expect, whatever keys actions have
	// each is called with every frame.
	each func(frame string)
}

type fakeListener struct{ on bool }

func (l *fakeListener) On(context.Context) (string, error) {
	l.on = true
	return "http://localhost:2884", nil
}
func (l *fakeListener) Off(context.Context) error { l.on = false; return nil }
func (l *fakeListener) State() (bool, string)     { return l.on, "http://localhost:2884" }

func renderer(profile termenv.Profile, dark bool) *lipgloss.Renderer {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(profile)
	r.SetHasDarkBackground(dark)
	return r
}

func drive(t testing.TB, wire demos.Wire, list []*demos.Demo, width, height int, change ...func(*Config)) *driver {
	t.Helper()
	d := &driver{t: t}
	cfg := Config{
		Wire: wire, Demos: list, Listener: &fakeListener{}, DataDir: "/home/you/.local/share/playgrant",
		Rand: rand.NewChaCha8([32]byte{7}), Now: func() time.Time { return time.Time{} },
		Copy:     func(text string) (string, error) { d.copied = append(d.copied, text); return "the test", nil },
		renderer: renderer(termenv.Ascii, true), ground: ui.Ground{Dark: true, Known: true},
		after: func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil },
	}
	for _, c := range change {
		c(&cfg)
	}
	d.app = newApp(t.Context(), cfg)
	d.send(tea.WindowSizeMsg{Width: width, Height: height})
	d.run(d.app.Init())
	d.look()
	return d
}

func (d *driver) send(msg tea.Msg) {
	_, cmd := d.app.Update(msg)
	d.run(cmd)
}

// run runs a command, and those that come of it, in their order.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil || d.quit {
		return
	}
	msg := answerOf(cmd)
	switch v := reflect.ValueOf(msg); {
	case msg == nil:
	case v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]():
		for i := range v.Len() {
			d.run(v.Index(i).Interface().(tea.Cmd))
		}
	case v.Type() == reflect.TypeFor[tea.QuitMsg]():
		d.quit = true
	default:
		d.send(msg)
	}
}

// answerOf runs a command; one that never comes to its end has no answer.
func answerOf(cmd tea.Cmd) (msg tea.Msg) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		msg = cmd()
	}()
	<-done
	return msg
}

// press presses keys by name, "enter" and the like; any other name is typed.
func (d *driver) press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		strokes := []tea.KeyMsg{}
		if msg, ok := namedKeys[k]; ok {
			strokes = append(strokes, msg)
		} else {
			for _, r := range k {
				strokes = append(strokes, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
			}
		}
		for _, s := range strokes {
			if d.meant {
				d.send(ui.Pressed(s))
			} else {
				d.send(s)
			}
		}
		d.look()
	}
}

var namedKeys = map[string]tea.KeyMsg{
	"enter": {Type: tea.KeyEnter}, "tab": {Type: tea.KeyTab}, "shift+tab": {Type: tea.KeyShiftTab},
	"esc": {Type: tea.KeyEsc}, "up": {Type: tea.KeyUp}, "down": {Type: tea.KeyDown},
	"left": {Type: tea.KeyLeft}, "right": {Type: tea.KeyRight}, "backspace": {Type: tea.KeyBackspace},
	"ctrl+p": {Type: tea.KeyCtrlP}, "ctrl+g": {Type: tea.KeyCtrlG}, "f1": {Type: tea.KeyF1}, "ctrl+c": {Type: tea.KeyCtrlC}, "ctrl+u": {Type: tea.KeyCtrlU},
	"pgup": {Type: tea.KeyPgUp}, "pgdown": {Type: tea.KeyPgDown},
}

// look holds the frame against the terminal: exactly as large, and nothing in
// it that could steer the terminal but colours.
func (d *driver) look() {
	d.t.Helper()
	frame := d.app.View()
	lines := strings.Split(frame, "\n")
	if len(lines) != d.app.height {
		d.t.Fatalf("the frame has %d lines, the terminal %d:\n%s", len(lines), d.app.height, frame)
	}
	for i, l := range lines {
		if w := ansi.StringWidth(l); w != d.app.width {
			d.t.Fatalf("line %d is %d cells wide, the terminal %d: %q", i+1, w, d.app.width, l)
		}
	}
	if d.each != nil {
		d.each(frame)
	}
}

// frame is what is on screen, as plain text.
func (d *driver) frame() string { return ansi.Strip(d.app.View()) }

func (d *driver) sees(texts ...string) {
	d.t.Helper()
	frame := d.frame()
	for _, text := range texts {
		if !strings.Contains(frame, text) {
			d.t.Errorf("the screen does not show %q:\n%s", text, frame)
		}
	}
}
