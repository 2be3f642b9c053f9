//go:build unix

package tui

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/sys/unix"
)

// suspends reports whether the system can stop a program and let it go on.
const suspends = true

// alone reports whether the program is in the process group that began its
// terminal's session. A shell that could take it back would be that one, and
// gives each of its jobs a group of its own: without one the system does not
// stop the program (POSIX, orphaned process groups).
func alone() bool {
	session, err := unix.Getsid(0)
	return err == nil && session == unix.Getpgrp()
}

// stops looks after the stops of a program. before is called before each that
// it asks for itself, after when it goes on, end at its end.
//
// SIGTSTP is left alone: once Go has listened to it, it stops nothing any more.
// Who is stopped by it from outside cannot give the terminal back first, but
// takes it anew when it goes on.
func stops(p *tea.Program) (before, after, end func()) {
	var own atomic.Bool
	on, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(on, syscall.SIGCONT)
	go func() {
		for {
			select {
			case <-on:
				if !own.Load() && p.ReleaseTerminal() == nil && p.RestoreTerminal() == nil {
					p.Send(tea.ResumeMsg{})
				}
			case <-done:
				return
			}
		}
	}()
	before = func() {
		own.Store(true)
		// Bubble Tea waits for a SIGCONT, which never comes where the system
		// does not stop the program. While it is stopped, so is this.
		go func() {
			for time.Sleep(patience); own.Load(); time.Sleep(patience) {
				_ = syscall.Kill(os.Getpid(), syscall.SIGCONT)
			}
		}()
	}
	return before, func() { own.Store(false) }, func() { signal.Stop(on); close(done) }
}
