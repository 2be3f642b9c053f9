// Package plain is the interface for screen readers and for terminals that can
// only print: lines of words, and choices by number. Nothing is drawn, nothing
// moves, and what was said stays where it is.
package plain

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/guard"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Config is what the interface is made of.
type Config struct {
	Wire     demos.Wire
	Demos    []*demos.Demo
	Listener screen.Listener // nil: there is none to switch
	// Open is where to begin; without one it is the list of demos.
	Open    []screen.Route
	DataDir string // where the sandbox is kept; empty: in memory
	Version string
	Dialect string // that the server was started with; empty: its policy's
	Rand    io.Reader
	Now     func() time.Time // for the name of a crash report
	// Copy puts a text on the clipboard and says by what; nil: there is none.
	Copy func(string) (via string, err error)
	In   io.Reader
	Out  io.Writer
}

// session is one sitting.
type session struct {
	Config
	remote  *remote.Client
	screens *screen.Context    // what screens of the full interface are given; nil: none was opened
	keys    jose.JSONWebKeySet // the server's, as they were read last
	lines   chan string
	log     wireLog
	no      bool  // the last change was refused
	err     error // the first failure to write
}

// errQuit ends the sitting.
var errQuit = errors.New("quit")

// Run talks until the reader quits, the input ends or ctx does. An error is
// one of writing, or a [guard.Error] after a panic.
func Run(ctx context.Context, cfg Config) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = guard.Caught("plain mode", v).Save(guard.About{Version: cfg.Version, At: cfg.Now(), Place: "plain mode"}, cfg.DataDir, os.TempDir(), ".")
		}
	}()
	s := &session{Config: cfg, remote: &remote.Client{Base: cfg.Wire.Base, HTTP: cfg.Wire.HTTP}, lines: make(chan string)}
	done := make(chan struct{})
	defer close(done)
	go s.read(done)
	err = s.begin(ctx)
	if errors.Is(err, errQuit) || errors.Is(err, io.EOF) || ctx.Err() != nil {
		s.say("Goodbye.")
		err = nil
	}
	return errors.Join(err, s.err)
}

// longest is how many bytes a line may have: a pasted body is one.
const longest = 1 << 20

// read hands on lines, so that waiting for one can be given up.
func (s *session) read(done <-chan struct{}) {
	defer close(s.lines)
	in := bufio.NewScanner(s.In)
	in.Buffer(nil, longest)
	for in.Scan() {
		select {
		case s.lines <- in.Text():
		case <-done:
			return
		}
	}
}

// ask asks for a line, without what is blank around it; io.EOF at the end of
// the input.
func (s *session) ask(ctx context.Context, question string) (string, error) {
	line, err := s.askRaw(ctx, question)
	return strings.TrimSpace(line), err
}

// askRaw asks for a line as it is typed.
func (s *session) askRaw(ctx context.Context, question string) (string, error) {
	s.write(question + " ")
	select {
	case line, ok := <-s.lines:
		if !ok {
			s.write("\n")
			return "", io.EOF
		}
		return line, nil
	case <-ctx.Done():
		s.write("\n")
		return "", ctx.Err()
	}
}

// choice is one thing that can be done.
type choice struct {
	key  string // a word that stands for it besides its number; may be empty
	text string
	do   func(context.Context) error
}

// errBack is that one went back to what was before, and errLeave what a choice
// returns that does so.
var (
	errBack  = errors.New("back")
	errLeave = errors.New("leave")
)

func leave(context.Context) error { return errLeave }

// choose offers choices by number until one leads away. say tells anew what
// they are about.
func (s *session) choose(ctx context.Context, list func() (about []string, choices []choice)) error {
	again := true
	for {
		about, choices := list()
		if again {
			s.say(about...)
			for i, c := range choices {
				s.say(fmt.Sprintf("%d. %s", i+1, c.text))
			}
		}
		s.sayLog(ctx)
		line, err := s.ask(ctx, fmt.Sprintf("Your choice, 1 to %d, or h for help:", len(choices)))
		if err != nil {
			return err
		}
		again = true
		switch strings.ToLower(line) {
		case "q", "quit", "exit":
			return errQuit
		case "b", "back", "0":
			return errBack
		case "":
			continue
		case "h", "help", "?":
			s.help()
			again = false
			continue
		case "v":
			s.switchLog(ctx)
			again = false
			continue
		case "w", "words":
			again = false
			if err := s.words(ctx, strings.Join(about, "\n")); err != nil && !errors.Is(err, errBack) {
				return err
			}
			continue
		}
		c, ok := pick(line, choices)
		if !ok {
			s.say(fmt.Sprintf("There is no choice %q. Type a number from 1 to %d, b to go back, or press enter to hear the choices again.", ui.Cut(clean(line), 60), len(choices)))
			again = false
			continue
		}
		switch err := c.do(ctx); {
		case errors.Is(err, errLeave):
			return errBack
		case err != nil && !errors.Is(err, errBack):
			return err
		}
		if s.err != nil {
			return s.err
		}
	}
}

func pick(line string, choices []choice) (choice, bool) {
	if n, err := strconv.Atoi(strings.TrimSuffix(line, ".")); err == nil {
		if n < 1 || n > len(choices) {
			return choice{}, false
		}
		return choices[n-1], true
	}
	for _, c := range choices {
		if c.key != "" && strings.EqualFold(c.key, line) {
			return c, true
		}
	}
	return choice{}, false
}

func (s *session) help() {
	s.say(
		"Type the number of a choice and press enter. The word behind \"Also\" does the same, and so does a name, such as that of a parameter or a client.",
		"Enter alone says the choices again.",
		"b goes back, w explains a word, v says what goes over the wire or no longer does, q quits.",
		"Secrets are masked, except in what you ask to hear or to save with them.",
	)
}
