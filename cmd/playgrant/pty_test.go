//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// The emulated screen is larger than any size a program is told, so that what
// it draws outside of that can be seen.
const (
	emulatedWidth  = 330
	emulatedHeight = 120
)

// terminal is a terminal with a program in it.
type terminal struct {
	t          testing.TB
	cmd        *exec.Cmd
	file, tty  *os.File
	before     *term.State
	width      int
	height     int
	screen     *vt.Emulator // guarded by mu, but for Read
	modes      map[ansi.Mode]bool
	hidden     bool
	title      string
	mu         sync.Mutex
	out        bytes.Buffer // all that was written, or its end
	written    int
	wroteAt    time.Time
	blind      bool          // nothing is drawn any more
	wrote      chan struct{} // 1: something was written since
	drained    chan struct{} // closed once there is no more to read
	exited     chan struct{}
	quietAfter time.Duration
	closed     bool
}

// inTerminal starts a program in a terminal of its own.
func inTerminal(t testing.TB, width, height int, name string, args ...string) *terminal {
	t.Helper()
	p := &terminal{
		t: t, cmd: exec.Command(name, args...), modes: map[ansi.Mode]bool{}, screen: vt.NewEmulator(emulatedWidth, emulatedHeight),
		wrote: make(chan struct{}, 1), drained: make(chan struct{}), exited: make(chan struct{}), quietAfter: 40 * time.Millisecond,
	}
	p.screen.SetCallbacks(vt.Callbacks{
		EnableMode:       func(m ansi.Mode) { p.modes[m] = true },
		DisableMode:      func(m ansi.Mode) { delete(p.modes, m) },
		CursorVisibility: func(visible bool) { p.hidden = !visible },
		Title:            func(s string) { p.title = s },
	})
	var err error
	if p.file, p.tty, err = pty.Open(); err != nil {
		t.Fatal(err)
	}
	if p.before, err = term.GetState(p.tty.Fd()); err != nil {
		t.Fatal(err)
	}
	p.size(width, height)
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = p.tty, p.tty, p.tty
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	p.cmd.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor", "XDG_DATA_HOME="+home(t), "XDG_CONFIG_HOME="+home(t), "XDG_STATE_HOME="+home(t))
	p.cmd.Dir = home(t) // for what is saved
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go p.read()
	go func() { _, _ = io.Copy(p.file, p.screen) }() // the answers to what the program asks the terminal
	go func() { _ = p.cmd.Wait(); close(p.exited) }()
	t.Cleanup(p.close)
	return p
}

// read keeps what the program writes, and draws it.
func (p *terminal) read() {
	defer close(p.drained)
	buf := make([]byte, 64<<10)
	for {
		n, err := p.file.Read(buf)
		if n > 0 {
			at := time.Now()
			p.mu.Lock()
			p.wroteAt = at
			p.written += n
			if p.out.Len() > 1<<20 {
				p.out.Next(p.out.Len() - 1<<16)
			}
			p.out.Write(buf[:n])
			if !p.blind {
				_, _ = p.screen.Write(buf[:n])
			}
			p.mu.Unlock()
			select {
			case p.wrote <- struct{}{}:
			default:
			}
		}
		if err != nil {
			return // EIO: nobody has the other side open any more
		}
	}
}

func (p *terminal) close() {
	if p.closed {
		return
	}
	p.closed = true
	if !p.gone() {
		_ = p.cmd.Process.Kill()
		<-p.exited
	}
	_ = p.tty.Close()
	<-p.drained
	_ = p.file.Close()
	// Not by screen.Close, which whoever reads the answers does not wait for.
	_ = p.screen.InputPipe().(io.Closer).Close()
}

// leaves reports whether the program is gone, or on its way out.
func (p *terminal) leaves() bool {
	p.mu.Lock()
	out := !p.screen.IsAltScreen()
	p.mu.Unlock()
	if out {
		select {
		case <-p.exited:
		case <-time.After(deadline):
			p.t.Fatalf("the alternate screen was left:\n%s", p.shot())
		}
	}
	return p.gone()
}

func (p *terminal) gone() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

func (p *terminal) size(width, height int) {
	p.t.Helper()
	p.width, p.height = width, height
	if err := pty.Setsize(p.file, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)}); err != nil {
		p.t.Fatal(err)
	}
}

