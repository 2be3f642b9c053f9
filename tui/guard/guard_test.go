package guard_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/guard"
)

// faulty panics where it is told to.
type faulty struct{ init, update, view func() tea.Cmd }

type poke struct{}

func (f *faulty) Init() tea.Cmd {
	if f.init != nil {
		return f.init()
	}
	return func() tea.Msg { return poke{} }
}

func (f *faulty) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(poke); ok && f.update != nil {
		next := f.update()
		return f, next
	}
	return f, nil
}

func (f *faulty) View() string {
	if f.view != nil {
		f.view()
	}
	return "frame"
}

func bang() tea.Cmd {
	panic("bang with eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln and v1.MRrTgpPdQaYxKCBf3kQzLm29XyZw\x1b[2J")
}

func cmd(do func() tea.Cmd) func() tea.Cmd {
	return func() tea.Cmd { return func() tea.Msg { do(); return nil } }
}

func TestPanicsEndTheProgram(t *testing.T) {
	for name, row := range map[string]struct {
		model faulty
		where string
	}{
		"init":         {faulty{init: bang}, "Init"},
		"update":       {faulty{update: bang}, "Update"},
		"view":         {faulty{view: bang}, "View"},
		"first":        {faulty{init: cmd(bang)}, "a command"},
		"command":      {faulty{update: cmd(bang)}, "a command"},
		"batch":        {faulty{update: func() tea.Cmd { return tea.Batch(nil, func() tea.Msg { return poke{} }, cmd(bang)()) }}, "a command"},
		"sequence":     {faulty{update: func() tea.Cmd { return tea.Sequence(func() tea.Msg { return nil }, cmd(bang)()) }}, "a command"},
		"batch within": {faulty{init: func() tea.Cmd { return tea.Sequence(tea.Batch(cmd(bang)(), cmd(bang)()), nil) }}, "a command"},
	} {
		t.Run(name, func(t *testing.T) {
			m := &guard.Model{Model: &row.model}
			var screen bytes.Buffer
			in, _ := io.Pipe()
			p := tea.NewProgram(m, tea.WithAltScreen(), tea.WithInput(in), tea.WithOutput(&screen), tea.WithoutSignalHandler(), tea.WithContext(t.Context()))
			m.Send = p.Send
			if _, err := p.Run(); err != nil {
				t.Fatal(err)
			}
			crash := m.Crash()
			if crash == nil || crash.Where != row.where || !strings.Contains(crash.Stack, "guard_test.bang") {
				t.Fatalf("caught: %+v", crash)
			}
			if end := screen.String(); !strings.Contains(end, "\x1b[?1049l") || !strings.Contains(end, "\x1b[?25h") {
				t.Errorf("the terminal is left as it was not: %q", end)
			}
		})
	}
}

func TestReport(t *testing.T) {
	m := &guard.Model{Model: &faulty{update: bang}, Name: func(msg tea.Msg) string {
		if _, ok := msg.(tea.KeyMsg); ok {
			return "a key"
		}
		return ""
	}}
	for range 100 {
		m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("typed-secret")})
	}
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	m.Update(poke{})
	dir := t.TempDir()
	about := guard.About{Version: "1.2.3", At: time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC), Place: "home ▸ walk"}
	e := m.Crash().Save(about, "", filepath.Join(dir, "missing"), dir)
	if e.File != filepath.Join(dir, "playgrant-crash-20261125-090000.txt") || !strings.Contains(e.Error(), e.File) {
		t.Fatalf("%v", e)
	}
	if again := m.Crash().Save(about, dir); again.File != filepath.Join(dir, "playgrant-crash-20261125-090000-2.txt") {
		t.Errorf("the second report: %v", again)
	}
	text, err := os.ReadFile(e.File)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1.2.3", "80 columns, 24 rows", "home ▸ walk", "panic      bang with (hidden)", "guard_test.poke", "tea.WindowSizeMsg 80x24", "guard_test.go"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the report does not say %q:\n%s", want, text)
		}
	}
	for _, secret := range []string{"eyJ", "MRrTgp", "typed-secret", "\x1b"} {
		if strings.Contains(string(text), secret) || strings.Contains(e.Error(), secret) {
			t.Errorf("the report holds %q:\n%s", secret, text)
		}
	}
	if n := strings.Count(string(text), "  a key\n"); n != 38 {
		t.Errorf("%d keys are told of, of the last 40 messages", n)
	}
	if info, err := os.Stat(e.File); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
}
