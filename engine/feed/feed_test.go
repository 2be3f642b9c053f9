package feed_test

import (
	"context"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/playgrant/playgrant/engine/feed"
	"github.com/playgrant/playgrant/engine/model"
)

func publish(f *feed.Feed, n int) {
	for i := range n {
		f.Publish(model.ExchangeLine{ID: strconv.Itoa(i + 1)})
	}
}

func TestNewsAreToldInTheOrderInWhichTheyCame(t *testing.T) {
	f := feed.New(time.Unix(1, 0))
	start := f.Cursor()
	publish(f, 3)
	n := f.Since(start)
	if n.Missed || len(n.Lines) != 3 || n.Lines[0].ID != "1" || n.Lines[2].ID != "3" {
		t.Errorf("got %+v", n)
	}
	if again := f.Since(n.Cursor); again.Missed || len(again.Lines) != 0 || again.Cursor != n.Cursor {
		t.Errorf("with nothing new: %+v", again)
	}
}

func TestACursorThatDoesNotHoldHasMissedSomething(t *testing.T) {
	f := feed.New(time.Unix(1, 0))
	start := f.Cursor()
	publish(f, 600)
	other := feed.New(time.Unix(2, 0))
	for name, cursor := range map[string]string{
		"too far back": start, "none": "", "nonsense": "a.b.c", "another run": other.Cursor(), "ahead": f.Cursor() + "0", "negative": start[:len(start)-1] + "-1",
	} {
		if n := f.Since(cursor); !n.Missed || len(n.Lines) != 0 || n.Cursor != f.Cursor() {
			t.Errorf("%s: %+v", name, n)
		}
	}
	before := f.Cursor()
	f.Restart()
	if n := f.Since(before); !n.Missed {
		t.Errorf("a reset is not told: %+v", n)
	}
}

func TestWaitingEndsWithNewsStopOrTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := feed.New(time.Unix(1, 0))
		for name, wake := range map[string]func(stop chan struct{}, cancel func()){
			"news":    func(chan struct{}, func()) { publish(f, 1) },
			"reset":   func(chan struct{}, func()) { f.Restart() },
			"stop":    func(stop chan struct{}, _ func()) { close(stop) },
			"context": func(_ chan struct{}, cancel func()) { cancel() },
		} {
			ctx, cancel := context.WithCancel(t.Context())
			stop, done := make(chan struct{}), make(chan struct{})
			go func() { f.Wait(ctx, stop, f.Cursor()); close(done) }()
			synctest.Wait()
			select {
			case <-done:
				t.Errorf("%s: it did not wait", name)
			default:
			}
			wake(stop, cancel)
			synctest.Wait()
			select {
			case <-done:
			default:
				t.Errorf("%s: it goes on waiting", name)
			}
			cancel()
		}
	})
}

func TestWhatIsNewAlreadyIsNotWaitedFor(t *testing.T) {
	f := feed.New(time.Unix(1, 0))
	start := f.Cursor()
	publish(f, 1)
	f.Wait(t.Context(), nil, start) // or the test never ends
	f.Wait(t.Context(), nil, "nonsense")
}

func BenchmarkPublish(b *testing.B) {
	f, l := feed.New(time.Unix(1, 0)), model.ExchangeLine{ID: "1", Path: "/oauth/token"}
	b.ReportAllocs()
	for b.Loop() {
		f.Publish(l)
	}
}
