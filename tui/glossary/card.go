package glossary

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/sahilm/fuzzy"

	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Card lies over a screen: the terms on the left, those of the place first,
// and what the one under the cursor means.
type Card struct {
	c     *screen.Context
	here  []Term // of this place
	found []Term
	field *ui.Field
	at    int
	left  []string // the terms from which "see also" led away
	list  ui.Scroll
	text  ui.Scroll
}

// New makes the card. It opens on the first of the words that is a term, or
// else on the first term that the text uses.
func New(c *screen.Context, words []string, text string) *Card {
	k := &Card{c: c, field: ui.NewField("", false)}
	seen := map[string]bool{}
	add := func(t Term) {
		if !seen[t.Name] {
			seen[t.Name] = true
			k.here = append(k.here, t)
		}
	}
	for _, w := range words {
		t, ok := Find(w)
		if !ok && !strings.Contains(w, "/") {
			t, ok = Find(w[strings.LastIndexByte(w, '.')+1:]) // refresh_token.leeway
		}
		if ok {
			add(t)
		}
	}
	for _, t := range In(text) {
		add(t)
	}
	k.filter()
	return k
}

// terms make the list a source for the fuzzy search.
type terms []Term

func (l terms) Len() int            { return len(l) }
func (l terms) String(i int) string { return l[i].Name + " " + strings.Join(l[i].Also, " ") }

// filter finds the terms that what is typed may mean: those whose name or
// spelling begins so, and then those with its letters.
func (k *Card) filter() {
	k.at, k.found = 0, nil
	k.list.Off, k.text.Off = 0, 0
	typed := strings.ToLower(strings.TrimSpace(k.field.Value()))
	if typed == "" {
		k.found = append(k.found, k.here...)
		k.found = append(k.found, All()...)
		return
	}
	seen := map[string]bool{}
	add := func(t Term) {
		if !seen[t.Name] {
			seen[t.Name] = true
			k.found = append(k.found, t)
		}
	}
	if t, ok := Find(typed); ok {
		add(t)
	}
	for _, t := range All() {
		if strings.HasPrefix(strings.ToLower(t.Name), typed) {
			add(t)
		}
	}
	for _, t := range All() {
		for _, name := range append([]string{t.Name}, t.Also...) {
			if strings.Contains(strings.ToLower(name), typed) {
				add(t)
			}
		}
	}
	if len(typed) > 2 {
		for _, m := range fuzzy.FindFrom(typed, terms(All())) {
			add(All()[m.Index])
		}
	}
}

// term is the one under the cursor.
func (k *Card) term() (Term, bool) {
	if k.at >= len(k.found) {
		return Term{}, false
	}
	return k.found[k.at], true
}

// Update takes a key; done takes the card away.
func (k *Card) Update(msg tea.KeyMsg) (cmd tea.Cmd, done bool) {
	t, ok := k.term()
	switch msg.String() {
	case "esc":
		return nil, true
	case "up", "ctrl+k":
		k.move(-1)
	case "down", "ctrl+j":
		k.move(1)
	case "pgup":
		k.text.Off -= 5
	case "pgdown":
		k.text.Off += 5
	case "tab":
		if ok && len(t.See) > 0 {
			k.left = append(k.left, t.Name)
			k.open(t.See[0])
		}
	case "shift+tab":
		if n := len(k.left); n > 0 {
			k.open(k.left[n-1])
			k.left = k.left[:n-1]
		}
	case "enter":
		if ok && k.c.Demo(t.Demo) != nil {
			return screen.Send(screen.Open{Route: screen.Route{Kind: "walk", Name: t.Demo}}), true
		}
	default:
		k.field.Update(msg)
		k.filter()
	}
	return nil, false
}

func (k *Card) move(by int) {
	k.at = max(0, min(k.at+by, len(k.found)-1))
	k.text.Off = 0
}

// open puts the cursor on a term, in the list of all.
func (k *Card) open(name string) {
	k.field = ui.NewField("", false)
	k.filter()
	for i := len(k.here); i < len(k.found); i++ {
		if k.found[i].Name == name {
			k.at = i
		}
	}
}
