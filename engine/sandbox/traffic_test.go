package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

func traffic(t *testing.T, s *enginetest.Server, query string) (v model.Traffic) {
	t.Helper()
	got := s.Do("GET", "/sandbox/traffic?"+query, "")
	if err := json.Unmarshal([]byte(got.Text), &v); err != nil || got.Status != 200 {
		t.Fatalf("%s: %d %s", query, got.Status, got.Text)
	}
	return v
}

func news(t *testing.T, s *enginetest.Server, query string) (v model.TrafficNews) {
	t.Helper()
	got := s.Do("GET", "/sandbox/traffic/news?"+query, "")
	if err := json.Unmarshal([]byte(got.Text), &v); err != nil || got.Status != 200 {
		t.Fatalf("%s: %d %s", query, got.Status, got.Text)
	}
	return v
}

func idsOf(lines []model.ExchangeLine) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.ID)
	}
	return strings.Join(out, " ")
}

func TestTrafficIsReadInPages(t *testing.T) {
	s := enginetest.New(t)
	for i := range 9 {
		s.Do("GET", fmt.Sprintf("/nothing/%d", i+1), "")
	}
	for query, want := range map[string]string{
		"":                       "1 2 3 4 5 6 7 8 9",
		"limit=3":                "7 8 9 next 7",
		"limit=3&before=7":       "4 5 6 next 4",
		"limit=3&before=4":       "1 2 3",
		"limit=3&after=4":        "5 6 7 next 7",
		"limit=3&after=7":        "8 9",
		"after=0&limit=2":        "1 2 next 2",
		"filter=path:/nothing/4": "4",
		"filter=status:200":      "",
		"before=1":               "",
		"before=99&limit=1":      "9 next 9",
	} {
		v := traffic(t, s, query)
		got := idsOf(v.Lines)
		if v.Next != "" {
			got += " next " + v.Next
		}
		if got != want || v.Kept != 9 || v.Oldest != "1" || v.Newest != "9" {
			t.Errorf("%s: got %q of %d, %s to %s, want %q", query, got, v.Kept, v.Oldest, v.Newest, want)
		}
	}
	for query, field := range map[string]string{"limit=0": "limit", "limit=1001": "limit", "before=x": "before", "after=-1": "after"} {
		badRequest(t, s.Do("GET", "/sandbox/traffic?"+query, ""), field)
	}
	if got := s.Do("GET", "/sandbox/traffic?filter=statu:4xx", ""); got.Status != 400 || !strings.Contains(got.Text, "status:4xx") {
		t.Errorf("a filter that cannot be understood: %d %s", got.Status, got.Text)
	}
}

func TestMoreIsKeptInTheListThanWhole(t *testing.T) {
	s := enginetest.New(t, func(c *engine.Config) { c.Exchanges, c.Lines = 2, 4 })
	for range 6 {
		s.Do("GET", "/nothing", "")
	}
	if got := idsOf(traffic(t, s, "").Lines); got != "3 4 5 6" {
		t.Errorf("the list has %s", got)
	}
	for id, status := range map[string]int{"4": 404, "5": 200, "6": 200} {
		if got := s.Do("GET", "/sandbox/exchanges/"+id, ""); got.Status != status {
			t.Errorf("exchange %s: %d", id, got.Status)
		}
	}
}

func TestALineTellsWhoAskedAndWhatRefused(t *testing.T) {
	s := enginetest.New(t)
	s.Form("/oauth/token", "grant_type=refresh_token&client_id=spa&refresh_token=nonsense")
	req, _ := http.NewRequestWithContext(t.Context(), "GET", s.URL+"/.well-known/jwks.json", nil)
	resp, err := s.Inside.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	lines := traffic(t, s, "").Lines
	if len(lines) != 2 || lines[0].Inside || !lines[1].Inside {
		t.Fatalf("got %+v", lines)
	}
	if l := lines[0]; l.ClientID != "spa" || l.GrantType != "refresh_token" || l.Status != 403 || l.Refused == "" || l.Why == "" {
		t.Errorf("got %+v", l)
	}
	if l := lines[1]; l.Refused != "" || l.Status != 200 {
		t.Errorf("got %+v", l)
	}
}

func TestNewsWakeWhoWaits(t *testing.T) {
	s := enginetest.New(t)
	cursor := traffic(t, s, "").Cursor
	for name, query := range map[string]string{
		"news":      "/sandbox/traffic/news?wait=25&since=" + cursor,
		"exchanges": "/sandbox/exchanges?wait=25&after=0",
	} {
		done := make(chan string)
		go func() { done <- s.Do("GET", query, "").Text }()
		// Whether it waits yet or not, it is told. A step that is Alone gets
		// its turn meanwhile, so the wait holds nothing.
		if got := s.Do("POST", "/sandbox/clock", `{"freeze":false}`); got.Status != 200 {
			t.Errorf("the clock: %d", got.Status)
		}
		s.Do("GET", "/nothing", "")
		select {
		case text := <-done:
			if !strings.Contains(text, `"path":"/nothing"`) {
				t.Errorf("%s: got %s", name, text)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: nobody woke it", name)
		}
	}
}

func TestAResetAndForgettingBeginTheListAnew(t *testing.T) {
	s := enginetest.New(t)
	for _, anew := range []struct{ method, path, next string }{{"POST", "/sandbox/reset", "1"}, {"DELETE", "/sandbox/exchanges", "2"}} {
		s.Do("GET", "/nothing", "")
		cursor := traffic(t, s, "").Cursor
		if got := s.Do(anew.method, anew.path, ""); got.Status != 200 {
			t.Fatalf("%s: %d %s", anew.path, got.Status, got.Text)
		}
		if n := news(t, s, "wait=25&since="+cursor); !n.Missed || len(n.Lines) != 0 {
			t.Errorf("%s: news are %+v", anew.path, n)
		}
		if v := traffic(t, s, ""); len(v.Lines) != 0 || v.Kept != 0 {
			t.Errorf("%s: the list has %+v", anew.path, v)
		}
		if got := s.Do("GET", "/nothing", "").Header.Get(engine.ExchangeHeader); got != anew.next {
			t.Errorf("%s: the next exchange is %s", anew.path, got)
		}
		if anew.path == "/sandbox/reset" {
			s.Do("POST", "/sandbox/reset", "")
		}
	}
}

func TestWaitingEndsWhenTheServerDoes(t *testing.T) {
	var began time.Time
	t.Cleanup(func() { // after the server's own, which shuts it down
		if time.Since(began) > 15*time.Second {
			t.Error("the server waited for who waited")
		}
	})
	s := enginetest.New(t)
	cursor := traffic(t, s, "").Cursor
	asked := make(chan struct{})
	go func() {
		close(asked)
		req, _ := http.NewRequest("GET", s.URL+"/sandbox/traffic/news?wait=25&since="+cursor, nil)
		if resp, err := s.Inside.RoundTrip(req); err == nil {
			resp.Body.Close()
		}
	}()
	<-asked
	for range 50 { // give it time to get there
		news(t, s, "since="+cursor)
	}
	began = time.Now()
}

func TestAForeignPageMayNotWait(t *testing.T) {
	s := enginetest.New(t)
	cursor := traffic(t, s, "").Cursor
	got := s.Do("GET", "/sandbox/traffic/news?wait=25&since="+cursor, "", "Origin: https://evil.example")
	if got.Status != 403 {
		t.Errorf("answered %d", got.Status)
	}
}
