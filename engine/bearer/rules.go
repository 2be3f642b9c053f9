package bearer

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
)

var (
	invalid = check.Answer{Status: http.StatusUnauthorized, Code: "invalid_token", Description: "The access token is not valid"}

	ruleOnce = check.Rule{
		ID: "bearer.once", Says: "The access token is sent in one way, not in two at once",
		Ref: "RFC 6750 §2", Fix: "Send it in the Authorization header alone.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Send the access token once"},
	}
	rulePresent = check.Rule{
		ID: "bearer.present", Says: "The request bears an access token",
		Ref: "RFC 6750 §2.1, §3.1", Fix: "Send Authorization: Bearer and the access token.",
		// A request without any token is told no error code.
		Answer: check.Answer{Status: http.StatusUnauthorized, Description: "Send an access token in the Authorization header"},
	}
	ruleNotInAddress = check.Rule{
		ID: "bearer.address", Says: "The access token is kept out of the address, which browsers, proxies and logs write down",
		Ref: "RFC 9700 §4.3.2; RFC 6750 §2.3", Fix: "Send it in the Authorization header. It is taken here because older libraries put it there; the oidc dialect does not take it.",
	}
	ruleSigned = check.Rule{
		ID: "bearer.signature", Says: "The token's signature verifies with a key of the JWKS, or with the API's secret, by the algorithm that the API is set to",
		Ref: "RFC 7515 §5.2; RFC 8725 §3.1; RFC 9068 §4", Fix: "Send the access token as it was given out, unchanged and from this server. If its key was revoked, get a new one.", Answer: invalid,
	}
	ruleIssuer = check.Rule{
		ID: "bearer.issuer", Says: "The token comes from the issuer that is trusted",
		Ref: "RFC 9068 §4", Fix: "Use one scheme, host and port for the whole of the flow.", Answer: invalid,
	}
	ruleAudience = check.Rule{
		ID: "bearer.audience", Says: "The token is meant for this API",
		Ref: "RFC 9068 §4", Fix: "Name this API as the audience when you ask for the token; an ID token is for the app alone.", Answer: invalid,
	}
	ruleRevoked = Invalid("bearer.revoked", "The token was not revoked: the code that gave it was used once", "RFC 6749 §4.1.2",
		"Log in again. A code is redeemed once; the oidc dialect ends what it gave if it comes back.")
	// Expiry is the rule that an expired token fails.
	Expiry = check.Rule{
		ID: "bearer.expiry", Says: "The token has not expired",
		Ref: "RFC 9068 §4", Fix: "Get a new access token with the refresh token.", Answer: invalid,
	}
	ruleScheme = check.Rule{
		ID: "bearer.scheme", Says: "A token that is bound to a key is sent as Authorization: DPoP with a proof, and any other as Authorization: Bearer",
		Ref: "RFC 9449 §7.1, §7.2", Fix: "Use the scheme that token_type named when the token was given.", Answer: invalid,
	}
	ruleKey = check.Rule{
		ID: "bearer.key", Says: "The proof is of the key that the token is bound to",
		Ref: "RFC 9449 §7.1", Fix: "Sign the DPoP proof with the key with which the token was got.",
		Answer: check.Answer{Status: http.StatusUnauthorized, Code: "invalid_token", Description: "Invalid DPoP key binding"},
	}
	ruleScope = check.Rule{
		ID: "bearer.scope", Says: "The token has the scope that the request needs",
		Ref: "RFC 6750 §3.1", Fix: "Ask for the scope when you ask for the token.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "insufficient_scope", Description: "The request needs the scope %s"},
	}
)
