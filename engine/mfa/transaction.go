package mfa

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// TokenLifetime is how long an mfa_token holds. Auth0 documents ten minutes
// for the MFA API's access tokens and nothing for this one; we take the same.
const TokenLifetime = 10 * time.Minute

// tokenPrefix is what Auth0's sealed tokens begin with.
const tokenPrefix = "Fe26.2*"

var (
	ruleGiven = check.Rule{
		ID: "mfa.given", Says: "A second factor was given",
		Ref: `Auth0 "Authenticate Using ROPG with MFA"`, Fix: "Take the mfa_token of this answer, list the authenticators with it, challenge one and finish with an mfa grant.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "mfa_required", Description: "Multifactor authentication required"},
	}
	ruleTokenSent = check.Rule{
		ID: "mfa-token.sent", Says: "The mfa_token is there", Param: "mfa_token",
		Ref: "Auth0 MFA API", Fix: "Send the mfa_token that came with mfa_required.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Missing required parameter: mfa_token"},
	}
	ruleTokenKnown = check.Rule{
		ID: "mfa-token.known", Says: "The mfa_token is one that this server gave out", Param: "mfa_token",
		Ref: "Auth0 MFA API", Fix: "Send the mfa_token exactly as it came with mfa_required.", Answer: malformed, Standard: badRequest,
	}
	ruleTokenClient = check.Rule{
		ID: "mfa-token.client", Says: "The mfa_token was given to this client", Param: "mfa_token",
		Ref: "Playgrant; RFC 6749 §5.2", Fix: "Finish with the client that got the mfa_required.", Answer: malformed, Standard: badRequest,
	}
	ruleTokenIssuer = check.Rule{
		ID: "mfa-token.issuer", Says: "The mfa_token is used at the address that gave it out", Param: "mfa_token",
		Ref: "Playgrant: the issuer is bound into what it issues", Fix: "Use one scheme, host and port throughout.", Answer: malformed, Standard: badRequest,
	}
	ruleTokenUnspent = check.Rule{
		ID: "mfa-token.unspent", Says: "The mfa_token has not been used up", Param: "mfa_token",
		Ref: "Playgrant", Fix: "Begin again: an mfa_token gives tokens once.", Answer: malformed, Standard: badRequest,
	}
	ruleTokenCurrent = check.Rule{
		ID: "mfa-token.current", Says: "The mfa_token is no older than ten minutes", Param: "mfa_token",
		Ref: "Playgrant", Fix: "Begin again: send the first grant once more to get a new mfa_token.",
		Answer: check.Answer{Status: http.StatusUnauthorized, Code: "expired_token", Description: "mfa_token is expired"},
	}
	ruleTokenUser = check.Rule{
		ID: "mfa-token.user", Says: "The user who waits is still there", Param: "mfa_token",
		Ref: "Playgrant", Fix: "Begin again with another user of the sandbox.", Answer: malformed, Standard: badRequest,
	}
	ruleTokenBlocked = check.Rule{
		ID: "mfa-token.user.blocked", Says: "The user who waits is not blocked", Param: "mfa_token",
		Ref: `Auth0 "Block and Unblock Users"`, Fix: "Take the block off the user, or begin again with another.",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "unauthorized", Description: "user is blocked"},
		Standard: check.Answer{Status: http.StatusBadRequest, Code: "invalid_grant"},
	}

	malformed  = check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "Malformed mfa_token"}
	badRequest = check.Answer{Status: http.StatusBadRequest}
)

// requirements is the member mfa_requirements: always an object, its lists
// only when there is something in them.
type requirements struct {
	Challenge []factor `json:"challenge,omitempty"`
	Enroll    []factor `json:"enroll,omitempty"`
}

type factor struct {
	Type string `json:"type"`
}

func factors(types []string) []factor {
	var out []factor
	for _, t := range types {
		if !model.IsPasskey(t) { // an app could do nothing with it
			out = append(out, factor{t})
		}
	}
	return out
}

