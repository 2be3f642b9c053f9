package ui

import "github.com/charmbracelet/bubbles/key"

// Zoom shows one pane alone, as large as the screen.
type Zoom struct{ on bool }

// KeyZoom is the key of all zooms.
var KeyZoom = key.NewBinding(key.WithKeys("z"), key.WithHelp("z", "zoom"))

// On reports whether one pane is shown alone.
func (z *Zoom) On() bool { return z.on }

// Toggle zooms, where there is something to zoom out of, or goes back.
func (z *Zoom) Toggle(several bool) { z.on = !z.on && several }

// Off goes back to all panes; false: they are there.
func (z *Zoom) Off() bool {
	was := z.on
	z.on = false
	return was
}

// Key is the binding, named for what it does now. Where one pane is all there
// is, it is off.
func (z *Zoom) Key(several bool) key.Binding {
	k := KeyZoom
	k.SetEnabled(several || z.on)
	if z.on {
		k.SetHelp("z", "all panes")
	}
	return k
}
