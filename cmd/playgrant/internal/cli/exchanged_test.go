package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
)

var refusedExchange = &model.Exchange{
	ID: "7", At: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Method: "GET", Path: "/authorize", Status: 403, ClientID: "spa\x1b[2J", MS: 1.25,
	Checks: []check.Result{
		{Check: "It is registered", OK: true},
		{Check: "It is one of the callbacks", Detail: "expected a, got b\nc", Mend: []check.Mend{{Title: "Add b", Command: "curl -X PATCH 'x'"}}},
		{Check: "There is a challenge", Detail: "none", Note: true},
	},
}

func TestAnExchangeIsALineWithItsMend(t *testing.T) {
	want := "09:00:00 ✗ 403 GET /authorize spa�[2J 1.2 ms no. 7\n" +
		"         It is one of the callbacks: expected a, got b�c. Add b: curl -X PATCH 'x'\n"
	if got := exchangeLine(refusedExchange); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestAFindingTellsBothWays out of an address that is nearly right: what the
// app may send, and last the command that registers it.
func TestAFindingTellsBothWays(t *testing.T) {
	add := check.Mend{Title: "Add b", Command: "curl b"}
	for other, want := range map[string]string{
		"Send redirect_uri=http://a: use localhost and not 127.0.0.1": "Send redirect_uri=http://a: use localhost and not 127.0.0.1. Or: Add b: curl b",
		"Send redirect_uri=http://a":                                  "Add b: curl b",
	} {
		c := &check.Result{Check: "It is registered", Detail: "got b", Mend: []check.Mend{add, {Title: other}}}
		if got := finding(c); got != "         It is registered: got b. "+want+"\n" {
			t.Errorf("%q", got)
		}
	}
}

func TestTheJournalHoldsNobodyUp(t *testing.T) {
	r, w := io.Pipe() // nobody reads it
	j := startJournal(w)
	for range 5000 {
		j.add(refusedExchange)
	}
	if j.missed.Load() == 0 {
		t.Error("nothing was left out")
	}
	r.Close()
	j.end()
}

func TestTheJournalWritesAllThatIsRead(t *testing.T) {
	var out bytes.Buffer
	j := startJournal(&out)
	for range 100 {
		j.add(refusedExchange)
	}
	j.end()
	if n := strings.Count(out.String(), "no. 7"); n != 100 {
		t.Errorf("%d of 100 lines", n)
	}
}