// Begin keeps a grant that has to wait for a second factor and returns the
// mfa_required refusal, with its mfa_token. The caller fills in who waits for
// what (UserID, ClientID, GrantType, Audience, Requested, Scope). The
// refusal commits the step, so a grant calls Begin before it writes anything
// of its own: a rotating token, for one, is not consumed.
func Begin(s *step.Step, tx model.MFATransaction, req Requirement) error {
	random, err := secret.New(s.Rand, 96)
	if err != nil {
		return err
	}
	token := tokenPrefix + random
	tx.Hash = secret.Hash(token)
	tx.Issuer = s.Issuer
	tx.CreatedAt = s.Now
	tx.ExpiresAt = s.Now.Add(TokenLifetime)
	if err := store.MFAs.Put(s.Tx, &tx); err != nil {
		return err
	}
	refusal := s.Require(ruleGiven, false, "a second factor", "the first factor alone")
	return check.Keep(check.WithExtra(refusal, map[string]any{
		"mfa_token":        token,
		"mfa_requirements": requirements{factors(req.Challenge), factors(req.Enroll)},
	}))
}

// Transaction finds what an mfa_token stands for. It refuses tokens that are
// missing, unknown, from another issuer, spent or expired, and, unless client
// is nil, those of another client.
func Transaction(s *step.Step, token string, client *model.Client) (*model.MFATransaction, error) {
	if err := s.Require(ruleTokenSent, token != "", "an mfa_token", ""); err != nil {
		return nil, err
	}
	var tx *model.MFATransaction
	err := store.ErrNotFound
	if strings.HasPrefix(token, tokenPrefix) {
		tx, err = store.MFAs.Get(s.Tx, secret.Hash(token))
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("mfa transaction: %w", err)
	}
	if err := s.Require(ruleTokenKnown, tx != nil, "a token that this server gave out", unlessOK(tx != nil, "one it does not know")); err != nil {
		return nil, err
	}
	if client != nil {
		mine := tx.ClientID == client.ClientID
		if err := s.Require(ruleTokenClient, mine, client.ClientID, tx.ClientID); err != nil {
			return nil, err
		}
	}
	if err := s.Require(ruleTokenIssuer, tx.Issuer == s.Issuer, tx.Issuer, s.Issuer); err != nil {
		return nil, err
	}
	spent := !tx.SpentAt.IsZero()
	if err := s.Require(ruleTokenUnspent, !spent, "one that was not used", unlessOK(!spent, "one used at "+clockTime(tx.SpentAt))); err != nil {
		return nil, err
	}
	current := s.Now.Before(tx.ExpiresAt)
	if err := s.Require(ruleTokenCurrent, current, "before "+clockTime(tx.ExpiresAt), unlessOK(current, "it is "+clockTime(s.Now))); err != nil {
		return nil, err
	}
	return tx, nil
}

// UserOf returns the user whose second factor a transaction waits for. It
// refuses if they were deleted or blocked since it began.
func UserOf(s *step.Step, tx *model.MFATransaction) (*model.User, error) {
	return userOf(s, tx.UserID, ruleTokenUser, ruleTokenBlocked)
}

func userOf(s *step.Step, id string, there, unblocked check.Rule) (*model.User, error) {
	u, err := store.Users.Get(s.Tx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("user of a second factor: %w", err)
	}
	if err := s.Require(there, err == nil, "a user of the sandbox", unlessOK(err == nil, "one that was deleted")); err != nil {
		return nil, err
	}
	return u, s.Require(unblocked, !u.Blocked, "a user who may log in", unlessOK(!u.Blocked, "one that is blocked"))
}

// Spend uses a transaction up, so that its mfa_token gives tokens only once.
// Auth0 does not say whether it does the same; wrong codes leave it be. An
// access token, which was not kept, lasts until it expires.
func Spend(s *step.Step, tx *model.MFATransaction) error {
	if byAccess(tx) {
		return nil
	}
	tx.SpentAt = s.Now
	return store.MFAs.Put(s.Tx, tx)
}

func clockTime(t time.Time) string { return t.UTC().Format(time.DateTime) + " UTC" }

// unlessOK leaves what a check got out of its text when it holds.
func unlessOK(ok bool, got string) string {
	if ok {
		return ""
	}
	return got
}
