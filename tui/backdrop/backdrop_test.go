package backdrop

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/tui/ui"
)

// TestAnswersAreTakenOut: what is typed arrives, what the terminal answers
// does not, however the two are cut into reads.
func TestAnswersAreTakenOut(t *testing.T) {
	dark, light := ui.Ground{Dark: true, Known: true}, ui.Ground{Known: true}
	for _, c := range []struct {
		name  string
		reads []string
		keys  string
		told  []ui.Ground
	}{
		{"nothing asked", []string{"jj\x1b[A", "q"}, "jj\x1b[Aq", nil},
		{"dark", []string{"\x1b]11;rgb:1616/1616/1e1e\x1b\\"}, "", []ui.Ground{dark}},
		{"light, ended by a bell", []string{"\x1b]11;rgb:ffff/ffff/ffff\a"}, "", []ui.Ground{light}},
		{"two digits, with alpha", []string{"\x1b]11;rgba:fd/f6/e3/ff\x1b\\"}, "", []ui.Ground{light}},
		{"between keys", []string{"j\x1b]11;rgb:0000/0000/0000\x1b\\k\x1b[B"}, "jk\x1b[B", []ui.Ground{dark}},
		{"in two reads", []string{"j\x1b]11;rgb:ff", "ff/ffff/ffff\x1b\\k"}, "jk", []ui.Ground{light}},
		{"cut in its end", []string{"\x1b]11;rgb:ffff/ffff/ffff\x1b", "\\k"}, "k", []ui.Ground{light}},
		{"twice", []string{"\x1b]11;rgb:0/0/0\a\x1b]11;rgb:f/f/f\a"}, "", []ui.Ground{dark, light}},
		{"alt and a bracket", []string{"\x1b]", "x"}, "\x1b]x", nil},
		{"no colour", []string{"\x1b]11;?\x1b\\j"}, "j", nil},
		{"a number too long", []string{"\x1b]11;rgb:fffff/0/0\aj"}, "j", nil},
		{"never ends", []string{"\x1b]11;" + string(make([]byte, 80))}, "\x1b]11;" + string(make([]byte, 80)), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, out, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = in.Close() }()
			var told []ui.Ground
			r := NewReader(in, func(g ui.Ground) { told = append(told, g) })
			keys, buf := "", make([]byte, 256)
			for _, s := range c.reads {
				if _, err := out.WriteString(s); err != nil {
					t.Fatal(err)
				}
				n, err := r.Read(buf)
				if err != nil {
					t.Fatal(err)
				}
				keys += string(buf[:n])
			}
			if keys != c.keys {
				t.Errorf("keys %q, want %q", keys, c.keys)
			}
			if diff := cmp.Diff(c.told, told); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
			_ = out.Close()
			if _, err := r.Read(buf); err == nil {
				t.Error("the end is not told")
			}
		})
	}
}

func TestGuess(t *testing.T) {
	for value, want := range map[string]ui.Ground{
		"": {}, "15;0": {Dark: true, Known: true}, "0;15": {Known: true}, "12;default;8": {Dark: true, Known: true},
		"0;7": {Known: true}, "0;default": {}, "0;99": {}, "0;-1": {}, "7": {},
	} {
		if got := Guess(func(string) string { return value }); got != want {
			t.Errorf("%q: %+v, want %+v", value, got, want)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("j\x1b]11;rgb:ffff/ffff/ffff\x1b\\k"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := NewReader(nil, func(ui.Ground) {})
		if n := r.sift(append([]byte(nil), b...)); n < 0 || n+len(r.held) > len(b) {
			t.Errorf("of %q, %d bytes are left and %d held", b, n, len(r.held))
		}
	})
}
