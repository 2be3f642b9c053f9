package main

import (
	"context"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/wire"
	"github.com/playgrant/playgrant/persist"
)

// BenchmarkFlood is how long a client waits for its tokens while another asks
// for as many as it can get, on 64 connections. Signatures are made for the
// two by turns, and only so many at once: what the other still costs is its
// share of the processors. Alone, without the flood, is measured first.
//
//	go test ./cmd/playgrant -run '^$' -bench Flood -benchtime 300x
func BenchmarkFlood(b *testing.B) {
	s, err := persist.Open(b.TempDir(), persist.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	e, err := engine.New(b.Context(), engine.Config{Store: s})
	if err != nil {
		b.Fatal(err)
	}
	server := wire.New(wire.Config{Handler: e.Handler()})
	defer func() { _ = server.Shutdown(context.WithoutCancel(b.Context())) }()
	addr, err := server.Listen("127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	other := dial(b, addr.String())
	ask := func() time.Duration {
		form := "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username=user@example.com&password=opensesame&audience=" + url.QueryEscape(expenses)
		began := time.Now()
		other.post(b, form)
		return time.Since(began)
	}
	var alone, flooded []time.Duration
	for range 100 {
		alone = append(alone, ask())
	}
	flood := "grant_type=client_credentials&client_id=backend&client_secret=backend-secret&audience=" + url.QueryEscape(expenses)
	done := make(chan struct{})
	var all sync.WaitGroup
	served := make([]int, 64)
	for i := range served {
		p := dial(b, addr.String())
		all.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					p.post(b, flood)
					served[i]++
				}
			}
		})
	}
	time.Sleep(100 * time.Millisecond) // the flood has come
	began := time.Now()
	for b.Loop() {
		flooded = append(flooded, ask())
	}
	took := time.Since(began)
	close(done)
	all.Wait()
	total := 0
	for _, n := range served {
		total += n
	}
	report := func(list []time.Duration, unit string) {
		slices.Sort(list)
		b.ReportMetric(float64(list[len(list)/2].Microseconds())/1000, "ms-p50-"+unit)
		b.ReportMetric(float64(list[len(list)*99/100].Microseconds())/1000, "ms-p99-"+unit)
	}
	report(alone, "alone")
	report(flooded, "flooded")
	b.ReportMetric(float64(total)/took.Seconds(), "flood/s")
}
