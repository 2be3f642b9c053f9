// Package tui is the terminal interface. Its root keeps a stack of screens and
// a stack of overlays, and routes each message in one order: size, overlay,
// field, keys of everywhere, top screen. Screens are in packages of their own;
// adding one is that package and a line in routes.go.
//
// What it does to the server, it does as a client, over [Config.Wire].
package tui

import (
	"context"
	"crypto/rand"
	"io"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/explain"
	"github.com/playgrant/playgrant/tui/keymap"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/strip"
	"github.com/playgrant/playgrant/tui/ui"
)

// Listener is the HTTP listener, which can be switched on and off inside.
type Listener = screen.Listener

// Config is what the interface is made of. Wire and Demos are required.
type Config struct {
	Wire  demos.Wire
	Demos []*demos.Demo
	// Listener is switched with the l key; nil: there is none to switch.
	Listener Listener
	// Start is the demo to begin with; empty: the list of them.
	Start string
	// Open are the screens to begin with, the uppermost last; without one it
	// is Start.
	Open []screen.Route
	// Resume is the folder in which it is kept where one was, to go on from
	// there unless Open or Start says otherwise; empty: nothing is kept.
	Resume string
	// Fresh begins at home, wherever one was.
	Fresh bool
	// DataDir is where the sandbox is kept, for showing; empty: in memory.
	DataDir string
	Version string
	// Dialect is the one that the server was started with; empty: its policy's.
	Dialect string
	// Rand is where the demos' generated values come from; crypto/rand if nil.
	Rand io.Reader
	// Now is for what moves on screen only; time.Now if nil.
	Now func() time.Time
	// Copy puts a text on the clipboard and says by which way; the terminal's
	// own or the desktop's if nil.
	Copy func(text string) (via string, err error)
	// Look is how it is coloured; auto if empty.
	Look ui.Look
	// ASCII draws with ASCII letters alone.
	ASCII bool
	// Still keeps all from moving that is not new.
	Still bool
	// Keys gives actions other keys; nil: they have their own.
	Keys *keymap.Map
	// Mouse takes clicks and the wheel; the terminal then selects text with
	// shift only.
	Mouse bool

	ground   ui.Ground // the terminal's background, as far as it is known
	terminal io.Writer // is asked for its background; nil: it is not
	renderer *lipgloss.Renderer
	after    func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
}

// app is the root.
type app struct {
	c        *screen.Context
	copy     func(string) (string, error)
	stack    []screen.Screen
	overlays []overlay
	width    int
	height   int
	toast    screen.Toast
	ticking  bool                     // a screen.Tick is on its way
	over     map[string]screen.Screen // by kind, those shown last that lie over another
	strip    *strip.Strip
	asking   bool   // a question for news is under way, or its pause
	cursor   string // where the next news begin
	look     ui.Look
	ascii    bool // frames are drawn with ASCII letters alone
	keys     *keymap.Map
	mouse    bool
	zones    ui.Zones
	ground   ui.Ground
	renderer *lipgloss.Renderer
	terminal io.Writer
	end      context.CancelFunc
	first    tea.Cmd // done before all else; may be nil
	stop     stop
}

// New makes the interface, to be run by a tea.Program; [Run] does that.
func New(cfg Config) tea.Model { return newApp(context.Background(), cfg) }

func newApp(ctx context.Context, cfg Config) *app {
	if cfg.Rand == nil {
		cfg.Rand = rand.Reader
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Copy == nil {
		cfg.Copy = copyText
	}
	if cfg.renderer == nil {
		cfg.renderer = lipgloss.DefaultRenderer()
	}
	if cfg.Look == "" {
		cfg.Look = ui.LookAuto
	}
	if cfg.after == nil {
		cfg.after = tea.Tick
	}
	life, end := context.WithCancel(ctx)
	a := &app{copy: cfg.Copy, end: end, over: map[string]screen.Screen{}, c: &screen.Context{
		Life: life, Theme: ui.NewLook(cfg.renderer, cfg.Look, cfg.ground),
		Remote: &remote.Client{Base: cfg.Wire.Base, HTTP: cfg.Wire.HTTP},
		Demos:  cfg.Demos, NewPlayer: func(d *demos.Demo) screen.Player { return demos.NewPlayer(d, cfg.Wire, cfg.Rand) },
		Explain: explain.Load(), Listener: cfg.Listener,
		DataDir: cfg.DataDir, Version: cfg.Version, Dialect: cfg.Dialect, Now: cfg.Now, After: cfg.after, Begun: cfg.Start, Seen: map[string]bool{},
	}}
	a.c.Still, a.c.Theme.Still = cfg.Still, cfg.Still
	a.mouse, a.keys, a.c.Keys = cfg.Mouse, cfg.Keys, cfg.Keys
	if a.ascii = cfg.ASCII; a.ascii {
		a.c.Theme.OnlyASCII()
	}
	a.look, a.ground, a.renderer, a.terminal = cfg.Look, cfg.ground, cfg.renderer, cfg.terminal
	a.strip = strip.New(a.c)
	a.stack = []screen.Screen{makers["home"](a.c, "")}
	if len(cfg.Open) == 0 && cfg.Start != "" {
		cfg.Open = []screen.Route{{Kind: "walk", Name: cfg.Start}}
	}
	if len(cfg.Open) == 0 && cfg.Resume != "" && !cfg.Fresh {
		a.resume(cfg.Resume)
	}
	a.begin(cfg.Open, false)
	return a
}

func (a *app) top() screen.Screen { return a.stack[len(a.stack)-1] }

// Init asks for what the first frame does not need but the next one shows.
func (a *app) Init() tea.Cmd {
	var mouse tea.Cmd
	if a.mouse {
		mouse = tea.EnableMouseCellMotion
	}
	return tea.Batch(a.first, mouse, askGround(a.terminal), a.readClock(), a.top().Shown())
}
