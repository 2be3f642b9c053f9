package sign

import (
	"cmp"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-jose/go-jose/v4"
)

// Spec says how a token is signed.
type Spec struct {
	// Type is the header's typ: "JWT", or "at+jwt" (RFC 9068 §2.1).
	Type string
	// Algorithm is RS256 if empty.
	Algorithm string
	// Secret is what HS256 is keyed with.
	Secret string
	// Rand is where the salt of PS256 comes from.
	Rand io.Reader
	// For is whose token it is: those who sign much wait for those who sign
	// little.
	For string
}

// Sign makes a JWT of the claims. It may wait until others have signed.
func (k *Keyring) Sign(claims any, spec Spec) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("token claims: %w", err)
	}
	if spec.Algorithm == HS256 {
		return signBySecret(payload, spec)
	}
	key := k.now.Load().keys[0]
	text, err := unsigned(payload, cmp.Or(spec.Algorithm, RS256), spec.Type, key)
	if err != nil {
		return "", err
	}
	k.bound.Enter(spec.For)
	defer k.bound.Leave()
	digest := sha256.Sum256([]byte(text))
	var signature []byte
	switch cmp.Or(spec.Algorithm, RS256) {
	case RS256:
		signature, err = rsa.SignPKCS1v15(nil, key.private, crypto.SHA256, digest[:])
	case PS256:
		if spec.Rand == nil {
			return "", errors.New("PS256 needs a source of chance")
		}
		signature, err = rsa.SignPSS(spec.Rand, key.private, crypto.SHA256, digest[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	default:
		err = fmt.Errorf("there is no key for %s", spec.Algorithm)
	}
	if err != nil {
		return "", fmt.Errorf("signing: %w", err)
	}
	return text + "." + base64url.EncodeToString(signature), nil
}

// unsigned is what is signed of a JWT (RFC 7515 §5.1).
func unsigned(payload []byte, alg, typ string, key ringKey) (string, error) {
	header := struct {
		Algorithm string `json:"alg"`
		KeyID     string `json:"kid,omitempty"`
		Type      string `json:"typ"`
	}{alg, key.kidFor(alg), typ}
	raw, err := json.Marshal(header)
	if err != nil {
		return "", fmt.Errorf("token header: %w", err)
	}
	return base64url.EncodeToString(raw) + "." + base64url.EncodeToString(payload), nil
}

// ErrInvalid is returned for a token that none of the keys has signed.
var ErrInvalid = errors.New("not a token signed by this server")

// Verify checks a JWT's signature by the keyring's keys and returns its claims.
// The algorithm has to be one of those given, or any that the keys sign with:
// never what the token alone says (RFC 8725 §3.1). Verify does not look at
// times, issuer or audience: those are the caller's checks, one by one.
func (k *Keyring) Verify(token string, algorithms ...string) (map[string]any, error) {
	if len(algorithms) == 0 {
		algorithms = []string{RS256, PS256}
	}
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.RS256, jose.PS256})
	if err != nil {
		return nil, ErrInvalid
	}
	header := jws.Signatures[0].Header
	if !slices.Contains(algorithms, header.Algorithm) {
		return nil, ErrInvalid
	}
	for _, key := range k.now.Load().keys {
		if header.KeyID != "" && header.KeyID != key.kidFor(header.Algorithm) {
			continue
		}
		if payload, err := jws.Verify(&key.private.PublicKey); err == nil {
			return claimsOf(payload)
		}
	}
	return nil, ErrInvalid
}

// Lacks reports whether a token names a key that is not among those that are
// published: one that was revoked, or of another server.
func (k *Keyring) Lacks(token string) bool {
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.RS256, jose.PS256})
	if err != nil || jws.Signatures[0].Header.KeyID == "" {
		return false
	}
	header := jws.Signatures[0].Header
	return !slices.ContainsFunc(k.now.Load().keys, func(key ringKey) bool { return key.kidFor(header.Algorithm) == header.KeyID })
}

// Peek reads a JWT without verifying it, to find out by which secret it would
// have to be verified. Nothing else may rest on what it says.
func Peek(token string) (algorithm string, claims map[string]any) {
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.RS256, jose.PS256, jose.HS256})
	if err != nil {
		return "", nil
	}
	claims, _ = claimsOf(jws.UnsafePayloadWithoutVerification())
	return jws.Signatures[0].Header.Algorithm, claims
}

func claimsOf(payload []byte) (map[string]any, error) {
	var claims map[string]any
	if json.Unmarshal(payload, &claims) != nil || claims == nil {
		return nil, ErrInvalid
	}
	return claims, nil
}
