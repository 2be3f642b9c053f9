package ui_test

import (
	"testing"
	"time"

	"github.com/playgrant/playgrant/tui/ui"
)

func TestDurations(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", 59 * time.Second: "59 s", 90 * time.Second: "1 min 30 s", time.Hour: "1 h",
		25 * time.Hour: "1 d 1 h", 30 * 24 * time.Hour: "30 d", 24*time.Hour + time.Second: "1 d", -time.Minute: "1 min",
	} {
		if got := ui.Duration(d); got != want {
			t.Errorf("Duration(%v) = %q, want %q", d, got, want)
		}
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for d, want := range map[time.Duration]string{
		0: "now", time.Minute: "in 1 min", -time.Hour: "1 h ago", 24*time.Hour - time.Second: "in 1 d",
	} {
		if got := ui.When(now.Add(d), now); got != want {
			t.Errorf("When(%v) = %q, want %q", d, got, want)
		}
	}
	for seconds, want := range map[int64]string{0: "+0", 3600: "+1 h", -90: "−1 min 30 s"} {
		if got := ui.Offset(seconds); got != want {
			t.Errorf("Offset(%d) = %q, want %q", seconds, got, want)
		}
	}
}

func TestStepBarGivesWay(t *testing.T) {
	steps := []ui.StepTab{
		{Name: "authorize", Mark: ui.StepDone}, {Name: "log in", Mark: ui.StepDone}, {Name: "exchange", Mark: ui.StepFailed}, {Name: "refresh"}, {Name: "call the API"},
	}
	theme := plain()
	for width, want := range map[int]string{
		90: " ① authorize ✓ ── ② log in ✓ ── ▸③ exchange ✗ ── ④ refresh ── ⑤ call the API",
		60: " ① ✓ ─ ② log in ✓ ─ ▸③ exchange ✗ ─ ④ refresh ─ ⑤",
		35: " ① ✓ ─ ② ✓ ─ ▸③ exchange ✗ ─ ④ ─ ⑤",
		12: " ③ exchange ",
	} {
		if got := theme.StepBar(steps, 2, width); got != ui.Fit(want, width) {
			t.Errorf("at %d: %q", width, got)
		}
	}
}
