package authorize

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/playgrant/playgrant/engine/step"
)

// object holds the members of a request object that say how the answer is to
// travel. Request objects are refused (OpenID Connect Core §6.1 permits that),
// and what they ask for is not looked at; but an app that has put its state and
// its response_mode there can only understand the refusal if it comes with the
// one and in the other.
type object map[string]any

// readObject takes the request parameter apart. No signature is checked: what
// is read decides over nothing but the form of a refusal, which goes to a
// registered address in any case.
func readObject(s *step.Step) object {
	parts := strings.Split(s.Params.Get("request"), ".")
	if len(parts) != 3 {
		return nil // none, an encrypted one, or something else
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil
	}
	var o object
	if json.Unmarshal(raw, &o) != nil {
		return nil
	}
	return o
}

// orSent returns a parameter: as it stands in the request itself, or else in
// the object; and whether it stands in either.
func (o object) orSent(s *step.Step, name string) (string, bool) {
	if s.Params.Has(name) {
		return s.Params.Get(name), true
	}
	text, ok := o[name].(string)
	return text, ok
}
