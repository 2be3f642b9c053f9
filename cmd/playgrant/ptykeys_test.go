//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// hostile are texts that would harm a terminal or a program in it: they are
// pasted and typed.
var hostile = []string{
	"\x1b[2J\x1b[H\x1b]0;owned\a", "\x1b]52;c;b3duZWQ=\a", "\x1b[?1049l\x1bc", "\u009b31m\u0090q\u009c", "\r\n\r\n\t\v\f\b", "\x00\x7f\xff\xfe",
	"\u202egpj.exe\u2066\u2069", "👩\u200d👩\u200d👧 👍🏽 🇩🇪 ❤\ufe0f", "漢字かなカナ한글ｆｕｌｌ", "שלום مرحبا", "Z\u0351\u0343\u0310", "\u200b\ufeff\u2028\u00ad",
	"\x1b[201~q\r", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1b[12;40R", "\x1b[?62;c", "\x1b[<0;99999;99999M", "\x1b[M\xff\xff\xff", "\x1b[999;999;999u", "\x1b[200~", "\x1b\x1b\x1b[", "\x1bP1$r0m\x1b\\",
	"https://expenses.example/api", "{\"a\":[1,", strings.Repeat("W", 3000), strings.Repeat("字", 400), strings.Repeat("line\n", 200),
}

var namedKeys = []string{
	"enter", "enter", "enter", "esc", "tab", "shift+tab", "up", "down", "right", "left", "home", "end", "pgup", "pgdown", "delete", "backspace", "f1", "f5", "ctrl+p", "ctrl+u", "ctrl+d",
}

// something does one thing that people or terminals do, at random, and says
// which.
func something(p *terminal, chance *rand.Rand) string {
	var text string
	switch n := chance.IntN(100); {
	case n < 38:
		text = string(rune(' ' + chance.IntN(95)))
	case n < 72:
		name := namedKeys[chance.IntN(len(namedKeys))]
		p.press(name)
		return name
	case n < 78:
		text = "\x1b[200~" + hostile[chance.IntN(len(hostile))] + "\x1b[201~"
	case n < 81:
		text = hostile[chance.IntN(len(hostile))]
	case n < 84:
		text = string(rune(1 + chance.IntN(31)))
		if text == "\x03" && chance.IntN(4) > 0 {
			text = "\x1b[I"
		}
	case n < 90:
		text = fmt.Sprintf("\x1b[<%d;%d;%d%c", chance.IntN(70), 1+chance.IntN(p.width+5), 1+chance.IntN(p.height+5), "Mm"[chance.IntN(2)])
	default:
		p.size(60+chance.IntN(241), 16+chance.IntN(85))
		if n > 98 {
			p.size(1+chance.IntN(62), 1+chance.IntN(18))
		}
		p.settle()
		p.wipe()
		return fmt.Sprintf("%d×%d", p.width, p.height)
	}
	p.send(text)
	return fmt.Sprintf("%.40q", text)
}

// TestRandomKeysInATerminal types at random into the real program in a
// terminal. It is never killed by it, draws nothing outside of the terminal,
// finds its way home by esc, and gives the terminal back as it was.
// PLAYGRANT_PTY_SECONDS says for how long; PLAYGRANT_PTY_SEED where to begin.
func TestRandomKeysInATerminal(t *testing.T) {
	var until time.Time
	if s := os.Getenv("PLAYGRANT_PTY_SECONDS"); s != "" {
		seconds, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		until = time.Now().Add(time.Duration(seconds) * time.Second)
	}
	first, _ := strconv.ParseUint(os.Getenv("PLAYGRANT_PTY_SEED"), 10, 64)
	for seed := first; seed == first || time.Now().Before(until); seed++ {
		if !t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) { typeAtRandom(t, seed, until) }) {
			return
		}
	}
}

func typeAtRandom(t *testing.T, seed uint64, until time.Time) {
	chance := rand.New(rand.NewPCG(seed, 9))
	dir := t.TempDir()
	var trail []string
	var p *terminal
	defer func() {
		if t.Failed() {
			t.Logf("after %s", strings.Join(trail[max(0, len(trail)-60):], " "))
			if p != nil {
				t.Logf("its last words: %.3000q", p.lastWords())
			}
		}
	}()
	open := func() {
		args := []string{"--data", dir, "--listen", "localhost:0"}
		if chance.IntN(2) == 0 {
			args = append(args, "--mouse")
		}
		p = inTerminal(t, 80, 24, "playgrant", args...)
		trail = []string{"a new start " + strings.Join(args[4:], " ")}
		p.waitFor("playgrant")
	}
	open()
	for n := 1; n <= 240; n++ {
		trail = append(trail, something(p, chance))
		if n%4 == 0 {
			p.settle()
			inside(p)
		}
		if n%60 == 0 && !p.leaves() {
			goHome(p)
			trail = append(trail, "home")
			if n%120 == 0 {
				p.press("q")
				p.waitFor("Quit Playgrant?")
				p.press("enter")
				<-p.exited
			}
		}
		if p.leaves() {
			if code := p.end(); code != 0 || t.Failed() {
				t.Fatalf("ended with %d", code)
			}
			if !until.IsZero() && time.Now().After(until) {
				return
			}
			open()
		}
	}
	p.press("ctrl+c")
	if code := p.end(); code != 0 {
		t.Fatalf("ctrl+c: ended with %d", code)
	}
}

// inside holds the screen against the terminal's size. What is outside of it
// may be left from before a change of size that the program has not seen yet:
// only what comes again counts.
func inside(p *terminal) {
	p.t.Helper()
	if p.leaves() {
		return
	}
	what := p.outside()
	for until := time.Now().Add(deadline); what != "" && time.Now().Before(until) && !p.gone(); {
		w, h := p.width, p.height
		p.wipe()
		p.size(w, h-1) // so that all is drawn anew
		p.settle()
		p.size(w, h)
		p.settle()
		what = p.outside()
	}
	if what != "" && !p.gone() {
		p.t.Fatalf("drawn outside of the terminal: %s\n%s", what, p.shot())
	}
	if p.width >= 60 && p.height >= 16 && !p.comes(" playgrant", deadline) && !p.gone() {
		p.t.Fatalf("the header is gone:\n%s", p.shot())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if strings.Contains(p.title, "owned") {
		p.t.Fatal("what was pasted steers the terminal")
	}
}

// goHome presses esc until one is home: there q asks whether to quit.
func goHome(p *terminal) {
	p.t.Helper()
	if p.width < 60 || p.height < 16 {
		p.size(80, 24)
		p.settle()
		p.wipe()
	}
	p.send("\x1b[201~") // a paste that was begun has an end
	p.settle()
	// A busy machine may read esc and what follows at once, as another key:
	// that alone is tried again.
	for range 5 {
		for range 8 {
			p.press("esc")
		}
		p.press("q")
		if p.comes("Quit Playgrant?", 5*time.Second) {
			p.press("esc")
			return
		}
	}
	p.t.Fatalf("esc, eight times, does not lead home:\n%s", p.shot())
}

func (p *terminal) lastWords() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	words := p.out.Bytes()
	return string(words[max(0, len(words)-3000):])
}
