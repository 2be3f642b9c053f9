//go:build !race

package enginetest

// Race is true where the race detector is on: it looks at what runs at once, at
// a tenth of the speed, so that long walks of one goroutine may be shorter.
const Race = false
