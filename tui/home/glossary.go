package home

import "strings"

// Words are those of the demo under the cursor.
func (h *Home) Words() (at []string, text string) {
	if len(h.demos) == 0 {
		return nil, "demo"
	}
	d := h.demos[h.at]
	return nil, d.Title + "\n" + strings.Join(d.Learn, "\n") + "\n" + d.Intro
}
