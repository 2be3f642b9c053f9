package engine_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/storetest"
)

func TestExchangeCanBeReadOnceItIsAnswered(t *testing.T) {
	s := enginetest.New(t)
	got := s.Form("/oauth/token", "grant_type=password&client_id=nobody")
	id := got.Header.Get(engine.ExchangeHeader)
	if id != "1" {
		t.Fatalf("the first exchange is %q", id)
	}
	x := s.Do("GET", "/sandbox/exchanges/"+id, "").Object()
	if x["client_id"] != "nobody" || x["grant_type"] != "password" || x["path"] != "/oauth/token" {
		t.Errorf("the exchange is recorded as %v", x)
	}
	request, response := x["request"].(string), x["response"].(string)
	if !strings.HasPrefix(request, "POST /oauth/token HTTP/1.1\r\n") || !strings.HasSuffix(request, "client_id=nobody") {
		t.Errorf("request: %q", request)
	}
	if !strings.HasPrefix(response, fmt.Sprintf("HTTP/1.1 %d ", got.Status)) || !strings.HasSuffix(response, got.Text) {
		t.Errorf("response: %q", response)
	}
	if len(x["checks"].([]any)) == 0 {
		t.Error("nothing tells why")
	}
}

func TestExchangesAreKeptByteForByte(t *testing.T) {
	s := enginetest.New(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const sent = "POST /oauth/token HTTP/1.1\r\nhOsT: localhost\r\nX-Odd:   spaces  \r\nConnection: close\r\n" +
		"content-type: application/x-www-form-urlencoded\r\nContent-Length: 11\r\n\r\nb=2&a=%31&&"
	if _, err := io.WriteString(conn, sent); err != nil {
		t.Fatal(err)
	}
	received, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	x := s.Do("GET", "/sandbox/exchanges/1", "").Object()
	if diff := cmp.Diff(sent, x["request"]); diff != "" {
		t.Errorf("request (-sent +kept):\n%s", diff)
	}
	if diff := cmp.Diff(string(received), x["response"]); diff != "" {
		t.Errorf("response (-received +kept):\n%s", diff)
	}
	if !strings.Contains(string(received), "Date: Mon, 23 Nov 2026 09:00:00 GMT") {
		t.Errorf("the date is not the sandbox's: %s", received)
	}
}

func TestLongExchangesAreCut(t *testing.T) {
	s := enginetest.New(t)
	got := s.Form("/oauth/token", "noise="+strings.Repeat("x", 2<<20))
	if got.Status != 413 {
		t.Errorf("2 MiB of noise: %d %s", got.Status, got.Text)
	}
	x := s.Do("GET", "/sandbox/exchanges/1", "").Object()
	if request := x["request"].(string); len(request) > 70<<10 || !strings.Contains(request, "[cut here") {
		t.Errorf("%d bytes are kept", len(request))
	}
}

func TestExchangesAreListedNewestFirstWithoutBytes(t *testing.T) {
	s := enginetest.New(t)
	for _, path := range []string{"/one", "/two", "/three"} {
		s.Do("GET", path, "")
	}
	list := s.Do("GET", "/sandbox/exchanges?limit=2", "").List()
	if len(list) != 2 || list[0]["path"] != "/three" || list[1]["path"] != "/two" {
		t.Fatalf("got %v", list)
	}
	if _, has := list[0]["request"]; has {
		t.Error("the list holds the bytes")
	}
	if after := s.Do("GET", "/sandbox/exchanges?after=2", "").List(); len(after) != 1 || after[0]["id"] != "3" {
		t.Errorf("after 2: %v", after)
	}
}

func TestOldExchangesMakeRoom(t *testing.T) {
	db := storetest.New()
	with := func(keep int) *enginetest.Server {
		return enginetest.New(t, func(c *engine.Config) { c.Store, c.Exchanges = db, keep })
	}
	s := with(5)
	for range 8 {
		s.Do("GET", "/nowhere", "")
	}
	list := s.Do("GET", "/sandbox/exchanges", "").List()
	if len(list) != 5 || list[0]["id"] != "8" || list[4]["id"] != "4" {
		t.Fatalf("kept %v", list)
	}
	s = with(2) // opened again
	if list := s.Do("GET", "/sandbox/exchanges", "").List(); len(list) != 2 {
		t.Errorf("a smaller limit leaves %d", len(list))
	}
	if id := s.Do("GET", "/nowhere", "").Header.Get(engine.ExchangeHeader); id != "9" {
		t.Errorf("goes on with %q", id)
	}
}

func TestLookingAfterTheServerIsNotRecorded(t *testing.T) {
	s := enginetest.New(t)
	for _, path := range []string{"/healthz", "/readyz", "/sandbox/clock", "/sandbox/nowhere", "/favicon.ico"} {
		if id := s.Do("GET", path, "").Header.Get(engine.ExchangeHeader); id != "" {
			t.Errorf("%s is exchange %s", path, id)
		}
	}
	if list := s.Do("GET", "/sandbox/exchanges", "").List(); len(list) != 0 {
		t.Errorf("recorded %v", list)
	}
}

func TestAnswersToHEADHaveNoBody(t *testing.T) {
	s := enginetest.New(t)
	got := s.Do("HEAD", "/.well-known/jwks.json", "")
	x := s.Do("GET", "/sandbox/exchanges/"+got.Header.Get(engine.ExchangeHeader), "").Object()
	response, _ := x["response"].(string)
	if got.Status != 200 || got.Text != "" || !strings.HasSuffix(response, "\r\n\r\n") {
		t.Errorf("%d %q, kept %q", got.Status, got.Text, response)
	}
	if again := s.Do("GET", "/.well-known/jwks.json", ""); again.Status != 200 {
		t.Errorf("the connection is out of step: %d", again.Status)
	}
}
