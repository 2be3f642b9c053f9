package sandbox

import (
	"encoding/base32"
	"fmt"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

var kinds = []string{model.KindTOTP, model.KindSMS, model.KindVoice, model.KindPush, model.KindEmail, model.KindRecoveryCode, model.KindRoaming, model.KindPlatform}

func validUsers(s *step.Step, users []model.SetupUser) error {
	ids, emails, factors := unique{}, unique{}, unique{}
	for i := range users {
		u, at := &users[i], fmt.Sprintf("users[%d].", i)
		err := allOf(s, at,
			want{"user_id", isID(u.UserID) && ids.add(u.UserID), mustID + ", " + mustBeUnique},
			want{"email", emails.add(store.NormalEmail(u.Email)), mustBeUnique},
			want{"password_hash", u.PasswordHash == "" || strings.HasPrefix(u.PasswordHash, "pbkdf2-sha256$") && plain(u.PasswordHash, 255), "what export wrote"},
		)
		if err != nil {
			return err
		}
		if err := validUser(s, at, &u.User); err != nil {
			return err
		}
		for j := range u.Factors {
			a, at := &u.Factors[j], fmt.Sprintf("%sfactors[%d].", at, j)
			err := allOf(s, at,
				want{"id", isID(a.ID) && strings.HasPrefix(a.ID, a.Kind+"|") && factors.add(a.ID), "its kind, a bar and a name of its own"},
				want{"user_id", a.UserID == u.UserID, "that of its user"},
				want{"kind", slices.Contains(kinds, a.Kind), among(kinds)},
				want{"name", plain(a.Name, maxName), mustText},
				want{"secret", a.Kind != model.KindTOTP || isBase32(a.Secret), "in base32"},
				want{"code_hash", a.Kind != model.KindRecoveryCode || isID(a.CodeHash), "what export wrote"},
				want{"passkey", isPasskey(a), "what export wrote"},
			)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// isPasskey holds a confirmed WebAuthn authenticator to the limits of Web
// Authentication §4: an id of at most 1023 bytes, and a key.
func isPasskey(a *model.Authenticator) bool {
	p := a.Passkey
	if !model.IsPasskey(a.Kind) || !a.Active {
		return p == nil
	}
	return p != nil && len(p.ID) > 0 && len(p.ID) <= 1023 && len(p.PublicKey) > 0 && len(p.PublicKey) <= 4096 &&
		p.RPID != "" && plain(p.RPID, 253) && plain(strings.Join(p.Transports, " "), 255)
}

func isBase32(s string) bool {
	_, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(s, "="))
	return err == nil && s != ""
}
