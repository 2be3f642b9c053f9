package qr_test

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/qr"
	"github.com/playgrant/playgrant/tui/screen"
)

// at makes a context whose sandbox stands still at that Unix time.
func at(unix int64) *screen.Context {
	return &screen.Context{
		Theme: theme(termenv.Ascii, true), Now: func() time.Time { return time.Time{} },
		Clock: model.ClockView{Now: time.Unix(unix, 0), Frozen: true},
	}
}

func key(s string) tea.KeyMsg { return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(s)} }

func look(c *qr.Card, width, height int) string {
	return ansi.Strip(strings.Join(c.View(theme(termenv.Ascii, true), width, height), "\n"))
}

// TestPeek holds the code against the vectors of RFC 6238, appendix B.
func TestPeek(t *testing.T) {
	const vectors = "otpauth://totp/Playgrant:me?digits=8&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	for unix, code := range map[int64]string{59: "9428 7082", 1111111109: "0708 1804", 1234567890: "8900 5924", 20000000000: "6535 3130"} {
		c := qr.NewCard(at(unix), vectors)
		if strings.Contains(look(c, 120, 40), code) || c.Counting() {
			t.Errorf("%s is seen before one peeks", code)
		}
		c.Update(key("p"))
		if got := look(c, 120, 40); !strings.Contains(got, code) || !c.Counting() {
			t.Errorf("%d: no %s:\n%s", unix, code, got)
		}
		c.Update(key("p"))
		if strings.Contains(look(c, 120, 40), code) {
			t.Errorf("%s is still seen", code)
		}
	}
}

func TestCardWithoutRoomShowsTheSecret(t *testing.T) {
	c := qr.NewCard(at(0), uri)
	for _, tt := range []struct {
		width, height int
		drawn         bool
	}{{200, 60, true}, {120, 36, true}, {80, 24, true}, {79, 24, true}, {70, 24, false}, {80, 19, false}, {60, 16, false}} {
		got := look(c, tt.width, tt.height)
		if strings.Contains(got, "█▄▄") != tt.drawn || !strings.Contains(got, "JBSW Y3DP EHPK 3PXP") {
			t.Errorf("%d×%d:\n%s", tt.width, tt.height, got)
		}
		for l := range strings.SplitSeq(got, "\n") {
			if w := ansi.StringWidth(l); w > tt.width {
				t.Errorf("%d×%d: %d cells: %s", tt.width, tt.height, w, l)
			}
		}
		if n := strings.Count(got, "\n") + 1; n > tt.height {
			t.Errorf("%d×%d: %d lines", tt.width, tt.height, n)
		}
	}
}

func TestCardOfWhatIsNoURI(t *testing.T) {
	for _, uri := range []string{"", "https://example.com", "otpauth://hotp/x?secret=AA", "otpauth://totp/x", "otpauth://totp/%zz?secret=AA", "\x1b[2J"} {
		c := qr.NewCard(at(0), uri)
		c.Update(key("p"))
		got := look(c, 120, 40)
		if !strings.Contains(got, "This is no otpauth URI") || strings.Contains(got, "\x1b") {
			t.Errorf("%q:\n%s", uri, got)
		}
	}
	c := qr.NewCard(at(0), "otpauth://totp/x?secret=not-base32!")
	c.Update(key("p"))
	if got := look(c, 120, 40); !strings.Contains(got, "makes no code") {
		t.Errorf("got\n%s", got)
	}
}

func TestCardWarnsOfAnotherTime(t *testing.T) {
	if got := look(qr.NewCard(at(0), uri), 120, 40); !strings.Contains(got, "clock is frozen") {
		t.Errorf("got\n%s", got)
	}
}