// keys are those with a name, as a terminal sends them.
var keys = map[string]string{
	"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
	"home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdown": "\x1b[6~", "delete": "\x1b[3~", "backspace": "\x7f", "f1": "\x1bOP", "f5": "\x1b[15~",
	"ctrl+c": "\x03", "ctrl+p": "\x10", "ctrl+u": "\x15", "ctrl+d": "\x04",
}

// press sends keys by name; any other name is typed. Esc goes alone: with
// something right behind it, it would be another key.
func (p *terminal) press(names ...string) {
	p.t.Helper()
	for _, name := range names {
		text, ok := keys[name]
		if !ok {
			text = name
		}
		p.send(text)
		if name == "esc" {
			p.settle()
		}
	}
}

func (p *terminal) send(text string) {
	p.t.Helper()
	if _, err := p.file.WriteString(text); err != nil && !errors.Is(err, os.ErrClosed) && !p.gone() {
		p.t.Fatal(err)
	}
}

// settle waits until the program has written nothing for a while, or is gone.
func (p *terminal) settle() {
	end := time.After(deadline)
	for {
		select {
		case <-p.wrote:
		case <-p.exited:
			return
		case <-time.After(p.quietAfter):
			return
		case <-end:
			p.t.Fatalf("the screen does not come to rest:\n%s", p.shot())
		}
	}
}

// waitFor waits for a text on the screen.
func (p *terminal) waitFor(text string) {
	p.t.Helper()
	if !p.comes(text, deadline) {
		p.t.Fatalf("the screen does not show %q:\n%s", text, p.shot())
	}
}

func (p *terminal) comes(text string, within time.Duration) bool {
	end := time.After(within)
	for !strings.Contains(p.shot(), text) {
		select {
		case <-p.wrote:
		case <-p.drained:
			return strings.Contains(p.shot(), text)
		case <-end:
			return false
		}
	}
	return true
}

// shot is what is on screen, as text.
func (p *terminal) shot() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var b strings.Builder
	for y := range min(p.height+2, emulatedHeight) {
		b.WriteString(strings.TrimRight(p.row(y), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// row is one row of the screen; mu is held.
func (p *terminal) row(y int) string {
	var b strings.Builder
	for x := 0; x < emulatedWidth; {
		c := p.screen.CellAt(x, y)
		if c == nil || c.Content == "" {
			b.WriteByte(' ')
			x++
			continue
		}
		b.WriteString(c.Content)
		x += max(c.Width, 1)
	}
	return b.String()
}

// outside is the first thing on the screen where the terminal has no room.
func (p *terminal) outside() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	for y := range emulatedHeight {
		for x := range emulatedWidth {
			if x < p.width && y < p.height {
				continue
			}
			if c := p.screen.CellAt(x, y); c != nil && strings.TrimSpace(c.Content) != "" {
				return fmt.Sprintf("%q at column %d, row %d of %d×%d", c.Content, x+1, y+1, p.width, p.height)
			}
		}
	}
	return ""
}

// wipe takes away what is left outside after the terminal became smaller.
func (p *terminal) wipe() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for y := range emulatedHeight {
		for x := range emulatedWidth {
			if x >= p.width || y >= p.height {
				p.screen.SetCell(x, y, nil)
			}
		}
	}
}

// end waits for the program to end, and holds what it leaves behind against
// what it found.
func (p *terminal) end() (code int) {
	p.t.Helper()
	select {
	case <-p.exited:
	case <-time.After(deadline):
		p.t.Fatalf("the program does not end:\n%s", p.shot())
	}
	after, err := term.GetState(p.tty.Fd())
	if err != nil {
		p.t.Fatal(err)
	}
	_ = p.tty.Close()
	<-p.drained
	p.mu.Lock()
	defer p.mu.Unlock()
	if !reflect.DeepEqual(p.before, after) {
		p.t.Errorf("the terminal was left as %+v, it was %+v", after, p.before)
	}
	if p.screen.IsAltScreen() || p.hidden {
		p.t.Errorf("the terminal is left in the alternate screen (%v), or without a cursor (%v)", p.screen.IsAltScreen(), p.hidden)
	}
	for _, mode := range []ansi.Mode{ansi.ModeBracketedPaste, ansi.ModeMouseNormal, ansi.ModeMouseButtonEvent, ansi.ModeMouseAnyEvent, ansi.ModeMouseExtSgr, ansi.ModeFocusEvent} {
		if p.modes[mode] {
			p.t.Errorf("the terminal is left in mode %v", mode)
		}
	}
	return p.cmd.ProcessState.ExitCode()
}
