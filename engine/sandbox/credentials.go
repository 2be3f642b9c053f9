package sandbox

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// maxPEM is the longest key that is kept, in bytes.
const maxPEM = 16 << 10

// settleKeys lets a client with keys of its own prove itself by them, as Auth0
// does, and fills in what its credentials leave out.
func settleKeys(c *model.Client) {
	list := c.Credentials()
	if len(list) == 0 {
		c.AuthenticationMethods = nil
		return
	}
	c.TokenEndpointAuthMethod = "private_key_jwt"
	for i := range list {
		k := &list[i]
		k.Type = cmp.Or(k.Type, "public_key")
		if key, err := k.Key(); err == nil && k.Alg == "" && len(model.Algorithms(key)) > 0 {
			k.Alg = model.Algorithms(key)[0]
		}
	}
}

// validCredentials holds the keys of a client against what can be verified
// (auth0.com/docs/get-started/applications/configure-private-key-jwt).
func validCredentials(s *step.Step, at string, c *model.Client) error {
	list := c.Credentials()
	name := at + "client_authentication_methods.private_key_jwt.credentials"
	if err := field(s, name, len(list) <= maxList && (len(list) > 0 || !c.ByKey()), "a list of 1 to 100 for a client that signs its assertions"); err != nil {
		return err
	}
	for i, k := range list {
		key, err := k.Key()
		of := fmt.Sprintf("%s[%d].", name, i)
		if err := allOf(s, of,
			want{"pem", err == nil && len(k.PEM) <= maxPEM, "a public key or certificate in PEM, RSA or EC"},
			want{"alg", err == nil && slices.Contains(model.Algorithms(key), k.Alg), "one that the key can sign with: " + among(model.Algorithms(key))},
			want{"credential_type", k.Type == "public_key", "public_key"},
			want{"kid", plain(k.KID, maxName), mustText},
			want{"name", plain(k.Name, maxName), mustText},
			want{"id", plain(k.ID, maxName), mustText},
		); err != nil {
			return err
		}
	}
	return nil
}
