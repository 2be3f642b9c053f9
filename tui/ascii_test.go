package tui

import (
	"testing"
	"time"
	"unicode"
)

// TestASCII draws every state with ASCII alone: what else is left are letters
// from outside, and the blocks of a QR code. A frame stays as wide as it is.
func TestASCII(t *testing.T) {
	kept := map[string]bool{"home-full": true, "walk-picture": true, "walk-tokens": true, "walk-refused": true, "tokens-full": true, "traffic-full": true}
	for i := range states {
		s := &states[i]
		t.Run(s.name, func(t *testing.T) {
			w, list := played(t, "wire"), lessons(t)
			if s.wire != nil {
				w = s.wire(t)
			}
			if s.bare {
				list = nil
			}
			d := drive(t, w, list, 80, 24, func(c *Config) {
				c.ASCII, c.Now = true, func() time.Time { return time.Unix(0, 0) }
			})
			d.press(s.keys...)
			if s.after != nil {
				s.after(t, d, w)
			}
			frame := trimmed(d.frame())
			for _, r := range frame {
				if r >= 0x80 && !unicode.IsLetter(r) && (r < 0x2580 || r > 0x259f) {
					t.Errorf("%q is not ASCII:\n%s", r, frame)
					break
				}
			}
			if kept[s.name] {
				expect(t, "ascii-"+s.name+".txt", steady(frame))
			}
		})
	}
}
