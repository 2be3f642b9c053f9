package engine_test

import (
	"fmt"
	"strings"
	"testing"

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
