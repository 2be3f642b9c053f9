package model

import "time"

// Setup is all that is set up in a sandbox: what `playgrant sandbox export`
// writes and `import` takes. What came about by use, such as sessions and
// tokens, is not part of it.
type Setup struct {
	Clients      []Client      `json:"clients"`
	APIs         []API         `json:"apis"`
	ClientGrants []ClientGrant `json:"client_grants"`
	Users        []SetupUser   `json:"users"`
	Roles        []Role        `json:"roles,omitempty"`
	Policy       Policy        `json:"policy"`
	// WithoutSecrets says that they were left out: who takes it keeps what is
	// known of the same client, API, user and factor, and makes the rest anew.
	WithoutSecrets bool `json:"without_secrets,omitempty"`
	// WithoutFactorSecrets says the same of the users' factors alone.
	WithoutFactorSecrets bool `json:"without_factor_secrets,omitempty"`
}

// Taken is what became of the secrets that a [Setup] left out, where they were
// not known.
type Taken struct {
	NewSecrets []string      `json:"new_secrets"` // client ids and identifiers of APIs
	NoPassword []string      `json:"no_password"` // emails
	LeftOut    []TakenFactor `json:"left_out"`    // factors that are nothing without their secret
}

// TakenFactor is a factor of a user.
type TakenFactor struct {
	User string `json:"user"` // the email
	ID   string `json:"id"`
}

// SetupUser is a user with all their factors.
type SetupUser struct {
	User
	Factors []Authenticator `json:"factors"`
}

// Snapshot is a state of the sandbox that is kept under a name: what is set up,
// and all that came about by use but the record of exchanges.
type Snapshot struct {
	Name    string    `json:"name"`
	At      time.Time `json:"at"` // when it was taken, by the sandbox's clock
	Entries int       `json:"entries"`
	Bytes   int64     `json:"bytes"`
}
