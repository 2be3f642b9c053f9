package family

import (
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// Head says how a family stands: what ended it, or what will and how long that
// still takes. No line is wider than width.
func Head(t *ui.Theme, f model.FamilyView, now time.Time, width int) []string {
	f = At(f, now)
	if f.State != model.StateActive {
		mark, ink := sign(t, f.State)
		return ui.Wrap(width, 2,
			ui.Span{Text: mark + " " + state(f.State), Ink: ink},
			ui.Span{Text: "  " + Cause(f), Ink: t.Text})
	}
	out := []string{
		countdown(t, "absolute", f.CreatedAt, f.ExpiresAt, now, "fixed at the login, never extended", width),
		countdown(t, "idle", lastUsed(f), f.IdleExpiresAt, now, "starts anew at every refresh", width),
	}
	value, note := ui.Duration(time.Duration(f.LeewaySeconds)*time.Second), "a token just rotated still works that long"
	switch {
	case !f.Rotating:
		return append(out, row(t, "rotation", "off", "every refresh keeps this one token", width))
	case f.LeewaySeconds <= 0:
		value, note = "none", "a rotated token that comes back ends the family"
	}
	return append(out, row(t, "leeway", value, note, width))
}

func row(t *ui.Theme, label, value, note string, width int) string {
	return withNote(t, t.Muted.On(ui.Fit(label, 10))+t.Text.On(value), note, 18, width)
}

// withNote puts the note after the line, at a column, where there is room for
// all of it.
func withNote(t *ui.Theme, line, note string, column, width int) string {
	line = ui.Fit(line, max(column, ui.Width(line)+2))
	if ui.Width(line)+ui.Width(note) > width {
		return ui.Cut(strings.TrimRight(line, " "), width)
	}
	return line + t.Muted.On(note)
}

// countdown draws how much is left of the time from begin to end.
func countdown(t *ui.Theme, label string, begin time.Time, end *time.Time, now time.Time, note string, width int) string {
	if end == nil {
		return row(t, label, "no end", "not limited for this client", width)
	}
	left := end.Sub(now)
	line := t.Muted.On(ui.Fit(label, 10)) + bar(t, left, end.Sub(begin), 10) + " " + t.Text.On(span(left)+" left")
	return withNote(t, line, note, 36, width)
}

// bar is how much of the whole is left, in full cells; the last one stays
// until nothing is.
func bar(t *ui.Theme, left, whole time.Duration, cells int) string {
	full := 0
	if whole > 0 && left > 0 {
		full = min(cells, int((int64(left/time.Millisecond)*int64(cells)+int64(whole/time.Millisecond)-1)/max(int64(whole/time.Millisecond), 1)))
	}
	ink := t.Success
	if full*4 <= cells {
		ink = t.Warning
	}
	return ink.On(strings.Repeat("▰", full)) + t.Border.On(strings.Repeat("▱", cells-full))
}

// span is how long something still lasts: by the minute while that is long.
// A begun second counts, so that what is alive never shows 0 s.
func span(d time.Duration) string {
	d = (d + time.Second - 1).Truncate(time.Second)
	if d > time.Hour {
		d = d.Truncate(time.Minute)
	}
	return ui.Duration(d)
}
