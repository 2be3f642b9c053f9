package family

import (
	"fmt"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// mint keeps another token of the family, and the family with it, and returns
// the token's text. parent is the token that it replaces, if any.
func mint(s *step.Step, f *model.Family, parent *model.RefreshToken) (string, error) {
	tail, err := secret.New(s.Rand, 64)
	if err != nil {
		return "", err
	}
	token := "v1.M" + tail
	f.Tokens++
	t := &model.RefreshToken{
		Hash: secret.Hash(token), ID: fmt.Sprintf("%s.%d", f.ID, f.Tokens), FamilyID: f.ID,
		State: model.StateActive, CreatedAt: s.Now, Exchange: s.Exchange(),
	}
	if parent != nil {
		t.Parent, t.ParentHash = parent.ID, parent.Hash
	}
	if err := store.RefreshTokens.Put(s.Tx, t); err != nil {
		return "", err
	}
	if err := store.TokenByFamily.Add(s.Tx, t.Hash, f.ID); err != nil {
		return "", err
	}
	s.Issued(t.ID)
	return token, store.Families.Put(s.Tx, f)
}

// spend uses a token up, if it rotates, and mints the next.
func spend(s *step.Step, t *model.RefreshToken, f *model.Family) (next string, err error) {
	f.LastUsedAt = s.Now
	if !f.Rotating {
		t.UsedAt = s.Now
		if err := store.RefreshTokens.Put(s.Tx, t); err != nil {
			return "", err
		}
		return "", store.Families.Put(s.Tx, f)
	}
	if t.State == model.StateActive {
		t.State, t.UsedAt = model.StateRotated, s.Now
		if err := store.RefreshTokens.Put(s.Tx, t); err != nil {
			return "", err
		}
		if err := supersede(s, t.ParentHash); err != nil {
			return "", err
		}
	}
	return mint(s, f, t)
}

// supersede marks the parent of a token that is exchanged: it is no longer
// the previous one, and no leeway covers it.
func supersede(s *step.Step, parentHash string) error {
	if parentHash == "" {
		return nil
	}
	p, err := store.RefreshTokens.Get(s.Tx, parentHash)
	if err != nil {
		return err
	}
	p.Superseded = true
	return store.RefreshTokens.Put(s.Tx, p)
}

// End ends a living family. Access tokens already issued live on until they expire:
// they are not looked up when they are used.
func End(s *step.Step, f *model.Family, cause string) error {
	f.State, f.Cause, f.EndedAt = model.StateRevoked, cause, s.Now
	if cause == model.CauseIdle || cause == model.CauseAbsolute {
		f.State = model.StateExpired
	}
	if err := store.Families.Put(s.Tx, f); err != nil {
		return err
	}
	return leave(s.Tx, f)
}
