package compare_test

import (
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"
	"github.com/google/go-cmp/cmp"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/compare"
	"github.com/playgrant/playgrant/tui/ui"
)

const form = "Content-Type: application/x-www-form-urlencoded\r\n"

// exchange is a token request with a body, and its answer.
func exchange(id, body string, status int, answer string) *model.Exchange {
	x := &model.Exchange{ID: id, Method: "POST", Path: "/oauth/token", Status: status}
	x.Request = "POST /oauth/token HTTP/1.1\r\nHost: localhost:2884\r\n" + form + "Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body
	x.Response = "HTTP/1.1 " + strconv.Itoa(status) + " \r\nDate: " + id + "\r\nContent-Type: application/json\r\n\r\n" + answer
	return x
}

func names(r compare.Result) (out []string) {
	for _, d := range r.Differ {
		out = append(out, d.Name)
	}
	return out
}

func TestOf(t *testing.T) {
	served := exchange("1", "client_id=spa&scope=openid&scope=a&client_secret=abcdefgh", 200, `{"expires_in":60,"token_type":"Bearer"}`)
	for _, c := range []struct {
		name  string
		other *model.Exchange
		want  []string
	}{
		{"the same but for date and number", exchange("2", "client_id=spa&scope=openid&scope=a&client_secret=abcdefgh", 200, `{"token_type":"Bearer","expires_in":60}`), nil},
		{"another value", exchange("2", "client_id=web&scope=openid&scope=a&client_secret=abcdefgh", 200, `{"expires_in":60,"token_type":"Bearer"}`), []string{"client_id"}},
		{"one that is missing", exchange("2", "client_id=spa&scope=openid&scope=a", 200, `{"expires_in":60,"token_type":"Bearer"}`), []string{"client_secret"}},
		{"one too many", exchange("2", "client_id=spa&scope=openid&scope=a&client_secret=abcdefgh&audience=x", 200, `{"expires_in":60,"token_type":"Bearer"}`), []string{"audience"}},
		{"the second of two", exchange("2", "client_id=spa&scope=openid&scope=b&client_secret=abcdefgh", 200, `{"expires_in":60,"token_type":"Bearer"}`), []string{"scope (2)"}},
		{"what came back", exchange("2", "client_id=spa&scope=openid&scope=a&client_secret=abcdefgh", 401, `{"error":"invalid_client"}`), []string{"status", "expires_in", "token_type", "error"}},
		{"what is no HTTP", &model.Exchange{ID: "2", Method: "POST", Path: "/oauth/token", Request: "\x00", Response: "\x1b[2J"}, []string{"client_id", "scope", "scope (2)", "client_secret", "host", "content-type", "status", "content-type", "expires_in", "token_type"}},
	} {
		if diff := cmp.Diff(c.want, names(compare.Of(served, c.other))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// A secret is told apart whole, and never shown.
func TestSecretsAreToldApartMasked(t *testing.T) {
	a := exchange("1", "client_id=spa&client_secret=same-beginning-1", 200, `{"access_token":"v1.token-one-of-them"}`)
	b := exchange("12", "client_id=spa&client_secret=same-beginning-2", 401, `{"error":"access_denied"}`)
	b.Checks = []check.Result{{ID: "client.secret", Check: "The client proves itself with its secret"}}
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.Ascii)
	for name, said := range map[string]string{"drawn": strings.Join(compare.Lines(ui.NewTheme(r), a, b, 80), "\n"), "said": strings.Join(compare.Text(a, b), "\n")} {
		for _, hidden := range []string{"beginning", "token-one"} {
			if strings.Contains(said, hidden) {
				t.Errorf("%s: shows %q:\n%s", name, hidden, said)
			}
		}
		for _, shown := range []string{"no. 1 was served and no. 12 refused", "not the same, though masked alike", "The client proves itself with its secret", "The same in both: client_id"} {
			if !strings.Contains(said, shown) {
				t.Errorf("%s: lacks %q:\n%s", name, shown, said)
			}
		}
	}
}

// What apps send cannot steer the terminal, and no line is too wide.
func TestLinesAreCleanAndFit(t *testing.T) {
	a := exchange("1", "a=%1b%5B2J&b="+strings.Repeat("x", 300), 200, `{"c":"\u001b]0;owned\u0007"}`)
	b := exchange("2", "a=1&b=2", 200, `{}`)
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.Ascii)
	for _, width := range []int{20, 56, 76, 116} {
		for _, line := range compare.Lines(ui.NewTheme(r), a, b, width) {
			if strings.ContainsAny(line, "\x1b\x07") || ui.Width(line) > width {
				t.Errorf("at %d: %q", width, line)
			}
		}
	}
	for _, line := range compare.Text(a, b) {
		if strings.ContainsAny(line, "\x1b\x07\n") {
			t.Errorf("said: %q", line)
		}
	}
}
