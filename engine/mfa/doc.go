// Package mfa is the second factor: when one is required, the mfa_token that
// stands for a grant waiting for it, the codes, messages and pushes that settle
// it, and the endpoints under /mfa
// (auth0.com/docs/secure/multi-factor-authentication/multi-factor-authentication-developer-resources/mfa-api).
//
// [Required] decides and [Begin] refuses with mfa_required; the grants and the
// hosted pages then call [VerifyOTP] or [VerifyRecoveryCode], or challenge one
// of the user's [Usable] authenticators out of band: [BeginOOB] sends, and
// [FindOOB] with [VerifyOOB], [PollPush] or [PushAnswered] takes the answer.
// [Enroll] begins an authenticator, which its first answer confirms. A refusal
// that counts an attempt is kept by the transaction: a caller returns it as it
// is, and has written nothing before that must not hold.
package mfa
