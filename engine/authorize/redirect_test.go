package authorize

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/model"
)

var registered = []string{
	"https://yourapp.example/callback", "http://localhost:3000", "http://localhost:3000/callback",
	"https://yourapp.example/with?its=own&query", "http://127.0.0.1/callback", "http://[::1]:8080/callback", "com.example.app:/callback", "http://127.0.0.1?its=own",
}

func TestMatches(t *testing.T) {
	for _, row := range []struct {
		uri         string
		web, native bool
	}{
		{"https://yourapp.example/callback", true, true},
		{"http://localhost:3000", true, true},
		{"https://yourapp.example/with?its=own&query", true, true},
		{"com.example.app:/callback", true, true},
		{"http://127.0.0.1/callback", true, true},
		// Any port of a loopback address, for native apps only.
		{"http://127.0.0.1:49152/callback", false, true},
		{"http://127.0.0.1:1/callback", false, true},
		{"http://[::1]/callback", false, true},
		{"http://127.0.0.1:49152?its=own", false, true},
		{"http://[::1]:61023/callback", false, true},
		// What is not the same character by character.
		{"", false, false},
		{"https://yourapp.example/callback/", false, false},
		{"https://yourapp.example/Callback", false, false},
		{"https://YOURAPP.example/callback", false, false},
		{"http://yourapp.example/callback", false, false},
		{"https://yourapp.example:443/callback", false, false},
		{"https://yourapp.example/callback?x=1", false, false},
		{"https://yourapp.example/callback#", false, false},
		{"https://yourapp.example/callback#code", false, false},
		{"https://yourapp.example/callback%20", false, false},
		{"https://yourapp.example/callback ", false, false},
		{"https://yourapp.example/./callback", false, false},
		{"https://yourapp.example/x/../callback", false, false},
		{"https://yourapp.example/%63allback", false, false},
		{"https://yourapp.example@evil.example/callback", false, false},
		{"https://yourapp.example.evil.example/callback", false, false},
		{"https://evil.example/https://yourapp.example/callback", false, false},
		{"https://evil.example\\@yourapp.example/callback", false, false},
		{"https://evil.example#@yourapp.example/callback", false, false},
		{"//yourapp.example/callback", false, false},
		{"yourapp.example/callback", false, false},
		{"javascript:alert(1)", false, false},
		{"http://localhost:3001", false, false},
		{"http://localhost:3000/", false, false},
		{"https://yourapp.example/with?query&its=own", false, false},
		// What only looks like the loopback address.
		{"http://localhost:49152/callback", false, false},
		{"http://127.0.0.1:49152/other", false, false},
		{"http://127.0.0.1:49152/callback/", false, false},
		{"http://127.0.0.1:49152/callback?x=1", false, false},
		{"http://127.0.0.1:49152", false, false},
		{"https://127.0.0.1:49152/callback", false, false},
		{"http://127.0.0.1:/callback", false, false},
		{"http://127.0.0.1:999999/callback", false, false},
		{"http://127.0.0.1:80a/callback", false, false},
		{"http://127.0.0.1:80@evil.example/callback", false, false},
		{"http://127.0.0.1@evil.example/callback", false, false},
		{"http://127.0.0.1.evil.example/callback", false, false},
		{"http://127.0.0.2:80/callback", false, false},
		{"http://127.1:80/callback", false, false},
		{"http://2130706433:80/callback", false, false},
		{"http://0x7f000001/callback", false, false},
	} {
		for kind, want := range map[string]bool{"regular_web": row.web, "native": row.native} {
			c := &model.Client{AppType: kind, Callbacks: registered}
			if got := matches(c, row.uri); got != want {
				t.Errorf("a %s app, %q: matches = %v, want %v", kind, row.uri, got, want)
			}
		}
	}
	if matches(&model.Client{AppType: "native", Callbacks: []string{"http://localhost/callback"}}, "http://127.0.0.1:5000/callback") {
		t.Error("a loopback address that was not registered matches")
	}
}

func TestDiffer(t *testing.T) {
	const callback = "http://localhost:3000/callback"
	for given, want := range map[string]string{
		"https://localhost:3000/callback":    "The scheme is https and not http.",
		"http://127.0.0.1:3000/callback":     "The host is 127.0.0.1 and not localhost.",
		"http://localhost:3001/callback":     "The port is 3001 and not 3000.",
		"http://localhost/callback":          "The port is left out and not 3000.",
		"http://localhost:3000/callback/":    "Only the slash at the end differs.",
		"http://localhost:3000/Callback":     "Capital and small letters of the path differ.",
		"http://localhost:3000/back":         "The path is /back and not /callback.",
		"http://localhost:3000":              "The path is empty and not /callback.",
		"http://localhost:3000/callback?a=b": "The query, after the ?, differs.",
		"http://localhost:3000/callback#a":   "A callback must not have a #fragment.",
		"localhost":                          "A callback is a whole URL, with its scheme and host.",
		"http://[":                           "It is not a well-formed URL.",
		"http://localhost:3000/c%61llback":   "They differ in how they are written.",
	} {
		if got := differ(callback, given); got != want {
			t.Errorf("%s: %q, want %q", given, got, want)
		}
	}
}

// FuzzMatches holds the matcher to what it promises: only registered addresses
// pass, or for a native app one that a browser, too, takes for this machine.
func FuzzMatches(f *testing.F) {
	for _, uri := range registered {
		f.Add(uri)
	}
	for _, uri := range []string{
		"http://127.0.0.1:49152/callback", "http://127.0.0.1:80@evil.example/callback", "http://127.0.0.1:1:2/callback",
		"http://127.0.0.1:0080/callback", "http://[::1]evil.example/callback", "http://127.0.0.1/callback\x00", "http://127.0.0.1:\\@evil/callback",
	} {
		f.Add(uri)
	}
	c := &model.Client{AppType: "native", Callbacks: registered}
	f.Fuzz(func(t *testing.T, uri string) {
		if !matches(c, uri) || slices.Contains(registered, uri) {
			return
		}
		u, err := url.Parse(uri)
		if err != nil {
			t.Fatalf("%q passed and is no URL: %v", uri, err)
		}
		local := u.Hostname() == "127.0.0.1" || u.Hostname() == "::1"
		if !local || u.Scheme != "http" || u.User != nil || u.Path+"?"+u.RawQuery != "/callback?" && u.Path+"?"+u.RawQuery != "?its=own" || strings.Contains(uri, "#") {
			t.Fatalf("%q passed", uri)
		}
	})
}
