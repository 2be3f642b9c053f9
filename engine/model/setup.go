package model

// Setup is all that is set up in a sandbox, with its secrets: what `playgrant
// sandbox export` writes and `import` takes. What came about by use, such as
// sessions and tokens, is not part of it.
type Setup struct {
	Clients      []Client      `json:"clients"`
	APIs         []API         `json:"apis"`
	ClientGrants []ClientGrant `json:"client_grants"`
	Users        []SetupUser   `json:"users"`
	Policy       Policy        `json:"policy"`
}

// SetupUser is a user with all their factors.
type SetupUser struct {
	User
	Factors []Authenticator `json:"factors"`
}
