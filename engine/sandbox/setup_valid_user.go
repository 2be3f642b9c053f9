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

var kinds = []string{model.KindTOTP, model.KindSMS, model.KindVoice, model.KindPush, model.KindEmail, model.KindRecoveryCode}

func validUsers(s *step.Step, users []model.SetupUser) error {
	ids, emails, factors := unique{}, unique{}, unique{}
	for i := range users {
		u, at := &users[i], fmt.Sprintf("users[%d]", i)
		err := allOf(s,
			want{at + ".user_id", isID(u.UserID) && ids.add(u.UserID), mustID + ", " + mustBeUnique},
			want{at + ".email", isEmail(u.Email) && emails.add(store.NormalEmail(u.Email)), "an email, " + mustBeUnique},
			want{at + ".name", plain(u.Name, 255), "text of up to 255 characters"},
			want{at + ".nickname", plain(u.Nickname, 255), "text of up to 255 characters"},
			want{at + ".picture", u.Picture == "" || isURL(u.Picture), mustURL},
			want{at + ".password_hash", u.PasswordHash == "" || strings.HasPrefix(u.PasswordHash, "pbkdf2-sha256$") && plain(u.PasswordHash, 255), "what export wrote"},
		)
		if err != nil {
			return err
		}
		for j := range u.Factors {
			a, at := &u.Factors[j], fmt.Sprintf("%s.factors[%d]", at, j)
			err := allOf(s,
				want{at + ".id", isID(a.ID) && strings.HasPrefix(a.ID, a.Kind+"|") && factors.add(a.ID), "its kind, a bar and a name of its own"},
				want{at + ".user_id", a.UserID == u.UserID, "that of its user"},
				want{at + ".kind", slices.Contains(kinds, a.Kind), oneOf(kinds)},
				want{at + ".name", plain(a.Name, 255), "text of up to 255 characters"},
				want{at + ".secret", a.Kind != model.KindTOTP || isBase32(a.Secret), "in base32"},
				want{at + ".code_hash", a.Kind != model.KindRecoveryCode || isID(a.CodeHash), "what export wrote"},
			)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func isBase32(s string) bool {
	_, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(s, "="))
	return err == nil && s != ""
}
