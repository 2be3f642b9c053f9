package tui

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/tui/screen"
)

// hostile are texts that would harm a terminal, or that terminals measure
// differently; they are pasted, and they name things.
var hostile = []string{
	"\x1b[2J\x1b[H\x1b]0;owned\a", "\x1b]52;c;b3duZWQ=\a", "\x1b[?1049l\x1bc", "\u009b31m\u0090q\u009c", "\r\n\r\n\t\v\f\b", "\x00\x7f\xff\xfe",
	"\u202egpj.exe\u2066\u2069", "👩\u200d👩\u200d👧\u200d👦 👍🏽 🇩🇪 ❤\ufe0f 1\ufe0f\u20e3", "漢字かなカナ한글ｆｕｌｌ", "שלום עולם مرحبا", "Z\u0351\u0343\u0310\u0306\u034e", "\u200b\ufeff\u2028\u2029\u00ad",
	"https://expenses.example/api", "{\"a\":[1,", "status:4xx client:spa", "a=1&b=%1b%5b2J", strings.Repeat("W", 500), strings.Repeat("字", 200), strings.Repeat("line\n", 80),
}

// otherKeys are pressed besides printable ones and namedKeys.
var otherKeys = []tea.KeyMsg{
	{Type: tea.KeyHome}, {Type: tea.KeyEnd}, {Type: tea.KeyDelete}, {Type: tea.KeyInsert}, {Type: tea.KeySpace, Runes: []rune{' '}}, {Type: tea.KeyCtrlA},
	{Type: tea.KeyCtrlD}, {Type: tea.KeyCtrlE}, {Type: tea.KeyCtrlF}, {Type: tea.KeyCtrlK}, {Type: tea.KeyCtrlL}, {Type: tea.KeyCtrlN}, {Type: tea.KeyCtrlR}, {Type: tea.KeyCtrlS},
	{Type: tea.KeyCtrlT}, {Type: tea.KeyCtrlV}, {Type: tea.KeyCtrlW}, {Type: tea.KeyCtrlX}, {Type: tea.KeyCtrlZ}, {Type: tea.KeyCtrlAt}, {Type: tea.KeyCtrlBackslash}, {Type: tea.KeyF1}, {Type: tea.KeyF12},
	{Type: tea.KeyShiftUp}, {Type: tea.KeyShiftDown}, {Type: tea.KeyCtrlLeft}, {Type: tea.KeyCtrlRight}, {Type: tea.KeyCtrlHome}, {Type: tea.KeyCtrlEnd}, {Type: tea.KeyCtrlPgUp},
	{Type: tea.KeyRunes, Runes: []rune("b"), Alt: true}, {Type: tea.KeyRunes, Runes: []rune{}}, {Type: tea.KeyRunes, Runes: []rune("é")}, {Type: tea.KeyRunes, Runes: []rune("👩\u200d🚀")}, {Type: tea.KeyRunes, Runes: []rune("字\u0301")},
}

// steps reads what somebody does at random out of bytes.
type steps struct {
	data  []byte
	named []string // in an order that stays
}

func newSteps(data []byte) *steps {
	return &steps{data: data, named: []string{
		"enter", "esc", "up", "down", "tab", "enter", "esc", "shift+tab", "left", "right", "pgup", "pgdown", "backspace", "ctrl+p", "ctrl+u", "ctrl+c",
	}}
}

func (s *steps) byte() int {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return int(b)
}

// next is the next message to the interface; nil at the end.
func (s *steps) next() tea.Msg {
	if len(s.data) == 0 {
		return nil
	}
	switch b := s.byte(); {
	case b < 0x20:
		name := s.named[b/2]
		if name == "ctrl+c" && s.byte()%8 != 0 {
			name = "enter" // quitting ends too much to be frequent
		}
		return namedKeys[name]
	case b < 0x7f:
		return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{rune(b)}}
	case b < 0xb0:
		return namedKeys[s.named[b%len(s.named[:15])]]
	case b < 0xc8:
		return otherKeys[s.byte()%len(otherKeys)]
	case b < 0xd4:
		return tea.KeyMsg{Type: tea.KeyRunes, Paste: true, Runes: []rune(hostile[s.byte()%len(hostile)])}
	case b < 0xe4:
		return tea.MouseMsg{
			X: s.byte()*2 - 10, Y: s.byte()/2 - 10, Button: tea.MouseButton(s.byte() % 12), Action: tea.MouseAction(s.byte() % 3), Alt: b%8 == 0, Ctrl: b%8 == 1,
		}
	case b < 0xf0:
		return tea.WindowSizeMsg{Width: 60 + s.byte()*240/255, Height: 16 + s.byte()*84/255}
	case b < 0xf2:
		return tea.WindowSizeMsg{Width: 1 + s.byte()%64, Height: 1 + s.byte()%20}
	case b < 0xf6:
		return screen.Tick{}
	case b < 0xfa:
		return newsNext{}
	default:
		return tea.FocusMsg{}
	}
}

// places are where it goes on from home.
var places = [][]string{
	{"enter", "enter", "enter", "enter"}, {"down", "down", "enter", "enter"}, {"down", "down", "down", "enter"}, {"t"}, {"t", "enter"}, {"m"}, {"f"}, {"f", "tab"},
	{"s"}, {"s", "enter", "enter"}, {"s", "a"}, {"x"}, {"x", "enter"}, {"x", "/"}, {"c"}, {"v"}, {"n"}, {"w"}, {"?"}, {"ctrl+p"},
}

