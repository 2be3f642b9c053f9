// Package clock is the sandbox's own time, which can be moved and frozen.
// Codes, tokens, lifetimes, one-time passwords, sessions and rate limits all
// obey it; nothing in the engine asks the machine for the time.
package clock

import (
	"sync"
	"time"
)

// State is what has to be kept for a clock to go on after a restart.
type State struct {
	// OffsetSeconds is how far the clock is ahead of the machine's.
	OffsetSeconds int64 `json:"offset_seconds"`
	// FrozenAt is where a frozen clock stands; zero while it runs.
	FrozenAt time.Time `json:"frozen_at,omitzero"`
}

// Clock is a movable clock over a real one. It is safe for concurrent use.
type Clock struct {
	base func() time.Time

	mu    sync.RWMutex
	state State
}

// New makes a clock that runs with base until it is moved.
func New(base func() time.Time, s State) *Clock {
	return &Clock{base: base, state: s}
}

// Now is the sandbox's time, in UTC and whole milliseconds, so that a time
// reads the same before and after it was stored.
func (c *Clock) Now() time.Time {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if !c.state.FrozenAt.IsZero() {
		return c.state.FrozenAt
	}
	return c.base().Add(time.Duration(c.state.OffsetSeconds) * time.Second).UTC().Truncate(time.Millisecond)
}

// Machine is the time that the clock runs with, moved or not.
func (c *Clock) Machine() time.Time { return c.base().UTC() }

// State returns what has to be kept.
func (c *Clock) State() State {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.state
}

// Restore sets the clock to a kept state.
func (c *Clock) Restore(s State) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = s
}

// Offset is how far the clock is from the machine's, in whole seconds.
func (c *Clock) Offset() int64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.state.FrozenAt.IsZero() {
		return c.state.OffsetSeconds
	}
	return int64(c.state.FrozenAt.Sub(c.base()).Round(time.Second) / time.Second)
}

// Advanced is the state after moving by d, forward or back; the clock itself
// is not changed. A frozen clock stays frozen.
func (c *Clock) Advanced(d time.Duration) State {
	c.mu.RLock()
	defer c.mu.RUnlock()
	s := c.state
	if !s.FrozenAt.IsZero() {
		s.FrozenAt = s.FrozenAt.Add(d)
		return s
	}
	s.OffsetSeconds += int64(d / time.Second)
	return s
}

// SetTo is the state in which the clock shows t.
func (c *Clock) SetTo(t time.Time) State {
	c.mu.RLock()
	defer c.mu.RUnlock()
	s := c.state
	if !s.FrozenAt.IsZero() {
		s.FrozenAt = t.UTC()
		return s
	}
	s.OffsetSeconds = int64(t.Sub(c.base()).Round(time.Second) / time.Second)
	return s
}

// Frozen is the state in which the clock stands still, or runs on from where
// it stood.
func (c *Clock) Frozen(freeze bool) State {
	c.mu.RLock()
	defer c.mu.RUnlock()
	s := c.state
	switch {
	case freeze && s.FrozenAt.IsZero():
		s.FrozenAt = c.now()
	case !freeze && !s.FrozenAt.IsZero():
		s.OffsetSeconds = int64(s.FrozenAt.Sub(c.base()).Round(time.Second) / time.Second)
		s.FrozenAt = time.Time{}
	}
	return s
}
