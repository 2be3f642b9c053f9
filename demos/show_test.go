package demos_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/playgrant/playgrant/demos"
)

// No secret that a demo captures, and none of its own, is printed or reported
// unless asked for; then it is.
func TestSecretsAreMasked(t *testing.T) {
	met, passwords := 0, 0
	for _, d := range demos.All() {
		t.Run(d.Name, func(t *testing.T) {
			shown, shownText := run(t, d, demos.ShowSecrets)
			var secrets []string
			if strings.Contains(shownText, "opensesame") { // somebody logs in
				secrets = append(secrets, "opensesame")
				passwords++
			}
			for _, v := range d.Vars {
				if strings.HasSuffix(v.Name, "_secret") {
					secrets = append(secrets, v.Value)
				}
			}
			for _, s := range shown.Steps {
				for _, v := range s.Outcome.Captured {
					if v.Secret {
						secrets = append(secrets, v.Text)
					}
				}
			}
			met += len(secrets)
			whole, err := json.Marshal(shown)
			if err != nil {
				t.Fatal(err)
			}
			report, text := run(t, d)
			raw, err := json.Marshal(report)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range secrets {
				if !strings.Contains(shownText+string(whole), secret) {
					t.Errorf("%s is not shown", secret)
				}
				for _, in := range []string{text, string(raw)} {
					if strings.Contains(in, "="+secret) || strings.Contains(in, `"`+secret) || strings.Contains(in, " "+secret+"\n") {
						t.Errorf("%s is not masked", secret)
					}
				}
			}
		})
	}
	// A demo may have none; that all had none would be a fault of this test.
	if met < 150 || passwords < 20 {
		t.Errorf("only %d secrets were met, and passwords in %d demos", met, passwords)
	}
}

func TestMask(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"grant_type=authorization_code&code=abcdefgh", "grant_type=authorization_code&code=abc*****MASKED*****"},
		{"Location: https://a.example/cb?code=abcdefgh&state=s", "Location: https://a.example/cb?code=abc*****MASKED*****&state=s"},
		{"Location: https://a.example/cb#access_token=abcdefgh", "Location: https://a.example/cb#access_token=abc*****MASKED*****"},
		{"response_type=code&scope=openid", "response_type=code&scope=openid"},
		{"code_challenge=abcdefgh&code_verifier=abcdefgh", "code_challenge=abcdefgh&code_verifier=abc*****MASKED*****"},
		{`{"refresh_token" : "abc\"defgh","token_type":"Bearer"}`, `{"refresh_token" : "abc*****MASKED*****","token_type":"Bearer"}`},
		{`{"barcode_uri":"otpauth://totp/a?period=30\u0026secret=ABCDEFGH"}`, `{"barcode_uri":"otpauth://totp/a?period=30\u0026secret=ABC*****MASKED*****"}`},
		{`{"barcode_uri":"otpauth://totp/a?period=30&secret=ABCDEFGH&digits=6"}`, `{"barcode_uri":"otpauth://totp/a?period=30&secret=ABC*****MASKED*****&digits=6"}`},
		{`{"barcode_uri":"otpauth://totp/a?secret=ABCDEFGH\u0026period=30"}`, `{"barcode_uri":"otpauth://totp/a?secret=ABC*****MASKED*****\u0026period=30"}`},
		{`{"recovery_codes":["ABCDEFGH","IJ"]}`, `{"recovery_codes":["*****MASKED*****"]}`},
		{"authorization: Bearer abcdefgh\r\nHost: a", "authorization: Bearer abc*****MASKED*****\r\nHost: a"},
		{"Authorization: Basic abcdefgh", "Authorization: Basic abc*****MASKED*****"},
		{"Cookie: session=abcdefgh", "Cookie: session=abc*****MASKED*****"},
		{"Cookie: session=abcdefgh; other=ijklmnop", "Cookie: session=abc*****MASKED*****; other=ijk*****MASKED*****"},
		{"Set-Cookie: session=abcdefgh; Path=/; HttpOnly", "Set-Cookie: session=abc*****MASKED*****; Path=/; HttpOnly"},
		{"otp=123456", "otp=*****MASKED*****"},
		{"token=abcdefgh&token_type_hint=refresh_token", "token=abc*****MASKED*****&token_type_hint=refresh_token"},
		{"password=", "password="},
	}
	for _, tt := range tests {
		if got := demos.Mask(tt.raw); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.raw, got, tt.want)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain – text\n\tkept": "plain – text\n\tkept",
		"\x1b[31m\r\x00\x7f":   `\x1b[31m\x0d\x00\x7f`,
		"\u009b2J":             `\x9b2J`,
		"a\u202eb\u2066":       `a\u202eb\u2066`,
		"\xff":                 `\xff`,
	} {
		if got := demos.Visible(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// Nothing that a server sends steers the terminal that a run is printed on.
func TestRunIsPrintable(t *testing.T) {
	w := inside(t, served{"GET /x": func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, "{\"error\":\"a\u009b2J\",\"error_description\":\"\u202e\"}")
		_, _ = io.WriteString(w, "\x1b]0;title\x07")
	}})
	var out strings.Builder
	report, err := demos.Run(t.Context(), &out, parse(t, "## S\n'''http\nGET /x\n'''\n'''expect\n400\n'''\n"), w, chance())
	if err != nil || !report.OK {
		t.Fatal(err, out.String())
	}
	if strings.ContainsAny(out.String(), "\x1b\x07\u009b\u202e") {
		t.Errorf("the output steers the terminal: %q", out.String())
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestRunTellsOfAFailingWriter(t *testing.T) {
	_, err := demos.Run(t.Context(), full{}, parse(t, "## S\n'''http\nGET /healthz\n'''\n"), sandbox(t), chance())
	if err == nil || !strings.Contains(err.Error(), "full") {
		t.Errorf("got %v", err)
	}
}

// Whatever comes, nothing that Visible lets through steers a terminal.
func FuzzVisible(f *testing.F) {
	f.Add("plain\n\ttext")
	f.Add("\x1b]0;title\x07\u009b2J\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		shown := demos.Visible(s)
		for _, r := range shown {
			if r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%q leaves %q in %q", s, r, shown)
			}
		}
		if !utf8.ValidString(shown) || demos.Visible(shown) != shown {
			t.Errorf("%q became %q", s, shown)
		}
	})
}
