package tui

import (
	"fmt"
	"runtime"
	"strconv"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/storetest"
	"github.com/playgrant/playgrant/engine/wire"
)

// manyExchanges is a sandbox in which n exchanges are listed.
func manyExchanges(t testing.TB, n int) demos.Wire {
	t.Helper()
	s := storetest.New()
	if _, err := engine.New(t.Context(), engine.Config{Store: s}); err != nil { // seeds it
		t.Fatal(err)
	}
	for begin := 1; begin <= n; begin += 500 {
		err := s.Update(t.Context(), func(tx store.Tx) error {
			for i := begin; i < min(begin+500, n+1); i++ {
				l := model.ExchangeLine{
					ID: strconv.Itoa(i), At: time.Unix(int64(1764000000+i), 0).UTC(), Method: "POST", Path: "/oauth/token", Status: 200,
					ClientID: "spa", GrantType: "refresh_token", MS: 1.5,
				}
				if i%1000 == 0 {
					l.Status, l.Refused, l.Why = 403, "refresh.reuse", "A rotated token is not used again"
				}
				if err := store.ExchangeLines.Put(tx, &l); err != nil {
					return err
				}
				if i == n {
					x := model.Exchange{ID: l.ID, At: l.At, Method: l.Method, Path: l.Path, Status: l.Status}
					if err := store.Exchanges.Put(tx, &x); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	e, err := engine.New(t.Context(), engine.Config{Store: s})
	if err != nil {
		t.Fatal(err)
	}
	server := wire.New(wire.Config{Handler: e.Handler()})
	t.Cleanup(func() { _ = server.Shutdown(t.Context()) })
	return demos.Wire{Base: base, HTTP: server.Transport()}
}

// TestTrafficHoldsOnlyAWindow goes through a long list to and fro: what the
// screen holds does not grow with it.
func TestTrafficHoldsOnlyAWindow(t *testing.T) {
	d := drive(t, manyExchanges(t, 5000), lessons(t), 80, 24)
	d.press("x")
	d.sees("no. 5000 · 5000 kept")
	for range 700 {
		d.send(namedKeys["pgup"])
	}
	d.sees("no. 1 · 5000 kept")
	for range 700 {
		d.send(namedKeys["pgdown"])
	}
	d.sees("no. 5000 · 5000 kept")
	d.press("g")
	d.sees("no. 1 · 5000 kept")
	d.press("/", "status:refused", "enter")
	d.sees("5 of 5 that fit, of 5000")
	d.press("esc", "G")
	d.sees("no. 5000 · 5000 kept")
}

// TestTrafficAllocatesNoMoreForALongHistory counts what a key and its frame
// allocate with a short history and with a long one.
func TestTrafficAllocatesNoMoreForALongHistory(t *testing.T) {
	count := func(n int) float64 {
		d := drive(t, manyExchanges(t, n), nil, 120, 36)
		d.press("x", "pgup", "pgup")
		i := 0
		return testing.AllocsPerRun(200, func() {
			_, _ = d.app.Update(namedKeys[[]string{"up", "pgup", "down", "pgdown"}[i%4]])
			_ = d.app.View()
			i++
		})
	}
	short, long := count(500), count(10_000)
	if long > 1.05*short+5 {
		t.Errorf("%.0f allocations with 10,000 exchanges, %.0f with 500", long, short)
	}
}

// BenchmarkTraffic measures a key to its frame with few exchanges and with
// many: the two must not differ.
func BenchmarkTraffic(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := drive(b, manyExchanges(b, n), lessons(b), 120, 36, func(c *Config) { c.renderer = renderer(termenv.TrueColor, true) })
			d.press("x")
			keys := []tea.KeyMsg{namedKeys["up"], namedKeys["pgup"], namedKeys["down"], namedKeys["pgdown"]}
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				_, _ = d.app.Update(keys[i%len(keys)])
				_ = d.app.View()
				i++
			}
		})
	}
}

// BenchmarkTrafficFilter looks through 100,000 exchanges for few, in the pages
// in which the screen asks for them.
func BenchmarkTrafficFilter(b *testing.B) {
	d := drive(b, manyExchanges(b, 100_000), lessons(b), 120, 36)
	d.press("x")
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		d.press("/", "status:refused", "enter", "esc")
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/1024, "KiB-kept")
}
