package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Over lays box on the middle of base. Both are lines; base's are all width
// cells wide. What of the box has no room is cut off.
func Over(base, box []string, width int) []string {
	height := len(base)
	box = box[:min(len(box), height)]
	top := (height - len(box)) / 3
	out := append([]string(nil), base...)
	for i, line := range box {
		w := min(Width(line), width)
		left := (width - w) / 2
		under := base[top+i]
		before := ansi.Truncate(under, left, "")
		out[top+i] = before + reset(under) + Spaces(left-Width(before)) + Cut(line, width) + rest(under, left+w, width)
	}
	return out
}

// rest is what a line shows from a cell on. A wide character that the cell
// cuts in two becomes a space.
func rest(line string, from, width int) string {
	out := ansi.TruncateLeft(line, from, "")
	if Width(out) > width-from {
		out = ansi.TruncateLeft(line, from+1, "")
	}
	return Spaces(width-from-Width(out)) + out
}

// reset ends the ink of a line that was cut in the middle.
func reset(s string) string {
	if strings.Contains(s, "\x1b") {
		return "\x1b[0m"
	}
	return ""
}
