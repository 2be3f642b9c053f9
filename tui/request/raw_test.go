package request_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/tui/request"
)

// TestARecordedRequestIsTheSameAgain: read from its bytes and written anew, a
// request says what it said.
func TestARecordedRequestIsTheSameAgain(t *testing.T) {
	const base = "http://localhost:2884"
	for _, c := range []struct{ name, raw, want string }{
		{"a form", "POST /oauth/token?a=1&a=2 HTTP/1.1\r\nHost: localhost:2884\r\nContent-Length: 16\r\nContent-Type: application/x-www-form-urlencoded\r\nX-A: b\r\n\r\nx=1%202&y=&x=%26",
			"POST /oauth/token?a=1&a=2 HTTP/1.1\r\nHost: localhost:2884\r\nContent-Type: application/x-www-form-urlencoded\r\nX-A: b\r\n\r\nx=1+2&y=&x=%26"},
		{"another host", "GET / HTTP/1.1\r\nHost: auth.localhost\r\nCookie: a=b\r\nCookie: c=d\r\n\r\n", "GET / HTTP/1.1\r\nHost: auth.localhost\r\nCookie: a=b\r\nCookie: c=d\r\n\r\n"},
		{"a form that is none", "POST /x HTTP/1.1\r\nHost: localhost:2884\r\nContent-Length: 7\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\na=%zz&b", "POST /x HTTP/1.1\r\nHost: localhost:2884\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\na=%zz&b"},
		{"JSON", "POST /x HTTP/1.1\r\nHost: localhost:2884\r\nContent-Length: 9\r\nContent-Type: application/json\r\n\r\n{\"a\" : 1}", "POST /x HTTP/1.1\r\nHost: localhost:2884\r\nContent-Type: application/json\r\n\r\n{\"a\" : 1}"},
		{"in pieces", "POST /x HTTP/1.1\r\nHost: localhost:2884\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "POST /x HTTP/1.1\r\nHost: localhost:2884\r\n\r\nabc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := request.FromRaw(c.raw, base)
			if err != nil {
				t.Fatal(err)
			}
			e := request.New(d)
			if e.Changed() {
				t.Error("it is changed from the beginning")
			}
			if diff := cmp.Diff(c.want, request.Text(e.Draft(), base)); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, raw := range []string{"", "nonsense", "GET http://elsewhere.example/ HTTP/1.1\r\nHost: a\r\n\r\n", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nshort", "GET / HTTP/1.1\r\nHost: a\r\n\r\n\n[cut here: 9 bytes]"} {
		if d, err := request.FromRaw(raw, base); err == nil {
			t.Errorf("%q became %+v", raw, d)
		}
	}
}

func FuzzFromRaw(f *testing.F) {
	f.Add("POST /x?a=%zz HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
	f.Fuzz(func(_ *testing.T, raw string) {
		if d, err := request.FromRaw(raw, "http://a"); err == nil {
			_ = request.Text(request.New(d).Draft(), "http://a")
		}
	})
}
