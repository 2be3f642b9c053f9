package dpop

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
)

// bad refuses a proof.
var bad = check.Answer{Status: http.StatusBadRequest, Code: "invalid_dpop_proof", Description: "The DPoP proof is not valid"}

var (
	ruleOnce = check.Rule{
		ID: "dpop.once", Says: "There is one DPoP header",
		Ref: "RFC 9449 §4.3 (1)", Fix: "Send one proof in one DPoP header.", Answer: bad,
	}
	ruleReadable = check.Rule{
		ID: "dpop.readable", Says: "The proof is a JWT of typ dpop+jwt, signed with ES256, whose header has the public key and no private one",
		Ref: "RFC 9449 §4.2, §4.3 (2)–(5), (7); Auth0 “Demonstrating Proof-of-Possession”", Fix: "Set typ to dpop+jwt, alg to ES256, and jwk to the public half of a P-256 key.", Answer: bad,
	}
	ruleSignature = check.Rule{
		ID: "dpop.signature", Says: "The proof is signed with the key that it names",
		Ref: "RFC 9449 §4.3 (6)", Fix: "Sign with the private half of the key in jwk.", Answer: bad,
	}
	ruleMethod = check.Rule{
		ID: "dpop.method", Says: "The proof is for this method",
		Ref: "RFC 9449 §4.3 (8)", Fix: "Set htm to the method of the request, such as POST.", Answer: bad,
	}
	ruleAddress = check.Rule{
		ID: "dpop.address", Says: "The proof is for this address",
		Ref: "RFC 9449 §4.3 (9)", Fix: "Set htu to the address of the request, with its scheme, host and port, without query and fragment.", Answer: bad,
	}
	ruleNonce = check.Rule{
		ID: "dpop.nonce", Says: "A public client's proof at the token endpoint has the server's nonce, and any nonce that a proof has is the server's and no older than five minutes",
		Ref: "RFC 9449 §4.3 (10), §8; Auth0 “Demonstrating Proof-of-Possession”", Fix: "Make the proof anew with the nonce of this answer's DPoP-Nonce header, and send it again.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "use_dpop_nonce", Description: "Authorization server requires nonce in DPoP proof"},
	}
	ruleFresh = check.Rule{
		ID: "dpop.fresh", Says: "The proof was made within the last five minutes, by the sandbox's clock",
		Ref: "RFC 9449 §4.3 (11), §11.1", Fix: "Make a proof for each request, with iat as it is now by the sandbox's clock.", Answer: bad,
	}
	ruleUnused = check.Rule{
		ID: "dpop.unused", Says: "The proof has a jti, and is used for the first time",
		Ref: "RFC 9449 §4.3 (12), §11.1", Fix: "Make a proof, with a jti of its own, for each request.", Answer: bad,
	}
	ruleToken = check.Rule{
		ID: "dpop.token", Says: "The proof is for this access token: ath is its SHA-256",
		Ref: "RFC 9449 §4.3 (12), §7.1", Fix: "Set ath to the base64url of the SHA-256 of the access token.", Answer: bad,
	}
)
