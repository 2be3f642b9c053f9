package cli

import (
	"crypto/rand"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/playgrant/playgrant/cmd/playgrant/internal/dirs"
	"github.com/playgrant/playgrant/engine/wire/localca"
	"github.com/playgrant/playgrant/tui/connect"
)

// trust tells how each runtime is given one more certificate authority. %s is
// its file.
const trust = `
Playgrant makes certificates for localhost with it, so that https:// works on
the same port as http://. It never leaves this machine; trust it for a test, not
for everything.

  curl          curl --cacert %[1]s https://localhost:2884/healthz
  Node.js       export NODE_EXTRA_CA_CERTS=%[1]s
  Go            export SSL_CERT_FILE=%[1]s          (Linux; replaces the system's)
  Python        export SSL_CERT_FILE=%[1]s          (ssl, httpx)
                export REQUESTS_CA_BUNDLE=%[1]s     (requests)
  Ruby          export SSL_CERT_FILE=%[1]s
  PHP           php -d curl.cainfo=%[1]s -d openssl.cafile=%[1]s
  Java          keytool -importcert -noprompt -alias playgrant -file %[1]s \
                  -keystore playgrant.p12 -storepass changeit
                java -Djavax.net.ssl.trustStore=playgrant.p12 \
                  -Djavax.net.ssl.trustStorePassword=changeit …
  Chromium      mkdir -p $HOME/.pki/nssdb                          (from libnss3-tools)
                certutil -A -d sql:$HOME/.pki/nssdb -t C,, -n playgrant -i %[1]s
  Debian        cp %[1]s /usr/local/share/ca-certificates/playgrant.crt && update-ca-certificates
  macOS         security add-trusted-cert -k ~/Library/Keychains/login.keychain-db %[1]s
  Windows       certutil -user -addstore Root %[1]s
`

func (a *app) caCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "ca",
		Short: "Print where the local CA certificate is, and how runtimes are told to trust it",
		Example: `  playgrant ca
  curl --cacert "$(playgrant ca | head -1)" https://localhost:2884/healthz`,
		Args: nothing,
		RunE: func(*cobra.Command, []string) error {
			ca, err := authority()
			if err != nil {
				return err
			}
			if err := ca.Ensure(); err != nil {
				return err
			}
			fmt.Fprintln(a.Out, ca.CertPath())
			_, err = fmt.Fprintf(a.Out, trust, quotedPath(ca.CertPath()))
			return err
		},
	}
}

// quotedPath is a path as a shell reads it; the shells of Windows read no
// single quotes, and backslashes as they stand.
func quotedPath(path string) string {
	if filepath.Separator == '\\' {
		return `"` + path + `"`
	}
	return connect.Word(path)
}

// authority is the one certificate authority that there is. It is made when
// the first secure connection comes, or by `playgrant ca`.
func authority() (*localca.CA, error) {
	dir, err := dirs.CA()
	if err != nil {
		return nil, err
	}
	return localca.New(dir, time.Now, rand.Reader), nil
}

// caFile is the path of its certificate, whether it has been made or not;
// empty where there is no place for it.
func caFile() string {
	ca, err := authority()
	if err != nil {
		return ""
	}
	return ca.CertPath()
}
