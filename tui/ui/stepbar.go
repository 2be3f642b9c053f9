package ui

import (
	"strconv"
	"strings"
)

// StepMark is how far a step has come.
type StepMark int

// How far a step has come.
const (
	StepAhead StepMark = iota
	StepDone
	StepFailed
)

// StepTab is one step in the bar.
type StepTab struct {
	Name string
	Mark StepMark
	// Click goes to it; nil: a click does nothing.
	Click Click
}

// StepBar draws the steps of a walkthrough on one line of exactly width cells.
// The step that is shown stands between brackets of its own; when not all
// names have room, those furthest from it go first.
func (t *Theme) StepBar(steps []StepTab, shown, width int) string {
	for _, sep := range []string{" ── ", " ─ ", " "} {
		keep := len(steps) // names within this distance of the shown step stay
		if sep == " ── " {
			if s := t.stepBar(steps, shown, keep, sep); Width(s) <= width {
				return Fit(s, width)
			}
			continue
		}
		for ; keep >= 0; keep-- {
			if s := t.stepBar(steps, shown, keep, sep); Width(s) <= width {
				return Fit(s, width)
			}
		}
	}
	return Fit(t.Title.On(" "+t.StepNumber(shown)+" "+steps[shown].Name), width)
}

func (t *Theme) stepBar(steps []StepTab, shown, keep int, sep string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for i, s := range steps {
		if i > 0 {
			b.WriteString(t.Border.On(sep))
		}
		name := ""
		if abs(i-shown) <= keep {
			name = " " + s.Name
		}
		mark := ""
		switch s.Mark {
		case StepDone:
			mark = t.Success.On(" ✓")
		case StepFailed:
			mark = t.Failure.On(" ✗")
		}
		switch {
		case i == shown:
			b.WriteString(t.Title.On("▸" + t.StepNumber(i) + name))
		case s.Mark == StepAhead:
			b.WriteString(t.Zone(t.Muted.On(t.StepNumber(i)+name), s.Click))
		default:
			b.WriteString(t.Zone(t.Text.On(t.StepNumber(i)+name), s.Click))
		}
		b.WriteString(mark)
	}
	return b.String()
}

// StepNumber is the number of a step, from 0, in a circle; in ASCII it stands
// before a full stop.
func (t *Theme) StepNumber(i int) string {
	if t.ASCII {
		return strconv.Itoa(i+1) + "."
	}
	if i < 20 {
		return string(rune('①' + i))
	}
	return "○"
}

func abs(n int) int { return max(n, -n) }
