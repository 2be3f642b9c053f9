// Package backdrop finds out whether the terminal's background is dark or
// light. It asks the terminal and goes on: the answer comes among the keys, if
// it comes, and a [Reader] takes it out from between them.
package backdrop

import (
	"bytes"
	"os"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/tui/ui"
)

// Query asks for the background's colour (xterm, OSC 11).
const Query = "\x1b]11;?\x1b\\"

// Guess says what the environment tells of the background: COLORFGBG holds
// the colours, by number, that some terminals begin with.
func Guess(getenv func(string) string) ui.Ground {
	_, ground, ok := cutLast(getenv("COLORFGBG"), ";")
	if !ok {
		return ui.Ground{}
	}
	n, err := strconv.Atoi(ground)
	if err != nil || n < 0 || n > 15 {
		return ui.Ground{}
	}
	return ui.Ground{Dark: n < 7 || n == 8, Known: true}
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// Answers reports whether a terminal of that name can be asked: the others may
// print the question.
func Answers(term string) bool {
	switch term {
	case "", "dumb", "linux", "vt100", "vt220":
		return false
	}
	return true
}

const (
	begin = "\x1b]11;"
	// longest is how long an answer may be; what is longer is none.
	longest = 64
)

// Reader reads keys from a terminal, and tells the background when the
// terminal answers [Query]. It is a file, so that reading can be cancelled.
type Reader struct {
	*os.File
	tell func(ui.Ground)
	held []byte // the beginning of an answer, the end of the last read
}

// NewReader reads from f.
func NewReader(f *os.File, tell func(ui.Ground)) *Reader { return &Reader{File: f, tell: tell} }

// Read reads keys. It may return none, without an error.
func (r *Reader) Read(p []byte) (int, error) {
	kept := copy(p, r.held)
	n, err := r.File.Read(p[kept:])
	r.held = r.held[:0]
	if err != nil && n == 0 {
		return kept, err
	}
	return r.sift(p[:kept+n]), err
}

// sift takes the answers out of what was read and returns how much is left.
func (r *Reader) sift(b []byte) int {
	for {
		at := bytes.Index(b, []byte(begin))
		if at < 0 {
			return len(b)
		}
		body := b[at+len(begin):]
		end, after := bytes.IndexAny(body, "\a\x1b"), 1
		switch {
		case end < 0 && len(body) < longest, end == len(body)-1 && body[end] == '\x1b':
			r.held = append(r.held, b[at:]...)
			return at
		case end < 0 || end >= longest:
			return len(b)
		case body[end] == '\x1b' && body[end+1] == '\\':
			after = 2
		}
		if dark, ok := parse(string(body[:end])); ok {
			r.tell(ui.Ground{Dark: dark, Known: true})
		}
		b = b[:at+copy(b[at:], body[end+after:])]
	}
}

// parse reads a colour as X names them: rgb:1e1e/1e1e/2e2e, with one to four
// digits each.
func parse(s string) (dark, ok bool) {
	_, s, ok = strings.Cut(s, ":")
	parts := strings.Split(s, "/")
	if !ok || len(parts) < 3 {
		return false, false
	}
	var light float64
	for i, weight := range []float64{0.299, 0.587, 0.114} {
		n, err := strconv.ParseUint(parts[i], 16, 16)
		if err != nil {
			return false, false
		}
		light += weight * float64(n) / float64(uint64(1)<<(4*len(parts[i]))-1)
	}
	return light < 0.5, true
}
