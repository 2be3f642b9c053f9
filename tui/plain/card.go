package plain

import (
	"context"
	"fmt"
	"strings"
)

// pointing tells how an app is pointed at the chosen client: the lines of each
// SDK, to hear with the secret masked, and to copy whole.
func (h *holding) pointing(ctx context.Context) error {
	return h.choose(ctx, func() (about []string, choices []choice) {
		kits, at, on := h.things.Kits()
		about = []string{"", "Point your app here: client " + h.things.Chosen() + ", at " + at + "."}
		if !on {
			about = append(about, "The listener is off: apps cannot reach it yet.")
		}
		for _, k := range kits {
			choices = append(choices, choice{k.For, fmt.Sprintf("%s: %s", k.For, ended(k.Name)), func(ctx context.Context) error {
				h.say("", ended(k.Name))
				for l := range strings.SplitSeq(k.Masked, "\n") {
					h.sayRaw(l)
				}
				if k.Note != "" {
					h.say("", ended(k.Note))
				}
				return h.take(ctx, k.Copy)
			}})
		}
		if h.Listener != nil {
			choices = append(choices, h.listenerChoice())
		}
		return about, append(choices, toBack)
	})
}
