// Package issue makes the tokens that a grant has earned.
//
// A grant ends in an [Order]; [Issue] decides in the step's transaction what
// is given for it, keeps what has to be kept, and signs after the commit.
package issue

import (
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Order is what a grant has earned.
type Order struct {
	Client *model.Client
	User   *model.User // nil: the client acts for itself
	Auth   model.Authenticated
	API    *model.API // nil: an opaque access token for /userinfo
	Scope  []string   // granted; offline_access among them asks for a refresh token
	Nonce  string
	// GrantType is the grant that is redeemed now.
	GrantType string
	// Refreshed is true when a refresh token was exchanged: no family begins,
	// and Refresh, if any, is the token that takes the place of the old one.
	Refreshed bool
	Refresh   string
	// AuthTime puts auth_time into the ID token.
	AuthTime bool
	// IDClaims and UserinfoClaims were asked for one by one (OpenID Connect
	// Core §5.5).
	IDClaims       []string
	UserinfoClaims []string
	// ACRAsked is true if the app asked how the user logged in, by acr_values
	// or by name.
	ACRAsked bool
	// ACREssential are those of which the ID token has to name one.
	ACREssential []string
	// Access is given what the access token is kept or revoked by before the
	// commit: the hash of an opaque one, or of a JWT's jti; nil: nobody wants
	// it.
	Access func(hash string) error
	// Actor is who acts for the user, if anybody does (RFC 8693 §4.1).
	Actor string
	// Extra members of the answer, such as recovery_code.
	Extra map[string]any

	key         string   // the thumbprint of the key that the access token is bound to
	permissions []string // what the user may do on the API, where it enforces policies
}

// subject is the user or, where none is, the client itself.
func (o *Order) subject() string {
	if o.User == nil {
		return o.Client.ClientID + "@clients"
	}
	return o.User.UserID
}

// lifetime of an access token for the order's API, in seconds.
func (o *Order) lifetime() int {
	if o.API == nil {
		return 0
	}
	return o.API.TokenLifetime
}

// Response is the answer of /oauth/token (RFC 6749 §5.1).
type Response struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
	Scope        string `json:"scope,omitempty"`
	ExpiresIn    int    `json:"expires_in"` // seconds
	TokenType    string `json:"token_type"`
}

// Issue answers with the tokens of an order. The ID of the family that it
// began, if it did, is given to began before the commit.
func Issue(s *step.Step, o Order, began func(familyID string) error) (*step.Answer, error) {
	if err := permit(s, &o); err != nil {
		return nil, err
	}
	if err := bind(s, &o); err != nil {
		return nil, err
	}
	refresh := o.Refresh
	if !o.Refreshed {
		var err error
		if refresh, err = begin(s, &o, began); err != nil {
			return nil, err
		}
	}
	res := Response{RefreshToken: refresh, Scope: scope.Join(o.Scope), TokenType: o.tokenType()}
	access, err := access(s, &o, o.lifetime(), &res)
	if err != nil {
		return nil, err
	}
	var id map[string]any
	// Where a client acts for itself there is nobody to tell of, whatever the
	// scope says (RFC 6749 §4.4).
	if o.GrantType != model.GrantClientCredentials && s.Note(ruleIDToken, slices.Contains(o.Scope, scope.OpenID), "openid among the scopes", scope.Join(o.Scope)) {
		id = idClaims(s, &o)
	}
	sign := func() (any, error) {
		var err error
		if access != nil {
			if res.AccessToken, err = s.Keys.Sign(access, accessSpec(s, &o)); err != nil {
				return nil, err
			}
		}
		if id != nil {
			if res.IDToken, err = s.Keys.Sign(id, IDSpec(s, o.Client, "JWT")); err != nil {
				return nil, err
			}
		}
		if len(o.Extra) > 0 {
			return withExtra(res, o.Extra), nil
		}
		return res, nil
	}
	a := &step.Answer{Finish: sign}
	return a.Set("Cache-Control", "no-store").Set("Pragma", "no-cache"), nil
}

// begin begins a family if there is to be one, and gives its ID to began.
// Without one, offline_access leaves the granted scope.
func begin(s *step.Step, o *Order, began func(familyID string) error) (string, error) {
	if !family.Wanted(s, o.Client, o.API, o.Scope) {
		o.Scope = slices.DeleteFunc(slices.Clone(o.Scope), func(sc string) bool { return sc == scope.OfflineAccess })
		return "", nil
	}
	f := &model.Family{
		ClientID: o.Client.ClientID, Scope: o.Scope, GrantType: o.GrantType, Authenticated: o.Auth, AuthTime: o.AuthTime,
	}
	if o.API != nil {
		f.Audience = o.API.Identifier
	}
	if o.Client.Public() {
		f.ProofKey = o.key
	}
	token, err := family.Begin(s, o.Client, f)
	if err != nil || began == nil {
		return token, err
	}
	return token, began(f.ID)
}

// userinfoLifetime is how long an access token without an audience lives,
// after the samples of Auth0's documentation.
const userinfoLifetime = 24 * time.Hour

// access fills in the access token's lifetime, and its text if it is opaque;
// a JWT's claims are returned to be signed.
func access(s *step.Step, o *Order, lifetime int, res *Response) (map[string]any, error) {
	if o.API == nil {
		token, err := secret.New(s.Rand, 32)
		if err != nil {
			return nil, err
		}
		res.AccessToken = token
		res.ExpiresIn = int(userinfoLifetime / time.Second)
		s.Note(ruleAudience, false, "an audience", "none: an opaque token that only /userinfo takes")
		hash := secret.Hash(token)
		if err := o.given(hash); err != nil {
			return nil, err
		}
		return nil, store.AccessTokens.Put(s.Tx, &model.AccessToken{
			Hash: hash, UserID: o.User.UserID, ClientID: o.Client.ClientID, Scope: o.Scope, Claims: o.UserinfoClaims, ProofKey: o.key,
			Issuer: s.Issuer, CreatedAt: s.Now, ExpiresAt: s.Now.Add(userinfoLifetime),
		})
	}
	s.Note(ruleAudience, true, "an audience", o.API.Identifier)
	res.ExpiresIn = lifetime
	claims, err := accessClaims(s, o, lifetime)
	if id, named := claims["jti"].(string); named && err == nil {
		err = o.given(secret.Hash(id))
	}
	return claims, err
}

func (o *Order) given(hash string) error {
	if o.Access == nil {
		return nil
	}
	return o.Access(hash)
}
