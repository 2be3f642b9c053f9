package model

// StandardClaims are the claims of OpenID Connect Core §5.1 that are not fields
// of [User], each empty if the user has none.
type StandardClaims struct {
	MiddleName        string `json:"middle_name,omitempty"`
	PreferredUsername string `json:"preferred_username,omitempty"`
	Profile           string `json:"profile,omitempty"` // the address of a page about the user
	Picture           string `json:"picture,omitempty"` // for users without one of their own
	Website           string `json:"website,omitempty"`
	Gender            string `json:"gender,omitempty"`
	Birthdate         string `json:"birthdate,omitempty"` // YYYY-MM-DD, or YYYY alone
	Zoneinfo          string `json:"zoneinfo,omitempty"`  // such as Europe/Paris
	Locale            string `json:"locale,omitempty"`    // such as en-GB
	// PhoneNumber is for the claim alone, if the user has no number by which
	// to log in; it counts as not verified.
	PhoneNumber string  `json:"phone_number,omitempty"`
	Address     Address `json:"address,omitzero"`
}

// Address is the address claim (OpenID Connect Core §5.1.1).
type Address struct {
	Formatted     string `json:"formatted,omitempty"`
	StreetAddress string `json:"street_address,omitempty"`
	Locality      string `json:"locality,omitempty"`
	Region        string `json:"region,omitempty"`
	PostalCode    string `json:"postal_code,omitempty"`
	Country       string `json:"country,omitempty"`
}
