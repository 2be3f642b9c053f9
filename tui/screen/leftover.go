package screen

import (
	"context"
	"slices"
)

// Leftover is what a demo has changed that was left before its end: What names
// it, Do puts it back.
type Leftover struct {
	Demo, Title string
	What        string
	Do          func(context.Context) error
}

// Leave remembers what a demo has left behind.
func (c *Context) Leave(l Leftover) {
	c.Resume(l.Demo)
	c.Left = append(c.Left, l)
}

// Resume forgets what a demo has left behind: it goes on, and puts it back by
// itself at its end.
func (c *Context) Resume(demo string) {
	c.Left = slices.DeleteFunc(c.Left, func(l Leftover) bool { return l.Demo == demo })
}
