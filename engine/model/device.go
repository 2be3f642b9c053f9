package model

import "time"

// States of a device code.
const (
	DevicePending  = "pending"
	DeviceApproved = "approved"
	DeviceDenied   = "denied"
	DeviceExpired  = "expired" // and the device was told
)

// DeviceCode is a device that waits for its user, kept under the hash of its
// code (RFC 8628).
type DeviceCode struct {
	Hash          string        `json:"hash"`
	UserCode      string        `json:"user_code"`
	ClientID      string        `json:"client_id"`
	Audience      string        `json:"audience,omitempty"`
	Requested     []string      `json:"requested"`
	Scope         []string      `json:"scope"`
	Issuer        string        `json:"issuer"`
	State         string        `json:"state"`
	Authenticated Authenticated `json:"authenticated"`
	CreatedAt     time.Time     `json:"created_at"`
	ExpiresAt     time.Time     `json:"expires_at"`
	PolledAt      time.Time     `json:"polled_at,omitzero"`
	Interval      int           `json:"interval"` // seconds between two polls
}

// UserCode leads from what a user types to the device.
type UserCode struct {
	Code      string    `json:"code"`
	Hash      string    `json:"hash"`
	ExpiresAt time.Time `json:"expires_at"`
}
