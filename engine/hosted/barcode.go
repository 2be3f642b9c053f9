package hosted

import (
	"encoding/base64"
	"fmt"
	"html/template"

	"rsc.io/qr"
)

// Barcode is the picture of a QR code.
type Barcode struct {
	Source template.URL
	Side   int // of the square, in pixels
}

const (
	quiet = 4 // modules of white around a QR code (ISO/IEC 18004 §6.3.8)
	dot   = 4 // pixels of a module; a whole number keeps them alike
)

// NewBarcode draws text as a QR code whose source is the picture itself: there
// is no other request for it, so that no log and no cache gets to see the
// secret in it. It returns an error for a text of more than some 2,300 bytes.
func NewBarcode(text string) (*Barcode, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("QR code: %w", err)
	}
	return &Barcode{
		Source: template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG())),
		Side:   (code.Size + 2*quiet) * dot,
	}, nil
}
