package guard

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// About is what a report says besides the crash.
type About struct {
	Version string
	At      time.Time
	Place   string   // where in the interface one was
	Hide    []string // texts that must not be in the report
}

// long are runs of characters that may be a token, a code or a key.
var long = regexp.MustCompile(`[A-Za-z0-9_-]{12,}(?:\.[A-Za-z0-9_-]+)*`)

// hide hides a long run with a digit in it, or longer than any word.
func hide(s string) string {
	if len(s) > 30 || strings.ContainsAny(s, "0123456789") {
		return "(hidden)"
	}
	return s
}

// Report is what there is to send to those who mend it. It holds no secret:
// of messages there are types, of the panic what does not look like a token.
func (c *Crash) Report(a About) string {
	var b strings.Builder
	line := func(name, value string) { fmt.Fprintf(&b, "%-10s %s\n", name, value) }
	b.WriteString("Playgrant crash report\n\n")
	line("version", cmp.Or(a.Version, built()))
	line("at", a.At.UTC().Format(time.RFC3339))
	line("system", runtime.GOOS+"/"+runtime.GOARCH+", "+runtime.Version())
	line("terminal", fmt.Sprintf("%s, %d columns, %d rows", os.Getenv("TERM"), c.Size[0], c.Size[1]))
	line("place", a.Place)
	line("in", c.Where)
	line("panic", c.said(a))
	b.WriteString("\nThe last messages, the newest last:\n\n")
	for _, m := range c.Messages {
		b.WriteString("  " + m + "\n")
	}
	b.WriteString("\nStack:\n\n" + c.Stack)
	return b.String()
}

// built names a build that has no version: the revision that it is of.
func built() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "not known"
	}
	parts := []string{info.Main.Version}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" || s.Key == "vcs.modified" && s.Value == "true" {
			parts = append(parts, s.Key+"="+s.Value)
		}
	}
	return strings.Join(parts, " ")
}

// said is what the panic said, without secrets and on one line.
func (c *Crash) said(a About) string {
	text := long.ReplaceAllStringFunc(c.Value, hide)
	for _, h := range a.Hide {
		if h != "" {
			text = strings.ReplaceAll(text, h, "(hidden)")
		}
	}
	text = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f {
			return ' '
		}
		return r
	}, text)
	if len(text) > 500 {
		text = strings.ToValidUTF8(text[:500], "") + "…"
	}
	return text
}

// Error says what happened, for who was thrown out.
type Error struct {
	Said string
	File string // the report
}

func (e *Error) Error() string {
	text := "Playgrant has met a fault of its own and had to stop: " + e.Said + "."
	if e.File == "" {
		return text
	}
	return text + "\nA report without secrets is in " + e.File + "; what the sandbox holds is kept."
}

// Save writes the report to the first of the folders that takes it; "" stands
// for none.
func (c *Crash) Save(a About, dirs ...string) *Error {
	e := &Error{Said: c.said(a)}
	text := c.Report(a)
	name := "playgrant-crash-" + a.At.UTC().Format("20060102-150405")
	for _, dir := range dirs {
		if dir == "" {
			continue
		}
		for n := 1; n < 10; n++ {
			file := filepath.Join(dir, name+".txt")
			if n > 1 {
				file = filepath.Join(dir, fmt.Sprintf("%s-%d.txt", name, n))
			}
			f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
			if errors.Is(err, os.ErrExist) {
				continue
			}
			if err != nil {
				break
			}
			_, err = f.WriteString(text)
			if errors.Join(err, f.Close()) == nil {
				e.File = file
				return e
			}
		}
	}
	return e
}
