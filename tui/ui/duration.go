package ui

import (
	"fmt"
	"strings"
	"time"
)

// Duration says a span of time in at most two units: "23 h 59 min", "30 d".
func Duration(d time.Duration) string {
	d = d.Abs().Round(time.Second)
	units := []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}}
	var parts []string
	for i, u := range units {
		n := d / u.size
		if n == 0 {
			if len(parts) > 0 {
				break
			}
			continue
		}
		parts = append(parts, fmt.Sprintf("%d %s", n, u.name))
		d %= u.size
		if len(parts) == 2 || i == len(units)-1 {
			break
		}
	}
	if len(parts) == 0 {
		return "0 s"
	}
	return strings.Join(parts, " ")
}

// Offset says how far the sandbox's clock is from the real one: "+1 h", "+0".
func Offset(seconds int64) string {
	switch {
	case seconds == 0:
		return "+0"
	case seconds < 0:
		return "−" + Duration(time.Duration(seconds)*time.Second)
	default:
		return "+" + Duration(time.Duration(seconds)*time.Second)
	}
}

// When says how far a time is from now: "in 5 min", "2 h ago", "now".
func When(t, now time.Time) string {
	d := t.Sub(now).Round(time.Second)
	if d.Abs() > 10*time.Minute { // a second more or less says nothing here
		d = d.Round(time.Minute)
	}
	switch {
	case d == 0:
		return "now"
	case d > 0:
		return "in " + Duration(d)
	default:
		return Duration(d) + " ago"
	}
}
