package qr_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
	code "rsc.io/qr"

	"github.com/playgrant/playgrant/tui/qr"
	"github.com/playgrant/playgrant/tui/ui"
)

const uri = "otpauth://totp/Playgrant:otp@example.com?algorithm=SHA1&digits=6&issuer=Playgrant&period=30&secret=JBSWY3DPEHPK3PXP"

func theme(profile termenv.Profile, dark bool) *ui.Theme {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(profile)
	r.SetHasDarkBackground(dark)
	return ui.NewTheme(r)
}

// TestLinesAreTheCode reads the drawn cells back as a camera sees them, module
// by module, with the quiet zone around them.
func TestLinesAreTheCode(t *testing.T) {
	want, err := code.Encode(uri, code.L)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name    string
		profile termenv.Profile
		dark    bool // the terminal
		inked   bool // a module that is drawn is a dark one
	}{
		{"colours on dark", termenv.TrueColor, true, true},
		{"colours on light", termenv.TrueColor, false, true},
		{"256 colours", termenv.ANSI256, true, true},
		{"no colours on dark", termenv.Ascii, true, false},
		{"no colours on light", termenv.Ascii, false, true},
	} {
		for _, margin := range []int{4, 2} {
			t.Run(fmt.Sprintf("%s, margin %d", tt.name, margin), func(t *testing.T) {
				size := want.Size + 2*margin
				lines := qr.Lines(theme(tt.profile, tt.dark), uri, size, (size+1)/2)
				if len(lines) != (size+1)/2 {
					t.Fatalf("%d lines", len(lines))
				}
				for y := range size {
					row := []rune(ansi.Strip(lines[y/2]))
					if len(row) != size {
						t.Fatalf("line %d is %d cells wide, want %d", y/2, len(row), size)
					}
					for x, r := range row {
						upper, lower := r == '█' || r == '▀', r == '█' || r == '▄'
						inked := upper
						if y%2 == 1 {
							inked = lower
						}
						if dark := inked == tt.inked; dark != want.Black(x-margin, y-margin) {
							t.Fatalf("the module at %d, %d is dark: %t", x, y, dark)
						}
					}
				}
			})
		}
	}
}

func TestLinesAreInkOnPaper(t *testing.T) {
	for _, dark := range []bool{true, false} {
		for _, l := range qr.Lines(theme(termenv.TrueColor, dark), uri, 100, 100) {
			if !strings.HasPrefix(l, "\x1b[38;2;0;0;0;48;2;255;255;255m") {
				t.Fatalf("a line begins with %q", l[:min(len(l), 30)])
			}
		}
	}
}

func TestLinesWithoutRoom(t *testing.T) {
	th := theme(termenv.Ascii, true)
	for _, tt := range []struct {
		name, text    string
		width, height int
	}{
		{"too narrow", uri, 40, 100}, {"too low", uri, 100, 20}, {"nothing", uri, 0, 0}, {"negative", uri, -5, -5},
		{"too long for any code", strings.Repeat("x", 4000), 1000, 1000},
	} {
		if lines := qr.Lines(th, tt.text, tt.width, tt.height); lines != nil {
			t.Errorf("%s: %d lines", tt.name, len(lines))
		}
	}
}

func TestURI(t *testing.T) {
	got := qr.URI("Playgrant", "a+b@example.com", "JBSWY3DPEHPK3PXP")
	if want := "otpauth://totp/Playgrant:a+b@example.com?issuer=Playgrant&secret=JBSWY3DPEHPK3PXP"; got != want {
		t.Errorf("got %s", got)
	}
}
