package inbox_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/inbox"
	"github.com/playgrant/playgrant/tui/ui"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func theme() *ui.Theme {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.Ascii)
	return ui.NewTheme(r)
}

// TestHiddenCodes finds no digit of a hidden code, however the message says
// it.
func TestHiddenCodes(t *testing.T) {
	for _, body := range []string{
		"481516 is your code.", "Your code is 4, 8, 1, 5, 1, 6.", "481516", "481516 and again 481516, that is 4, 8, 1, 5, 1, 6", "no code at all",
	} {
		m := model.Message{ID: "1", At: now, Channel: model.ChannelSMS, To: "+1", Body: body, Code: "481516"}
		for _, hide := range []bool{true, false} {
			drawn := inbox.Row(theme(), m, now, true, true, hide, "", 120) + strings.Join(inbox.Message(theme(), m, now, true, hide, "", 60), "\n")
			if seen := strings.ContainsAny(strings.ReplaceAll(strings.ReplaceAll(drawn, "+1", ""), "2026-11-23 12:00:00", ""), "458"); seen == hide {
				t.Errorf("%q, hidden %t:\n%s", body, hide, drawn)
			}
		}
	}
}

func TestCode(t *testing.T) {
	for code, want := range map[string]string{"123456": "123 456", "12345678": "1234 5678", "1234": "1234", "ABCDEF": "ABCDEF", "": "", "\x1b[2J": "␛[2J"} {
		if got := inbox.Code(code, false); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
	if got := inbox.Code("123456", true); got != "••• •••" {
		t.Errorf("hidden: %q", got)
	}
}

// TestRowsFit holds rows of any width against it.
func TestRowsFit(t *testing.T) {
	for _, m := range []model.Message{
		{At: now, Channel: "push", State: "pending", To: "Pia's phone", Body: "Is it you?"},
		{At: now.Add(-72 * time.Hour), Channel: "email", State: "delivered", To: strings.Repeat("long", 20) + "@example.com", Body: strings.Repeat("漢字", 90)},
		{At: now.Add(-time.Hour), Channel: "push", State: "expired", To: "Pia's phone", Body: "Is it you?"},
		{At: now.Add(time.Hour), Channel: "smoke\nsignal", State: "approved", To: "\u202e", Body: "\n\n"},
	} {
		for width := 30; width < 200; width++ {
			for _, l := range append(inbox.Message(theme(), m, now, true, false, "", width), inbox.Row(theme(), m, now, true, true, false, "", width), inbox.Row(theme(), m, now, true, true, false, "YOU", width), inbox.Row(theme(), m, now, true, true, false, "字漢", width)) {
				if w := ansi.StringWidth(l); w > width || strings.Contains(l, "\n") {
					t.Fatalf("%d cells in %d: %q", w, width, l)
				}
			}
		}
	}
}

// TestWhatIsSoughtIsSeen: what stands at the end of a message is in its row
// while it is sought, and no hidden code is.
func TestWhatIsSoughtIsSeen(t *testing.T) {
	m := model.Message{At: now, Channel: model.ChannelSMS, To: "+15555550100", Body: "481516 is your verification code for Playgrant.\nNever give it to anybody.", Code: "481516"}
	row := func(seek string, hide bool, width int) string {
		return inbox.Row(theme(), m, now, true, true, hide, seek, width)
	}
	for _, width := range []int{40, 56, 76, 120} {
		for seek, want := range map[string]string{"ANYBODY": "anybody.", "playgrant": "Playgrant", "5555": "+15555550100"} {
			if got := row(seek, false, width); !strings.Contains(got, want) {
				t.Errorf("%s at %d: %q", seek, width, got)
			}
		}
		if got := row("481516", true, width); got != row("", true, width) {
			t.Errorf("hidden at %d: %q", width, got)
		}
		if got := row("nowhere", false, width); got != row("", false, width) {
			t.Errorf("at %d: %q", width, got)
		}
	}
}

func TestCodeLine(t *testing.T) {
	app := inbox.App{User: "otp@example.com", Code: "081804", Ends: now.Add(4 * time.Second)}
	for _, tt := range []struct {
		name   string
		after  time.Duration
		fresh  time.Duration
		frozen bool
		want   string
	}{
		{"running", 0, 0, false, "081 804  ▰▰▱▱▱▱▱▱▱▱  4 s"},
		{"a part of a second counts", 3100 * time.Millisecond, 0, false, "081 804  ▰▱▱▱▱▱▱▱▱▱  1 s"},
		{"over", time.Minute, 0, false, "081 804  ▱▱▱▱▱▱▱▱▱▱  0 s"},
		{"the clock went back", -time.Hour, 0, false, "081 804  ▰▰▰▰▰▰▰▰▰▰ 30 s"},
		{"used", 0, 4 * time.Second, false, "081 804  ▰▰▱▱▱▱▱▱▱▱  4 s  used, next in 4 s"},
		{"frozen", 0, 0, true, "081 804  ▰▰▱▱▱▱▱▱▱▱  4 s  the clock is frozen"},
	} {
		if tt.fresh > 0 {
			app.Fresh = now.Add(tt.fresh)
		}
		if got := inbox.CodeLine(theme(), app, now.Add(tt.after), tt.frozen, false, 60); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		app.Fresh = time.Time{}
	}
}
