package hosted

import (
	"encoding/base64"
	"fmt"
	"html/template"

	"rsc.io/qr"
)

// Barcode draws text as a QR code, as the address of a picture: there is no
// other request for it, so that no log and no cache gets to see the secret in
// it. It returns an error for a text of more than some 1,200 bytes.
func Barcode(text string) (template.URL, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("QR code: %w", err)
	}
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG())), nil
}
