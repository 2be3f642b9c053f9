package engine_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
)

func TestHostsThatAreServed(t *testing.T) {
	s := enginetest.New(t, func(c *engine.Config) { c.Hosts = []string{"auth.test", "port.test:8443"} })
	tests := []struct {
		host string
		ok   bool
	}{
		{"localhost", true},
		{"LOCALHOST:2884", true},
		{"tenant.localhost", true},
		{"a.b.localhost:1", true},
		{"127.0.0.1:2884", true},
		{"127.8.8.8", true},
		{"[::1]:2884", true},
		{"[::1]", true},
		{"auth.test", true},
		{"AUTH.test:9", true},
		{"port.test:8443", true},
		{"port.test", false},
		{"port.test:80", false},
		{"evil.example", false},
		{"localhost.evil.example", false},
		{"localhost.", false},
		{"notlocalhost", false},
		{".localhost.evil", false},
		{"127.0.0.1.nip.io", false},
		{"192.168.1.7:2884", false},
		{"0.0.0.0", false},
		{"[::]", false},
		{"[fe80::1]", false},
		{"2130706433", false},
		{"localhost@evil.example", false},
		{"sub.auth.test", false},
		{"localhost:65535", true},
		{"localhost:abc", false},
		{"localhost:", false},
		{"localhost:0", false},
		{"localhost:99999", false},
		{"[::1]:x", false},
		{"auth.test:x", false},
		{"..localhost", false},
		{"a..localhost", false},
	}
	for _, tt := range tests {
		t.Run(tt.host, func(t *testing.T) {
			got := s.Do("GET", "/.well-known/jwks.json", "", "Host: "+tt.host)
			if ok := got.Status == 200; ok != tt.ok {
				t.Errorf("%d %s", got.Status, got.Text)
			}
			if !tt.ok && (got.Status != 403 || !strings.Contains(got.Text, "--host ")) {
				t.Errorf("the refusal does not name the flag: %d %s", got.Status, got.Text)
			}
		})
	}
}

func TestAWrongHostIsExplainedToBrowsersByAPage(t *testing.T) {
	s := enginetest.New(t)
	got := s.Do("GET", "/authorize", "", "Host: evil.example", "Accept: text/html,*/*", "Sec-Fetch-Mode: navigate")
	if !strings.HasPrefix(got.Header.Get("Content-Type"), "text/html") || !strings.Contains(got.Text, "--host evil.example") {
		t.Errorf("%s: %s", got.Header.Get("Content-Type"), got.Text)
	}
	if fetched := s.Do("GET", "/authorize", "", "Host: evil.example", "Accept: text/html", "Sec-Fetch-Mode: cors"); fetched.Object()["error"] == nil {
		t.Errorf("a script gets %s", fetched.Text)
	}
}
