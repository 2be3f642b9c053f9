package find

import (
	"fmt"
	"io"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/tui/ui"
)

func theme(p termenv.Profile) *ui.Theme {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(p)
	return ui.NewTheme(r)
}

func (f *Find) typing(s string) {
	for _, r := range s {
		f.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
	}
}

// TestMarks tells with marks beside the lines where something was found, and
// leaves each line as wide as it was.
func TestMarks(t *testing.T) {
	th := theme(termenv.TrueColor)
	lines := []string{th.Name.On("client_id") + "=" + th.String.On("Web-App"), "漢 web漢WEB", "nothing", "web"}
	var f Find
	var s ui.Scroll
	f.Open()
	f.typing("web")
	out, beside := f.Mark(th, lines, &s, 2)
	for i := range lines {
		if ansi.Strip(out[i]) != ansi.Strip(lines[i]) {
			t.Errorf("line %d became %q", i, ansi.Strip(out[i]))
		}
	}
	if got := ansi.Strip(strings.Join(beside, "|")); got != "▸|›||›" || f.hits != 4 {
		t.Errorf("marked %s, %d found", got, f.hits)
	}
	if !strings.Contains(out[0], th.FoundNow.On("Web")) || !strings.Contains(out[1], th.Found.On("web")+"漢"+th.Found.On("WEB")) {
		t.Errorf("%q", out)
	}
	if !strings.HasPrefix(out[0], th.Name.On("client_id")) {
		t.Errorf("the colours before it are gone: %q", out[0])
	}
}

// TestGoing goes round, and brings each find into sight.
func TestGoing(t *testing.T) {
	th := theme(termenv.Ascii)
	lines := make([]string, 40)
	for i := range lines {
		lines[i] = fmt.Sprintf("line %d.", i)
	}
	var f Find
	var s ui.Scroll
	f.Open()
	at := func(want string, keys ...tea.KeyType) {
		t.Helper()
		for _, k := range keys {
			f.Key(tea.KeyMsg{Type: k})
		}
		_, _ = f.Mark(th, lines, &s, 5)
		if got := strings.Join(strings.Fields(f.Bar(th, 40)), " "); got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
	at("/ ▏ type what to find")
	f.typing("9.")
	at("/ 9.▏ 1 of 4")
	if s.Off > 9 || s.Off+5 <= 9 {
		t.Errorf("line 9 is out of sight at %d", s.Off)
	}
	at("/ 9.▏ 2 of 4", tea.KeyEnter)
	at("/ 9.▏ 4 of 4", tea.KeyCtrlN, tea.KeyDown)
	if s.Off+5 < 40 {
		t.Errorf("the last line is out of sight at %d", s.Off)
	}
	at("/ 9.▏ 1 of 4", tea.KeyEnter)
	at("/ 9.▏ 4 of 4", tea.KeyCtrlP)
	f.typing("x")
	at("/ 9.x▏ not in this pane")
	at("/ 9.x▏ not in this pane", tea.KeyEnter, tea.KeyUp)
	at("/ 9.▏ 4 of 4", tea.KeyBackspace) // from where one is
	if f.Key(tea.KeyMsg{Type: tea.KeyEsc}); f.On() {
		t.Error("esc does not end it")
	}
}

// TestManyFindsInALine: a line does not grow beyond measure with its finds.
func TestManyFindsInALine(t *testing.T) {
	th := theme(termenv.TrueColor)
	line := th.Text.On(strings.Repeat("a ", 100)) + th.Muted.On(strings.Repeat("b ", 100))
	lines := []string{line}
	found := search(lines, " ")
	out, _ := paint(th, lines, found, 150)
	if got := ansi.Strip(out[0]); got != ansi.Strip(line) || len(found) != 200 {
		t.Errorf("%d finds make it %q", len(found), got)
	}
	if len(out[0]) > len(found)*100 {
		t.Errorf("the line has %d bytes", len(out[0]))
	}
	if !strings.Contains(out[0], th.Muted.On("b")[:8]) || !strings.Contains(out[0], th.FoundNow.On(" ")) {
		t.Errorf("its colours are gone: %q", out[0])
	}
}

func FuzzMark(f *testing.F) {
	th := theme(termenv.TrueColor)
	f.Add("a\x1b[31mb漢🙂", "B漢")
	f.Add("İiI", "i")
	f.Fuzz(func(t *testing.T, line, text string) {
		line = ui.Line(line)
		lines := []string{th.Text.On(line)}
		out, _ := paint(th, lines, search(lines, text), 0)
		if got := ansi.Strip(out[0]); got != line {
			t.Errorf("%q became %q", line, got)
		}
	})
}
