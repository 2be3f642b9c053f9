package glossary

import (
	"slices"
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

// byTitle are the terms by their names alone.
type byTitle []Term

func (l byTitle) Len() int            { return len(l) }
func (l byTitle) String(i int) string { return l[i].Name }

// filter finds the terms that what is typed may mean, the likeliest first: the
// one of that name, names that begin so, other spellings, and what has it
// within. Only when there is none of these is a slip of the fingers thought of.
func (k *Card) filter() {
	k.at, k.found = 0, nil
	k.list.Off, k.text.Off = 0, 0
	typed := strings.ToLower(strings.TrimSpace(k.field.Value()))
	if typed == "" {
		k.found = append(k.found, k.here...)
		k.found = append(k.found, All()...)
		return
	}
	k.found = search(typed)
}

// search are the terms for what was typed, in small letters.
func search(typed string) (found []Term) {
	names := func(t Term) []string { return []string{t.Name} }
	spellings := func(t Term) []string { return t.Also }
	same := func(name, typed string) bool { return name == typed }
	seen := map[string]bool{}
	for _, by := range []struct {
		of   func(Term) []string
		fits func(name, typed string) bool
	}{
		{names, same}, {names, strings.HasPrefix},
		{spellings, same}, {spellings, strings.HasPrefix},
		{names, strings.Contains}, {spellings, strings.Contains},
	} {
		for _, t := range All() {
			fits := func(name string) bool { return by.fits(strings.ToLower(name), typed) }
			if !seen[t.Name] && slices.ContainsFunc(by.of(t), fits) {
				seen[t.Name] = true
				found = append(found, t)
			}
		}
	}
	if len(found) == 0 && len(typed) > 2 {
		for _, source := range []fuzzy.Source{byTitle(All()), terms(All())} {
			for _, m := range fuzzy.FindFrom(typed, source) {
				if t := All()[m.Index]; !seen[t.Name] {
					seen[t.Name] = true
					found = append(found, t)
				}
			}
		}
	}
	return found
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
