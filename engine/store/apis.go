package store

import (
	"errors"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
)

// IssuerPlaceholder stands for the issuer in the identifier of a system API:
// the sandbox answers under several issuers, one for each address it has.
const IssuerPlaceholder = "{issuer}"

// APIWithAudience finds the API that an audience names at an issuer, the
// Management API among them. It returns ErrNotFound if there is none. The API's
// Identifier is the audience.
func APIWithAudience(r Reader, issuer, audience string) (*model.API, error) {
	api, err := RegisteredAPI(r, issuer, audience)
	if errors.Is(err, ErrNotFound) && issuer != "" && audience == issuer+managementPath {
		return management(audience), nil
	}
	return api, err
}

// managementPath is where Auth0 has its Management API. Every tenant knows the
// audience, and apps ask for it to read and change their user's own account;
// none of that API's endpoints is here.
const managementPath = "api/v2/"

// management is the Management API as the users of an app may use it: Auth0
// gives them the scopes of their own account alone
// (auth0.com/docs/secure/tokens/access-tokens/management-api-access-tokens/get-management-api-tokens-for-single-page-applications).
func management(audience string) *model.API {
	return &model.API{
		Identifier: audience, Name: "Auth0 Management API", SigningAlg: "RS256", AllowOfflineAccess: true,
		TokenLifetime: 86400, TokenDialect: model.DialectAccessToken, IsSystem: true,
		Scopes: []model.APIScope{
			{Value: "read:current_user", Description: "Read your account"},
			{Value: "update:current_user_identities", Description: "Link your accounts and part them"},
			{Value: "create:current_user_metadata", Description: "Add to what your account holds"},
			{Value: "update:current_user_metadata", Description: "Change what your account holds"},
			{Value: "delete:current_user_metadata", Description: "Remove what your account holds"},
			{Value: "create:current_user_device_credentials", Description: "Add a device of yours"},
			{Value: "delete:current_user_device_credentials", Description: "Remove a device of yours"},
		},
	}
}

// RegisteredAPI is APIWithAudience among those that the sandbox holds.
func RegisteredAPI(r Reader, issuer, audience string) (*model.API, error) {
	id := audience
	if rest, ok := strings.CutPrefix(audience, issuer); ok && issuer != "" {
		id = IssuerPlaceholder + rest
	}
	api, err := APIs.Get(r, id)
	if errors.Is(err, ErrNotFound) && id != audience {
		return APIs.Get(r, audience)
	}
	if err != nil {
		return nil, err
	}
	api.Identifier = audience
	return api, nil
}
