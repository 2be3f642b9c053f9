// Package mfa is the second factor: when one is required, the mfa_token that
// stands for a grant waiting for it, the one-time and recovery codes that
// settle it, and the endpoints under /mfa
// (auth0.com/docs/secure/multi-factor-authentication/multi-factor-authentication-developer-resources/mfa-api).
//
// [Required] decides and [Begin] refuses with mfa_required; the grants and the
// hosted pages then call [VerifyOTP] or [VerifyRecoveryCode]. A refusal of
// theirs is kept by the transaction, since it counts an attempt: a caller
// returns it as it is, and has written nothing before that must not hold.
package mfa
