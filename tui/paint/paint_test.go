package paint

import (
	"bytes"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

type buffer struct{ bytes.Buffer }

func (*buffer) Close() error { return nil }
func (*buffer) Fd() uintptr  { return 0 }

func (b *buffer) take() string {
	defer b.Reset()
	return b.String()
}

// still shows the text that it was last sent.
type still string

func (s still) Init() tea.Cmd { return nil }
func (s still) View() string  { return string(s) }
func (s still) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if text, ok := msg.(string); ok {
		return still(text), nil
	}
	return s, nil
}

func TestOnlyWhatChangedIsWritten(t *testing.T) {
	var b buffer
	now := time.Unix(0, 0)
	m := New(still(""), NewOutput(&b))
	m.now = func() time.Time { now = now.Add(time.Second); return now }
	show := func(msg tea.Msg) string {
		_, _ = m.Update(msg)
		if got := m.View(); got != "" {
			t.Fatalf("Bubble Tea is given %q to draw", got)
		}
		return b.take()
	}
	for _, c := range []struct {
		name string
		msg  tea.Msg
		want string
	}{
		{"before the size is known", "", ""},
		{"the first frame", "aa\nbb\ncc", "\x1b[1;1Haa\x1b[2;1Hbb\x1b[3;1Hcc\x1b[3;1H"},
		{"one row", "aa\nBB\ncc", "\x1b[2;1HBB\x1b[3;1H"},
		{"nothing new", "aa\nBB\ncc", ""},
		{"another height", "aa\nBB", "\x1b[1;1Haa\x1b[2;1HBB\x1b[2;1H"},
		{"another size", tea.WindowSizeMsg{Width: 2, Height: 2}, "\x1b[1;1Haa\x1b[2;1HBB\x1b[2;1H"},
	} {
		if got := show(c.msg); got != c.want {
			t.Errorf("%s: wrote %q, want %q", c.name, got, c.want)
		}
	}
	_, _ = m.out.Write([]byte("\x1b[2J"))
	if got := b.take() + show("aa\nBB"); got != "\x1b[2J\x1b[1;1Haa\x1b[2;1HBB\x1b[2;1H" {
		t.Errorf("after the screen was erased: %q", got)
	}
}

// TestAFloodIsNotDrawnWhole: what comes within a 120th of a second is one
// frame, and the last state is always drawn.
func TestAFloodIsNotDrawnWhole(t *testing.T) {
	var b buffer
	now := time.Unix(0, 0)
	m := New(still(""), NewOutput(&b))
	m.now = func() time.Time { return now }
	step := func(msg tea.Msg) (string, tea.Cmd) {
		_, cmd := m.Update(msg)
		_ = m.View()
		return b.take(), cmd
	}
	if got, cmd := step("a"); got == "" || cmd != nil {
		t.Fatalf("the first frame waits: %q", got)
	}
	now = now.Add(time.Millisecond)
	got, cmd := step("b")
	if got != "" || cmd == nil {
		t.Fatalf("a frame comes too soon: %q", got)
	}
	if got, cmd := step("c"); got != "" || cmd != nil {
		t.Fatalf("a third frame is drawn, or waited for once more: %q", got)
	}
	now = now.Add(least)
	if got, _ := step(cmd()); got != "\x1b[1;1Hc\x1b[1;1H" {
		t.Errorf("the last state is not drawn: %q", got)
	}
}

func TestFramesOfOthersAreDropped(t *testing.T) {
	var b buffer
	o := NewOutput(&b)
	for _, s := range []string{"\x1b[?1049h", "\x1b[H", "\x1b[H\ra frame\x1b[K\x1b[1;H", "\x1b[?25l"} {
		if n, err := o.Write([]byte(s)); n != len(s) || err != nil {
			t.Errorf("Write(%q) = %d, %v", s, n, err)
		}
	}
	if got := b.take(); got != "\x1b[?1049h\x1b[H\x1b[?25l" {
		t.Errorf("passed on %q", got)
	}
}
