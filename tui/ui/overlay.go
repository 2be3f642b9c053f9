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
		out[top+i] = ansi.Truncate(under, left, "") + reset(under) + Cut(line, width) + ansi.TruncateLeft(under, left+w, "")
	}
	return out
}

// reset ends the ink of a line that was cut in the middle.
func reset(s string) string {
	if strings.Contains(s, "\x1b") {
		return "\x1b[0m"
	}
	return ""
}
