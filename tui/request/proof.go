package request

import (
	"strconv"
	"strings"
	"time"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// Proof is the value of a DPoP header that stands for a proof, which is made
// as the request goes out (RFC 9449).
const Proof = "{{dpop}}"

// Prover makes the proofs of one screen.
type Prover struct {
	Nonce string // the server's latest; empty: it has given none
	made  int
}

// Hear remembers the nonce that an answer gives.
func (p *Prover) Hear(x *model.Exchange) {
	if nonce := ui.ParseMessage(x.Response).Header("DPoP-Nonce"); nonce != "" {
		p.Nonce = nonce
	}
}

// Prove puts a proof where the draft wants one: for its method and address, the
// access token that it brings, and the server's nonce. now is the sandbox's time,
// machine the machine's: by it no two proofs are the same.
func (p *Prover) Prove(d *demos.Draft, base string, now, machine time.Time) (*demos.Draft, error) {
	at, token := -1, ""
	for i, h := range d.Headers {
		if scheme, credential, ok := strings.Cut(h.Value, " "); ok && strings.EqualFold(h.Name, "Authorization") && strings.EqualFold(scheme, "DPoP") {
			token = credential
		}
		if strings.EqualFold(h.Name, "DPoP") && h.Value == Proof {
			at = i
		}
	}
	if at < 0 {
		return d, nil
	}
	p.made++
	proof, err := demos.Proof{
		Key: "the composer's", ID: strconv.Itoa(p.made) + " " + strconv.FormatInt(machine.UnixNano(), 36),
		Method: d.Method, URL: base + d.Target, At: now, Nonce: p.Nonce, Token: token,
	}.Sign()
	if err != nil {
		return nil, err
	}
	out := *d
	out.Headers = append([]demos.DraftParam(nil), d.Headers...)
	out.Headers[at].Value = proof
	return &out, nil
}
