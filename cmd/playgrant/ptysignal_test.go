//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestSignalsEndTheInterfaceInOrder: the terminal is given back, where one was
// is kept, and the sandbox is closed; whoever asks for an end gets no error.
func TestSignalsEndTheInterfaceInOrder(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			p := inTerminal(t, 80, 24, "playgrant", "--data", data, "--open", "traffic")
			p.waitFor("Nothing went over the wire yet")
			if err := p.cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			if code := p.end(); code != 0 {
				t.Errorf("it ended with %d:\n%s", code, p.shot())
			}
			kept, err := os.ReadFile(filepath.Join(data, "interface.json"))
			if err != nil || !strings.Contains(string(kept), `"traffic"`) {
				t.Errorf("kept: %s, %v", kept, err)
			}
		})
	}
}

// TestTheShellGetsItsTerminalBack: ctrl+z stops the program and gives the
// terminal back; fg goes on where one was, however it was stopped.
func TestTheShellGetsItsTerminalBack(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell")
	}
	script := `set -m; playgrant --memory --mouse --open traffic; echo "stopped with $?"; read x; fg; echo "ended with $?"; read x`
	for name, stop := range map[string]func(*terminal){
		"ctrl+z": func(p *terminal) { p.send("\x1a") },
		"SIGTSTP": func(p *terminal) {
			list, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", p.cmd.Process.Pid))
			child, err := strconv.Atoi(strings.TrimSpace(string(list)))
			if err != nil {
				t.Skip("this system does not tell who the shell's child is")
			}
			if err := syscall.Kill(child, syscall.SIGTSTP); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := inTerminal(t, 80, 24, shell, "-c", script)
			p.waitFor("Nothing went over the wire yet")
			stop(p)
			p.waitFor("stopped with 1")
			p.mu.Lock()
			if mouse := mouseModes(p); name == "ctrl+z" && (p.screen.IsAltScreen() || p.hidden || len(mouse) > 0) {
				t.Errorf("the shell has a terminal in the alternate screen (%v), without a cursor (%v), with the mouse %v", p.screen.IsAltScreen(), p.hidden, mouse)
			}
			p.mu.Unlock()
			p.send("\n")
			p.waitFor("Nothing went over the wire yet")
			p.settle()
			if shot := p.shot(); strings.Contains(shot, "stopped with") {
				t.Errorf("after fg:\n%s", shot)
			}
			p.mu.Lock()
			if len(mouseModes(p)) == 0 {
				t.Error("the mouse is not switched on again")
			}
			p.mu.Unlock()
			p.press("n") // it still answers
			p.waitFor("Compose")
			p.press("ctrl+c")
			p.waitFor("ended with 0")
		})
	}
}

func mouseModes(p *terminal) (on []string) {
	for m := range p.modes {
		if n := m.Mode(); n >= 1000 && n <= 1003 {
			on = append(on, strconv.Itoa(n))
		}
	}
	return on
}

// TestWithoutAShellNothingStops: in a terminal that runs nothing else the
// system does not stop the program, which says so and keeps the screen.
func TestWithoutAShellNothingStops(t *testing.T) {
	p := inTerminal(t, 80, 24, "playgrant", "--memory", "--open", "traffic")
	p.waitFor("Nothing went over the wire yet")
	p.send("\x1a")
	p.waitFor("There is no shell here to go back to")
	p.press("/")
	p.waitFor("words, or client:")
	p.send("\x1a") // a field has no say in it
	p.waitFor("There is no shell here to go back to")
	p.mu.Lock()
	if strings.Contains(p.out.String(), "\x1b[?1049l") {
		t.Error("the alternate screen was left")
	}
	p.mu.Unlock()
	p.press("ctrl+c")
	if code := p.end(); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}

// TestCopiesGoToTheTerminal, wherever errors go.
func TestCopiesGoToTheTerminal(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell")
	}
	p := inTerminal(t, 80, 24, shell, "-c", "SSH_TTY=here playgrant --memory --demo get-a-refresh-token 2>errors")
	p.waitFor("Ask for authorization")
	p.press("y")
	p.waitFor("by the terminal (OSC 52)")
	p.settle()
	p.mu.Lock()
	if !strings.Contains(p.out.String(), "\x1b]52;c;") {
		t.Error("the terminal was not asked")
	}
	p.mu.Unlock()
	p.press("ctrl+c")
	if code := p.end(); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}

// TestAPickedPortIsThatOfTheInterfaceToo: port 0 is none to send requests to.
func TestAPickedPortIsThatOfTheInterfaceToo(t *testing.T) {
	p := inTerminal(t, 80, 24, "playgrant", "--memory", "--listen", "localhost:0", "--demo", "get-a-refresh-token")
	p.waitFor("Ask for authorization")
	p.press("enter")
	p.waitFor("302 Found")
	p.press("x")
	p.waitFor("/authorize")
	if shot := p.shot(); strings.Contains(shot, "localhost:0") || strings.Contains(shot, "could not be read") {
		t.Errorf("it asks port 0:\n%s", shot)
	}
	p.press("ctrl+c")
	if code := p.end(); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}
