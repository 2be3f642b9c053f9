package tui

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/screen"
)

func TestPhoneFrames(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
		suffix := fmt.Sprintf(".%dx%d.txt", size[0], size[1])
		f := newFakePhone()
		d := drive(t, f.wire(), lessons(t), size[0], size[1])
		scene := func(name string, keys ...string) {
			t.Helper()
			d.press(keys...)
			expect(t, "phone-"+name+suffix, trimmed(d.frame()))
		}
		arrive := func(m model.Message) {
			f.messages = append([]model.Message{m}, f.messages...)
			f.exchanges++
			d.send(screen.Tick{})
			d.look()
		}
		scene("empty", "m")
		arrive(anSMS)
		scene("sms")
		arrive(aCall)
		arrive(anEmail)
		scene("email")
		arrive(aPush)
		scene("push")
		scene("approved", "a")
		scene("hidden", "p", "down")
		scene("whose", "o")
		scene("of-one", "down", "down", "down", "enter")
		scene("apps", "o", "enter", "p", "tab", "down")
		scene("qr", "Q")
		scene("qr-peek", "p")
		scene("help", "esc", "?")
	}
}

func TestPhoneIsReachedFromEverywhere(t *testing.T) {
	f := newFakePhone(anSMS)
	d := drive(t, f.wire(), lessons(t), 120, 36)
	d.press("m")
	d.sees("Inbox of everybody · 1 new", "481516")
	d.press("m", "esc")
	d.sees("Learn OAuth")
	d.press("ctrl+p", "phone", "enter")
	d.sees("Inbox of everybody")
	d.press("t", "m", "t", "c", "esc", "esc")
	d.sees("Inbox of everybody")
	d.press("esc")
	d.sees("Learn OAuth")
}

func TestPhoneAnswersPushes(t *testing.T) {
	for _, tt := range []struct{ key, state, sees string }{
		{"a", "approved", "Approved: the app"},
		{"enter", "approved", "✓ approved"},
		{"d", "denied", "Denied: the app"},
	} {
		f := newFakePhone(aPush, anSMS)
		d := drive(t, f.wire(), lessons(t), 120, 36)
		d.press("m")
		d.sees("Is this you?", "It waits for an answer.", "a approve", "d deny", "Is it you, push@example.com")
		d.press(tt.key)
		d.sees(tt.sees)
		if got := f.messages[0].State; got != tt.state {
			t.Errorf("%s: the push is %s", tt.key, got)
		}
		asked := len(f.asked)
		d.press("a", "d")
		if len(f.asked) != asked {
			t.Errorf("%s: it was answered once more", tt.key)
		}
	}
}

// TestPhoneSaysThatAPushExpired: the server says so, while it is looked at.
func TestPhoneSaysThatAPushExpired(t *testing.T) {
	f := newFakePhone(aPush, anSMS)
	d := drive(t, f.wire(), lessons(t), 120, 36)
	d.press("m")
	d.sees("Is this you?")
	f.messages[0].State = "expired"
	d.send(screen.Tick{})
	d.sees("expired: no answer came in time")
	asked := len(f.asked)
	d.press("a", "d")
	if strings.Contains(d.frame(), "Is this you?") || len(f.asked) != asked {
		t.Errorf("it can still be answered:\n%s", d.frame())
	}
}

func TestPhoneComesUpWithAPush(t *testing.T) {
	f := newFakePhone(anSMS, aCall)
	d := drive(t, f.wire(), lessons(t), 120, 36)
	d.press("m", "down", "tab")
	f.messages = append([]model.Message{aPush}, f.messages...)
	d.send(screen.Tick{})
	if strings.Contains(d.frame(), "Is this you?") {
		t.Error("the inbox was read although nothing went on")
	}
	f.exchanges++
	d.send(screen.Tick{})
	d.sees("Is this you?", "1 new")
}

// TestPhoneIsCheap counts what the phone asks for: one short question a second
// while nothing goes on, and nothing once it is away.
func TestPhoneIsCheap(t *testing.T) {
	f := newFakePhone(anSMS)
	ticks := 0
	d := drive(t, f.wire(), lessons(t), 120, 36, func(c *Config) {
		c.after = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { ticks++; return nil }
	})
	d.press("m")
	f.asked, ticks = nil, 0
	for range 3 {
		d.send(screen.Tick{})
	}
	if len(f.asked) != 3 || f.count("GET /sandbox/exchanges?limit=1") != 3 || ticks != 3 {
		t.Errorf("in 3 seconds: %d ticks, and %v", ticks, f.asked)
	}
	d.press("t")
	f.asked, ticks = nil, 0
	d.send(screen.Tick{})
	if len(f.asked) != 0 || ticks != 0 {
		t.Errorf("under another screen it asks %v, with %d ticks", f.asked, ticks)
	}
	d.press("esc", "esc")
	d.sees("Learn OAuth")
	f.asked, ticks = nil, 0
	d.send(screen.Tick{})
	if len(f.asked) != 0 || ticks != 0 {
		t.Errorf("at home it asks %v, with %d ticks", f.asked, ticks)
	}
}

