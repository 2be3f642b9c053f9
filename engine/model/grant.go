package model

import "time"

// Grant is what a user has allowed a third-party client, in the field names of
// Auth0's Management API (GET /api/v2/grants). There is one for each user,
// client and audience.
type Grant struct {
	UserID    string    `json:"user_id"`
	ClientID  string    `json:"clientID"`
	Audience  string    `json:"audience"` // empty: only the user's profile
	Scope     []string  `json:"scope"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// GrantID is the key of what a user has allowed a client for an audience.
func GrantID(userID, clientID, audience string) string {
	return userID + "\x00" + clientID + "\x00" + audience
}
