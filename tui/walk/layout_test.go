package walk

import "testing"

func TestLayout(t *testing.T) {
	for _, c := range []struct{ width, height, columns, below int }{
		{60, 14, 1, 0}, {80, 22, 1, 0}, {99, 40, 1, 0}, {100, 30, 2, 0}, {179, 57, 2, 0}, {180, 33, 3, 0}, {200, 57, 3, 21},
	} {
		l := layoutFor(c.width, c.height)
		sum := l.widths[0] + l.widths[1] + l.widths[2]
		if l.columns != c.columns || l.below != c.below || sum != c.width || 1+l.panes+l.verdict != c.height {
			t.Errorf("%dx%d: %+v", c.width, c.height, l)
		}
	}
}
