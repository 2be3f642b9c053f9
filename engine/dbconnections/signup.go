package dbconnections

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/mail"
	"net/url"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Limits of what a sign-up can bring (auth0.com/docs/api/authentication/signup).
const (
	minPassword = 8
	maxPassword = 512
	maxText     = 255
	maxMetadata = 10
)

var (
	rulePassword = check.Rule{
		ID: "db.password", Says: "The password has at least 8 characters", Param: "password",
		Ref: "Playgrant, after Auth0's “fair” policy", Fix: "Choose a longer one.",
		Answer: bad("invalid_password", "The password is too weak: at least 8 characters"),
	}
	ruleFree = check.Rule{
		ID: "db.free", Says: "No user has that address", Param: "email",
		Ref: "Auth0 “Signup”", Fix: "Log in as that user, or choose another address.",
		Answer: bad("user_exists", "The user already exists."),
	}
	ruleMetadata = check.Rule{
		ID: "db.metadata", Says: "user_metadata is an object of at most 10 texts of at most 500 characters", Param: "user_metadata",
		Ref: "Auth0 “Signup”", Fix: "Send less.",
		Answer: bad("invalid_signup", "user_metadata is not as it has to be"),
	}
	rulePicture = check.Rule{
		ID: "db.picture", Says: "The picture is an address by http or https", Param: "picture",
		Ref: "Auth0 “Signup”", Fix: "Send the whole address, or leave it out.",
		Answer: bad("invalid_signup", "The picture is not an address"),
	}
	ruleTexts = check.Rule{
		ID: "db.texts", Says: "The names are texts of at most 255 characters",
		Ref: "Playgrant", Fix: "Send shorter ones.",
		Answer: bad("invalid_signup", "A name is too long"),
	}
)

func signUp(s *step.Step) (*step.Answer, error) {
	if err := named(s); err != nil {
		return nil, err
	}
	if err := credentials(s); err != nil {
		return nil, err
	}
	about, fits := metadata(s.Params.Get("user_metadata"))
	if err := s.Require(ruleMetadata, fits, "a small object of texts", "something else"); err != nil {
		return nil, err
	}
	picture := s.Params.Get("picture")
	if err := s.Require(rulePicture, picture == "" || isPicture(picture), "an address by http or https", "something else"); err != nil {
		return nil, err
	}
	u, err := newUser(s)
	if err != nil {
		return nil, err
	}
	u.Name, u.Nickname = cmp.Or(s.Params.Get("name"), u.Name), cmp.Or(s.Params.Get("nickname"), u.Nickname)
	u.GivenName, u.FamilyName, u.Picture, u.Metadata = s.Params.Get("given_name"), s.Params.Get("family_name"), picture, about
	for _, text := range []string{u.Name, u.Nickname, u.GivenName, u.FamilyName} {
		if err := s.Require(ruleTexts, len(text) <= maxText, "up to 255 characters", "more"); err != nil {
			return nil, err
		}
	}
	if err := add(s, u); err != nil {
		return nil, err
	}
	answer := map[string]any{"_id": strings.TrimPrefix(u.UserID, database), "email": u.Email, "email_verified": false}
	if len(about) > 0 {
		answer["user_metadata"] = about
	}
	for name, value := range map[string]string{"picture": picture, "given_name": u.GivenName, "family_name": u.FamilyName, "name": s.Params.Get("name"), "nickname": s.Params.Get("nickname")} {
		if value != "" {
			answer[name] = value
		}
	}
	return step.JSON(answer), nil
}

// Account adds a user with the email and password of the request's
// parameters, and nothing more.
func Account(s *step.Step) (*model.User, error) {
	if err := credentials(s); err != nil {
		return nil, err
	}
	u, err := newUser(s)
	if err != nil {
		return nil, err
	}
	return u, add(s, u)
}

// credentials requires an email and a password that a user can have.
func credentials(s *step.Step) error {
	email := s.Params.Get("email")
	parsed, err := mail.ParseAddress(email)
	if err := s.Require(ruleEmail, err == nil && parsed.Address == email && len(email) <= 254, "an email address", "something else, or none"); err != nil {
		return err
	}
	return strong(s, s.Params.Get("password"))
}

// database begins the ids of users who are in the database connection.
const database = "auth0|"

func newUser(s *step.Step) (*model.User, error) {
	id, err := secret.From(s.Rand, "0123456789abcdef", 24)
	if err != nil {
		return nil, err
	}
	hash, err := secret.HashPassword(s.Rand, s.Params.Get("password"))
	if err != nil {
		return nil, err
	}
	email := s.Params.Get("email")
	nickname, _, _ := strings.Cut(email, "@")
	return &model.User{
		UserID: database + id, Email: email, PasswordHash: hash, CreatedAt: s.Now, UpdatedAt: s.Now, Name: email, Nickname: nickname,
	}, nil
}

func add(s *step.Step, u *model.User) error {
	err := store.AddUser(s.Tx, u)
	if err != nil && !errors.Is(err, store.ErrTaken) {
		return err
	}
	return s.Require(ruleFree, err == nil, "a new address", "one in use")
}

// strong requires a password that a user can have.
func strong(s *step.Step, password string) error {
	n := len([]rune(password))
	got := "fewer"
	if n >= minPassword {
		got = "enough"
	}
	return s.Require(rulePassword, n >= minPassword && len(password) <= maxPassword, "8 to 512 characters", got)
}

// metadata reads user_metadata; ok is false for what is more than it may be.
func metadata(raw string) (about map[string]string, ok bool) {
	if raw == "" {
		return nil, true
	}
	if json.Unmarshal([]byte(raw), &about) != nil || len(about) > maxMetadata {
		return nil, false
	}
	for name, value := range about {
		if len(name) > 100 || len(value) > 500 {
			return nil, false
		}
	}
	return about, true
}

func isPicture(address string) bool {
	u, err := url.Parse(address)
	return err == nil && len(address) <= 2048 && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
