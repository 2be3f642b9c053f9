package sandbox

import (
	"net/mail"
	"net/url"
	"regexp"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// validUser holds a user's profile against what can be shown and sent to.
func validUser(s *step.Step, at string, u *model.User) error {
	if err := validClaims(s, at+"standard_claims.", u.Claims); err != nil {
		return err
	}
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

// validClaims holds the claims against OpenID Connect Core §5.1.
func validClaims(s *step.Step, at string, c model.StandardClaims) error {
	a := c.Address
	return allOf(s, at,
		want{"middle_name", plain(c.MiddleName, maxName), mustText},
		want{"preferred_username", plain(c.PreferredUsername, maxName), mustText},
		want{"profile", c.Profile == "" || isPicture(c.Profile), "an address, by http or https"},
		want{"picture", c.Picture == "" || isPicture(c.Picture), "the address of a picture, by http or https"},
		want{"website", c.Website == "" || isPicture(c.Website), "an address, by http or https"},
		want{"gender", plain(c.Gender, maxName), mustText},
		want{"birthdate", c.Birthdate == "" || birthdate.MatchString(c.Birthdate), "a day such as 1990-05-17, or a year"},
		want{"zoneinfo", plain(c.Zoneinfo, maxName), mustText},
		want{"locale", plain(c.Locale, maxName), mustText},
		want{"phone_number", c.PhoneNumber == "" || model.IsPhoneNumber(c.PhoneNumber), "a number such as +15555550100"},
		want{"address", plain(a.Formatted+a.StreetAddress, maxURL) && plain(a.Locality+a.Region+a.PostalCode+a.Country, maxURL), "text in one line, of up to 2048 characters"},
	)
}

var birthdate = regexp.MustCompile(`^\d{4}(-\d\d-\d\d)?$`)

func isEmail(s string) bool {
	parsed, err := mail.ParseAddress(s)
	return err == nil && parsed.Address == s && plain(s, 254) && !strings.Contains(s, " ")
}

func isPicture(s string) bool {
	u, err := url.Parse(s)
	return err == nil && plain(s, maxURL) && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
