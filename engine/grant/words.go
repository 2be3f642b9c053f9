package grant

import (
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// The words in which checks say what they found.

func known(ok bool) string {
	if ok {
		return "known"
	}
	return "unknown"
}

func used(at time.Time) string {
	if at.IsZero() {
		return "unused"
	}
	return "used at " + when(at)
}

func blocked(u *model.User) string {
	if u.Blocked {
		return u.Email + " is blocked"
	}
	return u.Email
}

func matching(ok bool) string {
	if ok {
		return "it matches"
	}
	return "it does not match"
}

func when(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}
