package model

import "time"

// Setup is all that is set up in a sandbox, with its secrets: what `playgrant
// sandbox export` writes and `import` takes. What came about by use, such as
// sessions and tokens, is not part of it.
type Setup struct {
	Clients      []Client      `json:"clients"`
	APIs         []API         `json:"apis"`
	ClientGrants []ClientGrant `json:"client_grants"`
	Users        []SetupUser   `json:"users"`
	Roles        []Role        `json:"roles,omitempty"`
	Policy       Policy        `json:"policy"`
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
