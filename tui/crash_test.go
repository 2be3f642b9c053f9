package tui

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/guard"
)

// handless is a wire at which commands panic.
type handless struct{}

func (handless) RoundTrip(*http.Request) (*http.Response, error) { panic("no hands") }

// TestCrash lets a command of the real interface panic: it ends, the terminal
// is as it was, and a report says where one was.
func TestCrash(t *testing.T) {
	dir := t.TempDir()
	var out bytes.Buffer
	in, _ := io.Pipe()
	var send func(tea.Msg)
	err := run(t.Context(), Config{
		Wire: demos.Wire{Base: base, HTTP: handless{}}, Demos: demos.All(), Start: "rotation", DataDir: dir, Resume: dir, Version: "9.9",
		Now:      func() time.Time { return time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC) },
		renderer: renderer(termenv.Ascii, true),
	}, &send, func(m tea.Model) tea.Model { return m }, tea.WithInput(in), tea.WithOutput(&out), tea.WithoutSignalHandler())
	e, ok := errors.AsType[*guard.Error](err)
	if !ok || !strings.Contains(e.Error(), "no hands") || !strings.Contains(e.Error(), e.File) {
		t.Fatalf("%v", err)
	}
	report, err := os.ReadFile(e.File)
	if err != nil || !strings.Contains(string(report), "home ▸ walk") {
		t.Errorf("%v\n%s", err, report)
	}
	if !strings.Contains(out.String(), "\x1b[?1049l") {
		t.Errorf("the alternate screen is not left: %q", out.String())
	}
	if _, err := os.Stat(dir + "/interface.json"); err == nil {
		t.Error("the place of the crash is kept, to be opened again")
	}
}
