package model

import "time"

// Channels by which a message reaches a user.
const (
	ChannelSMS   = "sms"
	ChannelVoice = "voice"
	ChannelEmail = "email"
	ChannelPush  = "push"
)

// States of a message. Only a push is answered, and only for a while; that the
// while is over is not kept, but told from the time.
const (
	MessageDelivered = "delivered"
	MessagePending   = "pending"
	MessageApproved  = "approved"
	MessageDenied    = "denied"
	MessageExpired   = "expired"
)

// Message is what reached the simulated phone or mailbox of a user.
type Message struct {
	ID      string    `json:"id"` // sorts in the order of delivery
	At      time.Time `json:"at"`
	Channel string    `json:"channel"`
	To      string    `json:"to"` // number, address or device
	Body    string    `json:"body"`
	Code    string    `json:"code"`
	State   string    `json:"state"`
	UserID  string    `json:"user_id,omitempty"`
}
