package sandbox

import (
	"net/mail"
	"net/url"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// validUser holds a user's profile against what can be shown and sent to.
func validUser(s *step.Step, at string, u *model.User) error {
	return allOf(s, at, append(overrides(&u.MFA),
		want{"email", isEmail(u.Email) || u.Email == "" && strings.HasPrefix(u.UserID, "sms|"), "an email address, such as new@example.com"},
		want{"phone_number", u.PhoneNumber == "" || model.IsPhoneNumber(u.PhoneNumber), "a number such as +15555550100"},
		want{"name", plain(u.Name, maxName), mustText},
		want{"nickname", plain(u.Nickname, maxName), mustText},
		want{"given_name", plain(u.GivenName, maxName), mustText},
		want{"family_name", plain(u.FamilyName, maxName), mustText},
		want{"picture", u.Picture == "" || isPicture(u.Picture), "the address of a picture, by http or https"},
	)...)
}

func isEmail(s string) bool {
	parsed, err := mail.ParseAddress(s)
	return err == nil && parsed.Address == s && plain(s, 254) && !strings.Contains(s, " ")
}

func isPicture(s string) bool {
	u, err := url.Parse(s)
	return err == nil && plain(s, maxURL) && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
