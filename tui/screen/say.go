package screen

import "strings"

// Say is a text that names keys in braces, with those that they are now at a
// place: Say("tokens", "{u} looks again") is "u looks again" unless the user
// has given that action another key. Text from outside is added afterwards.
func (c *Context) Say(place, text string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		key, after, _ := strings.Cut(rest, "}")
		b.WriteString(c.Keys.Name(place, key))
		text = after
	}
}
