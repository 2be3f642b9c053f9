package sift_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sift"
)

var refused = model.ExchangeLine{
	ID: "7", Method: "POST", Path: "/oauth/token", Status: 403, ClientID: "spa", GrantType: "refresh_token", MS: 12.5,
	Refused: "refresh.reuse", Why: "The token was not used before", Mends: 1,
}

var served = model.ExchangeLine{ID: "8", Method: "GET", Path: "/userinfo", Status: 200, Inside: true, MS: 1}

func TestWhatFits(t *testing.T) {
	for _, c := range []struct {
		filter          string
		refused, served bool
	}{
		{"", true, true},
		{"  ", true, true},
		{"token", true, false},
		{"TOKEN post", true, false},
		{"token userinfo", false, false},
		{"forbidden", true, false},
		{"client:spa", true, false},
		{"-client:spa", false, true},
		{"client:SP", true, false},
		{"status:4xx", true, false},
		{"status:2XX", false, true},
		{"status:403", true, false},
		{"status:404", false, false},
		{"status:refused", true, false},
		{"status:ok", false, true},
		{"grant:refresh", true, false},
		{"path:/oauth method:post", true, false},
		{"path:/user", false, true},
		{"outside:yes", true, false},
		{"outside:no", false, true},
		{"mend:yes", true, false},
		{"mend:no", false, true},
		{"slower:10", true, false},
		{"slower:0.5ms", true, true},
		{"why:reuse", true, false},
		{`why:"used before"`, true, false},
		{`"not used`, true, false},
		{"-userinfo", true, false},
		{"-", false, false},
		{"http://localhost", false, false},
	} {
		f, err := sift.Parse(c.filter)
		if err != nil {
			t.Errorf("%q: %v", c.filter, err)
			continue
		}
		if got := f.Fits(&refused); got != c.refused {
			t.Errorf("%q: %v for what was refused", c.filter, got)
		}
		if got := f.Fits(&served); got != c.served {
			t.Errorf("%q: %v for what was served", c.filter, got)
		}
	}
}

func TestWhatCannotBeUnderstoodIsExplained(t *testing.T) {
	for filter, says := range map[string]string{
		"statu:4xx":               "status:4xx",
		"quux:1":                  "client:, grant:",
		"status:soon":             "status:4xx",
		"status:999":              "status:403",
		"status:":                 "needs a value",
		"outside:perhaps":         "yes or no",
		"slower:soon":             "milliseconds",
		strings.Repeat("a ", 600): "500",
	} {
		if _, err := sift.Parse(filter); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, which does not say %q", filter, err, says)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`client:spa -"a b" status:4xx`, "\x00:\xff", `"""`, "--a", ":"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if filter, err := sift.Parse(s); err == nil {
			filter.Fits(&refused)
		}
	})
}
