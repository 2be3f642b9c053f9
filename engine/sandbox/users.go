package sandbox

import (
	"cmp"
	"errors"
	"net/http"
	"strings"

	"github.com/playgrant/playgrant/engine/lockout"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// profile is what can be set of a user. A password can be set, never read.
type profile struct {
	Email         string `json:"email"`
	EmailVerified bool   `json:"email_verified"`
	PhoneNumber   string `json:"phone_number,omitempty"`
	Name          string `json:"name"`
	Nickname      string `json:"nickname"`
	GivenName     string `json:"given_name,omitempty"`
	FamilyName    string `json:"family_name,omitempty"`
	Picture       string `json:"picture,omitempty"`
	Blocked       bool   `json:"blocked"`
	// MFA is what the user meets instead of the policy.
	MFA *model.MFAOverride `json:"mfa,omitempty"`
	// Permissions and Roles count where an API enforces policies.
	Permissions []model.Permission `json:"permissions,omitempty"`
	Roles       []string           `json:"roles,omitempty"`
	Password    string             `json:"password,omitempty"`

	Claims model.StandardClaims `json:"standard_claims,omitzero"`
}

// minPassword is the fewest characters of a new password.
const minPassword = 8

func addUser(s *step.Step) (*step.Answer, error) {
	p, err := patched(s, profile{EmailVerified: true}, profile{})
	if err != nil {
		return nil, err
	}
	if err := field(s, "password", p.Password != "", "given, with at least 8 characters"); err != nil {
		return nil, err
	}
	id, err := secret.From(s.Rand, "0123456789abcdef", 24)
	if err != nil {
		return nil, err
	}
	u := &model.User{UserID: "auth0|" + id, CreatedAt: s.Now}
	if err := setProfile(s, u, p); err != nil {
		return nil, err
	}
	if err := claimed(s, store.AddUser(s.Tx, u)); err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusCreated, JSON: viewOf(model.SetupUser{User: *u})}, nil
}

func patchUser(s *step.Step) (*step.Answer, error) {
	u, err := userInPath(s)
	if err != nil {
		return nil, err
	}
	p, err := patched(s, profile{
		Email: u.Email, EmailVerified: u.EmailVerified, PhoneNumber: u.PhoneNumber, Name: u.Name, Nickname: u.Nickname,
		GivenName: u.GivenName, FamilyName: u.FamilyName, Picture: u.Picture, Blocked: u.Blocked, MFA: u.MFA,
		Permissions: u.Permissions, Roles: u.Roles, Claims: u.Claims,
	}, profile{}) // an address can be replaced, but not removed: the user goes by it
	if err != nil {
		return nil, err
	}
	before := u.Email
	if err := setProfile(s, u, p); err != nil {
		return nil, err
	}
	if store.NormalEmail(before) != store.NormalEmail(u.Email) {
		if err := moveMail(s, u, before); err != nil {
			return nil, err
		}
	}
	if fields, err := object(s); err != nil {
		return nil, err
	} else if string(fields["blocked"]) == "false" { // whoever says so means the lockouts too
		if err := lockout.Forget(s.Tx, u.Email); err != nil {
			return nil, err
		}
	}
	if err := store.Users.Put(s.Tx, u); err != nil {
		return nil, err
	}
	whole, err := withFactors(s.Tx, u)
	return step.JSON(viewOf(whole)), err
}

// moveMail gives a user their new address, and their email factor with it.
func moveMail(s *step.Step, u *model.User, before string) error {
	if err := claimed(s, store.UserByEmail.Claim(s.Tx, store.NormalEmail(u.Email), u.UserID)); err != nil {
		return err
	}
	if err := store.UserByEmail.Release(s.Tx, store.NormalEmail(before)); err != nil {
		return err
	}
	list, err := store.AuthenticatorsOf(s.Tx, u.UserID)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.Kind == model.KindEmail && a.Name == before {
			a.Name = u.Email
			if err := store.Authenticators.Put(s.Tx, a); err != nil {
				return err
			}
		}
	}
	return nil
}

func deleteUser(s *step.Step) (*step.Answer, error) {
	u, err := userInPath(s)
	if err != nil {
		return nil, err
	}
	list, err := store.AuthenticatorsOf(s.Tx, u.UserID)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		if err := store.RemoveAuthenticator(s.Tx, a); err != nil {
			return nil, err
		}
	}
	if err := forget(s, func(p *model.Policy) *string { return &p.AutoLogin }, u.Email); err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusNoContent}, store.RemoveUser(s.Tx, u)
}

func userInPath(s *step.Step) (*model.User, error) {
	return userNamed(s, s.Request.PathValue("email"))
}

// claimed refuses an address that another user has.
func claimed(s *step.Step, err error) error {
	if err != nil && !errors.Is(err, store.ErrTaken) {
		return err
	}
	return s.Require(ruleFree.On("email").With("a user with that email"), err == nil, "an address that is free", "one in use")
}

// allowances holds a user's permissions and roles against what there is.
func allowances(s *step.Step, at string, u *model.User) error {
	if err := knownPermissions(s, at, u.Permissions); err != nil {
		return err
	}
	return knownRoles(s, at, u.Roles)
}

// setProfile checks what was sent and writes it into the user.
func setProfile(s *step.Step, u *model.User, p profile) error {
	password := p.Password == "" || len([]rune(p.Password)) >= minPassword && len(p.Password) <= maxSecret
	if err := field(s, "password", password, "8 to 512 characters long"); err != nil {
		return err
	}
	nickname, _, _ := strings.Cut(p.Email, "@")
	p.Name, p.Nickname = cmp.Or(p.Name, p.Email), cmp.Or(p.Nickname, nickname)
	u.Email, u.EmailVerified, u.PhoneNumber, u.Blocked = p.Email, p.EmailVerified, p.PhoneNumber, p.Blocked
	u.Name, u.Nickname, u.GivenName, u.FamilyName, u.Picture = p.Name, p.Nickname, p.GivenName, p.FamilyName, p.Picture
	u.Permissions, u.Roles, u.MFA = p.Permissions, p.Roles, p.MFA
	u.Claims, u.UpdatedAt = p.Claims, s.Now
	if err := validUser(s, "", u); err != nil {
		return err
	}
	if err := allowances(s, "", u); err != nil || p.Password == "" {
		return err
	}
	hash, err := secret.HashPassword(s.Rand, p.Password)
	if err != nil {
		return err
	}
	u.PasswordHash = hash
	return lockout.Forget(s.Tx, u.Email)
}
