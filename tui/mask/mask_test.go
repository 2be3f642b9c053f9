package mask_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/tui/mask"
)

func TestValue(t *testing.T) {
	long := strings.Repeat("x", 100)
	for _, c := range []struct {
		name, value string
		secret      bool
		want        string
	}{
		{"client_secret", "web-app-secret", false, "web*****MASKED*****"},
		{"password", "abc", false, "*****MASKED*****"},
		{"code", "BPPLN3Z4qCTvSNOy", false, "BPPLN3Z…"},
		{"refresh_token", long, false, "xxxxxxxxxx…xxxxx"},
		{"otp", "123456", true, "123…"},
		{"next_recovery_code", "RECOVERYCODEFORTHEOTPUSE", true, "REC*****MASKED*****"},
		{"new_secret", "JBSWY3DPEHPK3PXP", true, "JBS*****MASKED*****"},
		{"new_password", "opensesame", false, "ope*****MASKED*****"},
		{"client_id", "web-app", false, "web-app"},
		{"scope", "Bearer eyJhbGciOiJ.eyJpc3MiOi.c2ln", false, "Bearer eyJhbGc…"},
		{"code", "{{code}}", false, "{{code}}"},
		{"code", "", false, ""},
	} {
		if got := mask.Value(c.name, c.value, c.secret); got != c.want {
			t.Errorf("Value(%s, %s) = %q, want %q", c.name, c.value, got, c.want)
		}
	}
}

// TestMessages hides each kind of secret wherever a message can hold it, and
// in other messages from then on.
func TestMessages(t *testing.T) {
	const secret = "s3cr+t/value=that|counts"
	for _, c := range []struct{ name, message string }{
		{"form", "POST /oauth/token HTTP/1.1\r\n\r\nclient_secret=s3cr%2Bt%2Fvalue%3Dthat%7Ccounts&x=1"},
		{"query", "GET /cb?code=s3cr%2Bt%2Fvalue%3Dthat%7Ccounts HTTP/1.1\r\n\r\n"},
		{"redirect", "HTTP/1.1 302 Found\r\nLocation: https://a.example/cb?code=s3cr%2Bt%2Fvalue%3Dthat%7Ccounts\r\n\r\n"},
		{"JSON", "HTTP/1.1 200 OK\r\n\r\n{\"list\":[{\"refresh_token\":\"" + secret + "\"}]}"},
		{"fragment", "HTTP/1.1 302 Found\r\nLocation: https://a.example/cb#state=x&access_token=s3cr%2Bt%2Fvalue%3Dthat%7Ccounts\r\n\r\n"},
		{"page", "HTTP/1.1 200 OK\r\n\r\n<!doctype html>\n<form><input type=\"hidden\" name=\"code\" value=\"" + secret + "\"></form>"},
		{"message", "HTTP/1.1 200 OK\r\n\r\n<!doctype html>\n<div data-message=\"{&#34;code&#34;:&#34;" + secret + "&#34;}\"></div>"},
		{"list", "HTTP/1.1 200 OK\r\n\r\n{\"recovery_codes\":[\"" + secret + "\"]}"},
		{"what ends so", "POST /oauth/token HTTP/1.1\r\n\r\nactor_token=s3cr%2Bt%2Fvalue%3Dthat%7Ccounts&x=1"},
		{"bearer", "GET / HTTP/1.1\r\nAuthorization: Bearer " + secret + "\r\n\r\n"},
		{"proof", "GET / HTTP/1.1\r\nDPoP: " + secret + "\r\n\r\n"},
		{"basic", "GET / HTTP/1.1\r\nauthorization: Basic " + secret + "\r\n\r\n"},
		{"cookie", "GET / HTTP/1.1\r\nCookie: a=b; session=" + secret + "\r\n\r\n"},
		{"new cookie", "HTTP/1.1 200 OK\r\nSet-Cookie: session=" + secret + "; Path=/\r\n\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var m mask.Masker
			m.LearnMessage(c.message)
			for _, text := range []string{c.message, secret, "s3cr%2Bt%2Fvalue%3Dthat%7Ccounts"} {
				if got := m.Text(text); strings.Contains(got, "counts") {
					t.Errorf("%q", got)
				}
			}
		})
	}
	var m mask.Masker
	m.LearnMessage("GET /?state=keep-this-one&client_id=web-app HTTP/1.1\r\n\r\n")
	if got := m.Text("keep-this-one web-app"); got != "keep-this-one web-app" {
		t.Errorf("what is no secret is hidden: %q", got)
	}
}

func FuzzMessages(f *testing.F) {
	f.Add("GET /?code=abcdefgh HTTP/1.1\r\nCookie: a=bbbbbbbbb\r\n\r\n{}")
	f.Add("HTTP/1.1 200 OK\r\n\r\n{\"refresh_token\":\"aaaaaaaa\"}")
	f.Fuzz(func(_ *testing.T, message string) {
		var m mask.Masker
		m.LearnMessage(message)
		_ = m.Text(message)
	})
}
