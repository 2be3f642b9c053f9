//go:build !unix

package tui

import tea "github.com/charmbracelet/bubbletea"

// suspends reports whether the system can stop a program and let it go on.
const suspends = false

func stops(*tea.Program) (before, after, end func()) { return nil, nil, func() {} }

func alone() bool { return false }
