package ui

import "strings"

// Code sets a one-time code of six digits or more in two halves, as phones do.
func Code(s string) string {
	s = Line(s)
	if n := len(s); n >= 6 && n <= 8 && strings.Trim(s, "0123456789") == "" {
		return s[:n/2] + " " + s[n/2:]
	}
	return s
}

// Countdown draws what is left of a span as a bar of that many cells.
func (t *Theme) Countdown(left, whole, cells int) string {
	left = max(0, min(left, whole))
	full := 0
	if whole > 0 {
		full = (left*cells + whole - 1) / whole
	}
	ink := t.Success
	if left*6 <= whole {
		ink = t.Warning
	}
	return ink.On(strings.Repeat("▰", full)) + t.Border.On(strings.Repeat("▱", max(cells-full, 0)))
}
