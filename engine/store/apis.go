package store

import (
	"errors"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
)

// IssuerPlaceholder stands for the issuer in the identifier of a system API:
// the sandbox answers under several issuers, one for each address it has.
const IssuerPlaceholder = "{issuer}"

// APIWithAudience finds the API that an audience names at an issuer. It
// returns ErrNotFound if there is none. The API's Identifier is the audience.
func APIWithAudience(r Reader, issuer, audience string) (*model.API, error) {
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
