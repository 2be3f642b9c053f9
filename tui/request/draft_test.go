package request_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/request"
)

func TestADraftIsWrittenAsItGoesOut(t *testing.T) {
	got := request.Text(&demos.Draft{Method: "POST", Target: "/oauth/token", Form: []demos.DraftParam{
		{Name: "scope", Value: "openid profile"}, {Name: "otp", Value: "{{otp}}"}, {Name: "odd", Value: "a&b=\x1b"},
	}}, "http://localhost:2884")
	want := "POST /oauth/token HTTP/1.1\r\nHost: localhost:2884\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n" +
		"scope=openid+profile&otp={{otp}}&odd=a%26b%3D%1B"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	got = request.Text(&demos.Draft{Method: "GET", Target: "/authorize", Query: []demos.DraftParam{{Name: "scope", Value: "openid profile"}}}, "http://localhost:2884")
	if !strings.HasPrefix(got, "GET /authorize?scope=openid%20profile HTTP/1.1\r\n") {
		t.Errorf("got %q", got)
	}
}
