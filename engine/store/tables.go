package store

import "github.com/playgrant/playgrant/engine/model"

// The sandbox's tables, one line each.
var (
	Clients        = Table[model.Client]{"client", func(v *model.Client) string { return v.ClientID }}
	APIs           = Table[model.API]{"api", func(v *model.API) string { return v.Identifier }}
	ClientGrants   = Table[model.ClientGrant]{"client-grant", func(v *model.ClientGrant) string { return v.ID }}
	Users          = Table[model.User]{"user", func(v *model.User) string { return v.UserID }}
	Roles          = Table[model.Role]{"role", func(v *model.Role) string { return v.ID }}
	Authenticators = Table[model.Authenticator]{"authenticator", func(v *model.Authenticator) string { return v.ID }}
	Sessions       = Table[model.Session]{"session", func(v *model.Session) string { return v.Hash }}
	Remembered     = Table[model.RememberedBrowser]{"remembered", func(v *model.RememberedBrowser) string { return v.Hash }}
	Logins         = Table[model.Login]{"login", func(v *model.Login) string { return v.ID }}
	Grants         = Table[model.Grant]{"grant", func(v *model.Grant) string { return model.GrantID(v.UserID, v.ClientID, v.Audience) }}
	Codes          = Table[model.Code]{"code", func(v *model.Code) string { return v.Hash }}
	Families       = Table[model.Family]{"family", func(v *model.Family) string { return v.ID }}
	RefreshTokens  = Table[model.RefreshToken]{"refresh-token", func(v *model.RefreshToken) string { return v.Hash }}
	RevokedTokens  = Table[model.RevokedToken]{"revoked-token", func(v *model.RevokedToken) string { return v.Hash }}
	AccessTokens   = Table[model.AccessToken]{"access-token", func(v *model.AccessToken) string { return v.Hash }}
	Assertions     = Table[model.Assertion]{"assertion", func(v *model.Assertion) string { return v.Hash }}
	Pushed         = Table[model.PushedRequest]{"pushed", func(v *model.PushedRequest) string { return v.Hash }}
	DeviceCodes    = Table[model.DeviceCode]{"device-code", func(v *model.DeviceCode) string { return v.Hash }}
	UserCodes      = Table[model.UserCode]{"user-code", func(v *model.UserCode) string { return v.Code }}
	Passwordless   = Table[model.Passwordless]{"passwordless", func(v *model.Passwordless) string { return v.ID }}
	PasswordTicket = Table[model.PasswordTicket]{"password-ticket", func(v *model.PasswordTicket) string { return v.Hash }}
	MFAs           = Table[model.MFATransaction]{"mfa", func(v *model.MFATransaction) string { return v.Hash }}
	Challenges     = Table[model.Challenge]{"challenge", func(v *model.Challenge) string { return v.Hash }}
	Sends          = Table[model.Sends]{"sends", func(v *model.Sends) string { return v.ID }}
	Attempts       = Table[model.Attempts]{"attempts", func(v *model.Attempts) string { return v.UserID }}
	Exchanges      = Table[model.Exchange]{"exchange", func(v *model.Exchange) string { return ExchangeKey(v.ID) }}
	ExchangeLines  = Table[model.ExchangeLine]{"exchange-line", func(v *model.ExchangeLine) string { return ExchangeKey(v.ID) }}
	Messages       = Table[model.Message]{"message", func(v *model.Message) string { return v.ID }}
	Progress       = Table[model.Progress]{"progress", func(v *model.Progress) string { return v.Name }}
	Tallies        = Table[model.Tally]{"tally", func(v *model.Tally) string { return v.ID }}
)

// UserByEmail finds the one user with an address, in the form of NormalEmail.
var UserByEmail = Unique{"user-by-email"}

// The sandbox's indexes.
var (
	AuthenticatorByUser = Index{"authenticator-by-user"} // user id → authenticator ids
	FamilyByUser        = Index{"family-by-user"}        // user id → family ids
	FamilyByTime        = Index{"family-by-time"}        // beginning → family ids
	LivingFamilies      = Index{"living-family"}         // user id, client id, beginning → family ids
	TokenByFamily       = Index{"token-by-family"}       // family id → token hashes
)

// PolicySetting is the sandbox's tenant-wide settings.
var PolicySetting = NewSetting[model.Policy]("policy")
