package home

import (
	"github.com/charmbracelet/bubbles/key"
)

var (
	keyOpen     = key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "begin"))
	keyUp       = key.NewBinding(key.WithKeys("up", "k"), key.WithHelp("↑ k", "the demo above"))
	keyDown     = key.NewBinding(key.WithKeys("down", "j", "tab"), key.WithHelp("↓ j", "the demo below"))
	keyFirst    = key.NewBinding(key.WithKeys("home", "g"), key.WithHelp("g", "the first demo"))
	keyLast     = key.NewBinding(key.WithKeys("end", "G"), key.WithHelp("G", "the last demo"))
	keyPageUp   = key.NewBinding(key.WithKeys("pgup", "ctrl+u"), key.WithHelp("pgup", "what it teaches, half a page up"))
	keyPageDown = key.NewBinding(key.WithKeys("pgdown", "ctrl+d", " "), key.WithHelp("pgdn", "what it teaches, half a page down"))
	keyPutBack  = key.NewBinding(key.WithKeys("P"), key.WithHelp("P", "put the sandbox back as it was"))
	keyListener = key.NewBinding(key.WithKeys("l"), key.WithHelp("l", "listener"))
)

// Keys are the keys of the place, named for what they do now.
func (h *Home) Keys() (bar, more []key.Binding) {
	if h.field != nil {
		return h.filterKeys(), nil
	}
	open, listener, filter := keyOpen, keyListener, keyFilter
	open.SetEnabled(len(h.demos) > 0)
	filter.SetEnabled(len(h.demos) > 0)
	if len(h.demos) > 0 {
		open.SetHelp("enter", h.openWords())
	}
	listener.SetEnabled(h.c.Listener != nil)
	if h.c.Listener != nil {
		listener.SetHelp("l", "listener on")
		if on, _ := h.c.Listener.State(); on {
			listener.SetHelp("l", "listener off")
		}
	}
	putBack := keyPutBack
	putBack.SetEnabled(len(h.c.Left) > 0)
	return []key.Binding{open, putBack, listener, palette, filter, words, quit, tokens, phone, clock, choose}, []key.Binding{keyUp, keyDown, keyFirst, keyLast, keyPageUp, keyPageDown, h.zoomKey()}
}

// openWords say what enter does with the demo under the cursor.
func (h *Home) openWords() string {
	switch d := h.demos[h.at]; {
	case h.progress[d.Name] >= len(d.Steps) && len(d.Steps) > 0:
		return "look at it again"
	case h.progress[d.Name] > 0:
		return "go on"
	case len(h.progress) == 0 && h.at == 0 && h.field == nil:
		return "starts the first lesson"
	default:
		return "start"
	}
}

// zoomKey shows what the demo teaches as large as the screen.
func (h *Home) zoomKey() key.Binding {
	k := h.zoom.Key(len(h.demos) > 0)
	if !h.zoom.On() {
		k.SetHelp("z", "read what it teaches, whole")
	}
	return k
}

// Reminders of keys that stand elsewhere; they have none of their own.
var (
	choose  = key.NewBinding(key.WithKeys(), key.WithHelp("↑↓", "choose"))
	tokens  = key.NewBinding(key.WithKeys(), key.WithHelp("t", "tokens"))
	words   = key.NewBinding(key.WithKeys(), key.WithHelp("w", "words"))
	phone   = key.NewBinding(key.WithKeys(), key.WithHelp("m", "phone"))
	clock   = key.NewBinding(key.WithKeys(), key.WithHelp("c", "clock"))
	palette = key.NewBinding(key.WithKeys(), key.WithHelp("ctrl+p", "palette"))
	quit    = key.NewBinding(key.WithKeys(), key.WithHelp("q", "quit"))
)
