package decode

// Change is a claim that differs between two tokens; Before or After is nil
// where the token had none.
type Change struct {
	Name          string
	Before, After *Claim
}

// Changes compares two tokens claim by claim: what differs, in the order of
// the later token, what it lost last; and the names of the claims that stayed.
func Changes(before, after Token) (changed []Change, same []string) {
	find := func(t Token, name string) *Claim {
		for i, c := range t.Claims {
			if c.Name == name {
				return &t.Claims[i]
			}
		}
		return nil
	}
	for i, c := range after.Claims {
		old := find(before, c.Name)
		if old != nil && old.Text == c.Text {
			same = append(same, c.Name)
			continue
		}
		changed = append(changed, Change{c.Name, old, &after.Claims[i]})
	}
	for i, c := range before.Claims {
		if find(after, c.Name) == nil {
			changed = append(changed, Change{c.Name, &before.Claims[i], nil})
		}
	}
	return changed, same
}