// told is a step in words, for the report.
func told(msg tea.Msg) string {
	if k, ok := msg.(tea.KeyMsg); ok {
		return fmt.Sprintf("%.40q", k.String())
	}
	return fmt.Sprintf("%T%+v", msg, msg)
}

// renamed is a sandbox in which things are named by somebody who means harm, or
// who writes as most of the world does; and which does not wait for news.
type renamed struct{ http.RoundTripper }

func (r renamed) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.URL.Path, "/news") {
		req = req.Clone(req.Context())
		query := req.URL.Query()
		query.Del("wait")
		req.URL.RawQuery = query.Encode()
	}
	resp, err := r.RoundTripper.RoundTrip(req)
	if err != nil || req.Method != http.MethodGet || !strings.HasPrefix(req.URL.Path, "/sandbox") {
		return resp, err
	}
	var body any
	d := json.NewDecoder(resp.Body)
	d.UseNumber()
	if err := d.Decode(&body); err != nil {
		return nil, err
	}
	_ = resp.Body.Close()
	text, err := json.Marshal(rename(body))
	resp.Body = io.NopCloser(bytes.NewReader(text))
	return resp, err
}

// rename gives what is for reading another text, the same one each time.
func rename(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = rename(v[i])
		}
	case map[string]any:
		for key, value := range v {
			text, ok := value.(string)
			switch key {
			case "name", "description", "user", "email", "phone_number", "to", "body", "why", "cause", "scope", "fix":
				if ok && text != "" {
					value = text[:1] + hostile[(len(key)*7+len(text))%len(hostile)]
				}
			}
			v[key] = rename(value)
		}
	}
	return v
}

// TestRandomKeys does at random what people and terminals do, and looks at each
// frame: as large as the terminal, nothing in it that steers the terminal. In
// between it finds the way home and out. PLAYGRANT_KEYS is the number of
// seeds, FIRST+COUNT, instead of the usual few.
func TestRandomKeys(t *testing.T) {
	first, count := uint64(0), uint64(8)
	if enginetest.Race {
		count = 1
	}
	if given := os.Getenv("PLAYGRANT_KEYS"); given != "" {
		if _, err := fmt.Sscanf(given, "%d+%d", &first, &count); err != nil {
			t.Fatalf("PLAYGRANT_KEYS=%q is not FIRST+COUNT: %v", given, err)
		}
	}
	list := demos.All()
	for seed := first; seed < first+count; seed++ {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			data := make([]byte, 700)
			_, _ = rand.NewChaCha8([32]byte(binary.LittleEndian.AppendUint64(make([]byte, 24), seed))).Read(data)
			atRandom(t, list, data)
		})
	}
}

func atRandom(t *testing.T, list []*demos.Demo, data []byte) {
	w := realEngine(t)
	someTraffic(t, w)
	w.HTTP = renamed{w.HTTP}
	t.Chdir(t.TempDir()) // for what is saved
	var trail []string
	defer func() {
		r := recover()
		if r != nil || t.Failed() {
			t.Errorf("after %s", strings.Join(trail[max(0, len(trail)-80):], " "))
		}
		if r != nil {
			panic(r)
		}
	}()
	open := func() *driver {
		now := time.Unix(0, 0)
		d := drive(t, w, list, 80, 24, func(c *Config) {
			c.Now = func() time.Time { now = now.Add(100 * time.Millisecond); return now }
		})
		d.each = func(frame string) { noSteering(t, frame) }
		return d
	}
	d := open()
	s := newSteps(data)
	for n := 1; ; n++ {
		msg := s.next()
		if msg == nil {
			break
		}
		trail = append(trail, told(msg))
		d.send(msg)
		if d.quit {
			trail = []string{"a new start"}
			d = open()
			continue
		}
		d.look()
		if n%60 == 0 {
			d.goHome()
			place := places[s.byte()%len(places)]
			d.press(place...)
			trail = append(trail, "home", strings.Join(place, " "))
		}
	}
	d.goHome()
	d.press("q", "enter")
	if !d.quit {
		t.Errorf("q and enter at home do not quit:\n%s", d.frame())
	}
}

// noSteering looks for what could steer the terminal, or be measured by it in
// another way than here.
func noSteering(t testing.TB, frame string) {
	t.Helper()
	for _, r := range ansi.Strip(frame) {
		if r != '\n' && (r < 0x20 || r >= 0x7f && r < 0xa0) || strings.ContainsRune("\u200b\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u2028\u2029", r) {
			t.Fatalf("%U is on the screen:\n%q", r, frame)
		}
	}
	for line := range strings.Lines(ansi.Strip(frame)) {
		sum := 0
		for _, r := range line {
			sum += ansi.StringWidth(string(r))
		}
		if w := ansi.StringWidth(line); w != sum {
			t.Fatalf("a line of %d cells is %d of them rune by rune, so that terminals do not agree:\n%q", w, sum, line)
		}
	}
	if strings.ContainsAny(frame, "\a\r\b") || strings.Contains(frame, "\x1b]") {
		t.Fatalf("a control sequence reached the screen:\n%q", frame)
	}
}

// mostBacks is how many times esc has to be pressed at most until one is home,
// from anywhere.
const mostBacks = 8

// goHome presses esc until nothing is left to go back from.
func (d *driver) goHome() {
	d.t.Helper()
	if d.app.tooSmall() {
		d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	}
	for range mostBacks {
		d.press("esc")
	}
	if d.quit || len(d.app.stack) != 1 || len(d.app.overlays) > 0 || d.app.top().Capturing() {
		d.t.Fatalf("esc, %d times, does not lead home:\n%s", mostBacks, d.frame())
	}
}
