package authorize_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"html"
	"regexp"
	"testing"

	"github.com/fxamacker/cbor/v2"
)

// softKey is a passkey without hardware (Web Authentication §6): what it says
// of itself can be falsified, field by field.
type softKey struct {
	t       testing.TB
	private *ecdsa.PrivateKey
	id      []byte
	user    []byte
	counter uint32

	origin, rpID string
	flags        byte
	challenge    string // instead of the page's
	typ          string // instead of the ceremony's
}

const (
	flagPresent  = 0x01
	flagVerified = 0x04
	flagAttested = 0x40
)

func newSoftKey(t testing.TB, origin string) *softKey {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &softKey{t: t, private: private, id: []byte("a soft key's credential"), origin: origin, rpID: "localhost", flags: flagPresent | flagVerified}
}

var pageOptions = regexp.MustCompile(`data-options="([^"]*)"`)

type options struct {
	Challenge        string `json:"challenge"`
	User             struct{ ID string }
	AllowCredentials []struct{ ID string }
}

// asked is what the page's script would hand to the browser.
func (k *softKey) asked(p page) options {
	k.t.Helper()
	m := pageOptions.FindStringSubmatch(p.text)
	if m == nil {
		k.t.Fatalf("the page asks no passkey:\n%s", p.text)
	}
	var o options
	if err := json.Unmarshal([]byte(html.UnescapeString(m[1])), &o); err != nil {
		k.t.Fatal(err)
	}
	return o
}

func (k *softKey) clientData(typ, challenge string) []byte {
	if k.challenge != "" {
		challenge = k.challenge
	}
	if k.typ != "" {
		typ = k.typ
	}
	return k.json(map[string]any{"type": typ, "challenge": challenge, "origin": k.origin, "crossOrigin": false})
}

func (k *softKey) authData(flags byte) []byte {
	hash := sha256.Sum256([]byte(k.rpID))
	k.counter++
	return binary.BigEndian.AppendUint32(append(hash[:], flags), k.counter)
}

// create answers a page that sets a passkey up.
func (k *softKey) create(p page) string {
	k.t.Helper()
	o := k.asked(p)
	k.user = decode(k.t, o.User.ID)
	point, err := k.private.PublicKey.Bytes()
	if err != nil {
		k.t.Fatal(err)
	}
	key := k.cbor(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	data := append(k.authData(k.flags|flagAttested), make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(k.id)))
	data = append(append(data, k.id...), key...)
	return string(k.json(map[string]any{
		"id": encode(k.id), "rawId": encode(k.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{
			"clientDataJSON":    encode(k.clientData("webauthn.create", o.Challenge)),
			"attestationObject": encode(k.cbor(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})),
			"transports":        []string{"usb"},
		},
	}))
}

// prove answers a page that asks for a passkey.
func (k *softKey) prove(p page) string {
	k.t.Helper()
	client := k.clientData("webauthn.get", k.asked(p).Challenge)
	data := k.authData(k.flags)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(bytes.Clone(data), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, k.private, digest[:])
	if err != nil {
		k.t.Fatal(err)
	}
	return string(k.json(map[string]any{
		"id": encode(k.id), "rawId": encode(k.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{
			"clientDataJSON": encode(client), "authenticatorData": encode(data), "signature": encode(signature), "userHandle": encode(k.user),
		},
	}))
}

func (k *softKey) json(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		k.t.Fatal(err)
	}
	return raw
}

func (k *softKey) cbor(v any) []byte {
	raw, err := cbor.Marshal(v)
	if err != nil {
		k.t.Fatal(err)
	}
	return raw
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func decode(t testing.TB, s string) []byte {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
