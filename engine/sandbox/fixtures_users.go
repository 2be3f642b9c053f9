package sandbox

import (
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
)

// fixtureUser is one row of the table of users.
type fixtureUser struct {
	id            string
	email         string
	given, family string
	blocked       bool
	factors       []model.Authenticator // their ids and times come later
	twins         bool                  // the two factors were enrolled as one
}

// twinSecret is of the authenticator app that stands beside a push device.
const twinSecret = "KRUGS4ZANFZSA5DI"

// fixtureUsers have ids that never change, so that what an app keeps about a
// user survives a reset.
var fixtureUsers = []fixtureUser{
	{id: "auth0|65f000000000000000000001", email: "user@example.com", given: "Uma", family: "Usher"},
	{id: "auth0|65f000000000000000000002", email: "otp@example.com", given: "Otto", family: "Pine",
		factors: []model.Authenticator{app(TOTPSecret), recovery(RecoveryCode)}},
	{id: "auth0|65f000000000000000000003", email: "phone@example.com", given: "Fay", family: "Olson",
		factors: []model.Authenticator{sms(Phone), recovery("RECOVERYCODEFORPHONEUSER")}},
	{id: "auth0|65f000000000000000000004", email: "email@example.com", given: "Emil", family: "Marsh",
		factors: []model.Authenticator{mailbox("email@example.com")}},
	{id: "auth0|65f000000000000000000005", email: "push@example.com", given: "Pia", family: "Shore",
		factors: []model.Authenticator{push("Pia's phone"), app(twinSecret)}, twins: true},
	{id: "auth0|65f000000000000000000006", email: "all@example.com", given: "Al", family: "Lund",
		factors: []model.Authenticator{
			app(TOTPSecret), sms(Phone), mailbox("all@example.com"), push("Al's phone"), recovery(RecoveryCode),
		}},
	{id: "auth0|65f000000000000000000007", email: "blocked@example.com", given: "Bo", family: "Locke", blocked: true},
}

func (u fixtureUser) user(passwordHash string, now time.Time) model.User {
	nickname, _, _ := strings.Cut(u.email, "@")
	return model.User{
		UserID: u.id, Email: u.email, EmailVerified: true,
		Name: u.given + " " + u.family, Nickname: nickname, GivenName: u.given, FamilyName: u.family,
		Blocked: u.blocked, CreatedAt: now, UpdatedAt: now, PasswordHash: passwordHash,
	}
}

func app(base32 string) model.Authenticator {
	return model.Authenticator{Kind: model.KindTOTP, Secret: base32}
}

func sms(number string) model.Authenticator {
	return model.Authenticator{Kind: model.KindSMS, Name: number}
}

func mailbox(address string) model.Authenticator {
	return model.Authenticator{Kind: model.KindEmail, Name: address}
}

func push(device string) model.Authenticator {
	return model.Authenticator{Kind: model.KindPush, Name: device}
}

func recovery(code string) model.Authenticator {
	return model.Authenticator{Kind: model.KindRecoveryCode, CodeHash: secret.Hash(code)}
}