func TestPhoneWhileTheClockIsFrozen(t *testing.T) {
	f := newFakePhone()
	f.clock.Frozen = true
	d := drive(t, f.wire(), lessons(t), 120, 36)
	d.press("m")
	d.sees("the clock is frozen")
	f.messages, f.exchanges = []model.Message{anSMS}, 8
	d.send(screen.Tick{})
	d.sees("481516")
}

func TestPhoneReadsCodesThatRanOut(t *testing.T) {
	f := newFakePhone()
	now := time.Time{}
	d := drive(t, f.wire(), lessons(t), 120, 36, func(c *Config) { c.Now = func() time.Time { return now } })
	d.press("m")
	d.sees("081 804", "▰▰▱▱▱▱▱▱▱▱  4 s")
	f.asked, now = nil, now.Add(2*time.Second)
	d.send(screen.Tick{})
	d.sees("▰▱▱▱▱▱▱▱▱▱  2 s")
	if n := f.count("GET /sandbox/totp"); n != 0 {
		t.Errorf("%d codes were read before one ran out", n)
	}
	now, f.used = now.Add(2*time.Second), 12
	d.send(screen.Tick{})
	d.sees("used, next in 12 s")
}

// TestPhoneFindsWhatIsOutOfSight goes to the message whose end says what is
// looked for, though its row has room for the beginning alone.
func TestPhoneFindsWhatIsOutOfSight(t *testing.T) {
	f := newFakePhone(anSMS, aCall, anEmail)
	d := drive(t, f.wire(), lessons(t), 80, 24)
	d.press("m", "/")
	for _, r := range "your password" {
		d.press(string(r))
	}
	d.sees("somebody knows your password", "1 of 1")
	d.press("esc", "/", "ctrl+u")
	for _, r := range "zzz" {
		d.press(string(r))
	}
	d.sees("not in this pane")
}

func TestPhoneHidesCodes(t *testing.T) {
	f := newFakePhone(anSMS, aCall)
	d := drive(t, f.wire(), lessons(t), 120, 36)
	d.press("m", "p")
	for range 2 {
		for _, code := range []string{"481516", "481 516", "234200", "234 200", "2, 3, 4", "081 804", "287 082"} {
			if strings.Contains(d.frame(), code) {
				t.Errorf("%s is on screen:\n%s", code, d.frame())
			}
		}
		d.press("down")
	}
	d.press("y")
	if len(d.copied) != 1 || d.copied[0] != "234200" {
		t.Errorf("copied %q", d.copied)
	}
	d.press("p")
	d.sees("234 200")
}

func TestPhoneWithoutTheSandbox(t *testing.T) {
	d := drive(t, demos.Wire{Base: base, HTTP: broken{}}, lessons(t), 80, 24)
	d.press("m")
	d.sees("The phone could not be read", "enter looks again", "␛[2Jthe")
	d.press("a", "d", "enter", "Q", "o", "y", "p", "tab", "down", "u")
	d.sees("The phone could not be read")
}

// cut lets the fake phone go away and come back.
type cut struct {
	*fakePhone
	away bool
}

func (c *cut) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.away {
		return nil, errors.New("the wire is cut")
	}
	return c.fakePhone.RoundTrip(r)
}

func TestPhoneKeepsWhatItKnows(t *testing.T) {
	c := &cut{fakePhone: newFakePhone(anSMS)}
	d := drive(t, demos.Wire{Base: base, HTTP: c}, lessons(t), 120, 36)
	d.press("m")
	c.away = true
	d.send(screen.Tick{})
	d.sees("481516", "as it was")
	c.away = false
	d.send(screen.Tick{})
	if strings.Contains(d.frame(), "as it was") {
		t.Error("it does not find back")
	}
}

// TestHostileMessages finds nothing in a message that steers the terminal or
// breaks the frame; drive looks at each.
func TestHostileMessages(t *testing.T) {
	for _, text := range []string{
		"\x1b[2J\x1b]0;owned\x07", strings.Repeat("wide 漢字 ", 400), strings.Repeat("\n", 200), "\u202eevil", strings.Repeat("x", 5000), "\r\r\r", "",
	} {
		m := model.Message{ID: "01X", At: noon, Channel: text, To: text, Body: text, Code: text, State: text}
		push := model.Message{ID: "01Y", At: noon, Channel: "push", To: text, Body: text, State: "pending"}
		d := drive(t, newFakePhone(push, m).wire(), lessons(t), 80, 24)
		d.press("m", "down", "p", "p", "o", "esc", "tab", "tab")
		for _, size := range [][2]int{{60, 16}, {100, 20}, {133, 41}, {220, 70}} {
			d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			d.look()
		}
		if strings.Contains(d.app.View(), "\x1b]") || strings.Contains(d.app.View(), "\u202e") {
			t.Errorf("%q steers the terminal", text)
		}
	}
}
