package mfa_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// exhaust sends wrong codes until none is listened to, and counts them.
func (w *world) exhaust(user string) int {
	w.t.Helper()
	for n := range 20 {
		switch a := w.otp(user, "000000"); a.status {
		case http.StatusForbidden:
		case http.StatusTooManyRequests:
			return n
		default:
			w.t.Fatalf("wrong code %d: %d %s", n+1, a.status, a.body)
		}
	}
	w.t.Fatal("twenty wrong codes, and no end")
	return 0
}

func TestAttempts(t *testing.T) {
	w := newWorld(t)
	if n := w.exhaust("otp@example.com"); n != 10 {
		t.Fatalf("%d wrong codes until the bucket was empty, want 10", n)
	}
	// Now not even the right code is listened to, nor a recovery code.
	wantError(t, w.otp("otp@example.com", w.code(0)), 429, "too_many_attempts", "")
	wantError(t, w.post("/recovery", "user", "otp@example.com", "recovery_code", "RECOVERYCODEFORTHEOTPUSE"), 429, "too_many_attempts", "")
	// Others are not kept waiting.
	wantRight(t, w.otp("all@example.com", w.code(0)))

	w.advance(6*time.Minute - time.Millisecond)
	wantError(t, w.otp("otp@example.com", w.code(0)), 429, "too_many_attempts", "")
	w.advance(time.Millisecond)
	if n := w.exhaust("otp@example.com"); n != 1 {
		t.Errorf("after six minutes %d attempts, want 1", n)
	}
	w.advance(30 * time.Minute)
	if n := w.exhaust("otp@example.com"); n != 5 {
		t.Errorf("after thirty minutes %d attempts, want 5", n)
	}
	w.advance(-10 * time.Hour)
	wantError(t, w.otp("otp@example.com", w.code(0)), 429, "too_many_attempts", "")
	w.advance(1000 * time.Hour)
	if n := w.exhaust("otp@example.com"); n != 10 {
		t.Errorf("after weeks %d attempts, want 10: the bucket holds no more", n)
	}
	w.advance(6 * time.Minute)
	wantRight(t, w.otp("otp@example.com", w.code(0)))
}

func TestAttemptsRefillWhileTheyAreSpent(t *testing.T) {
	w := newWorld(t)
	// One every six minutes can be wrong for ever.
	for range 40 {
		wantWrong(t, w.otp("otp@example.com", "000000"), "otp.matches")
		w.advance(6 * time.Minute)
	}
}

func TestRightCodesCostNothing(t *testing.T) {
	w := newWorld(t)
	for range 30 {
		wantRight(t, w.otp("otp@example.com", w.code(0)))
		w.advance(30 * time.Second)
	}
}

func TestAttemptsAfterTheClockWentBackRefill(t *testing.T) {
	w := newWorld(t)
	w.advance(1000 * time.Hour)
	w.exhaust("otp@example.com")
	w.setTime(start)
	wantError(t, w.otp("otp@example.com", w.code(0)), 429, "too_many_attempts", "")
	w.advance(6 * time.Minute)
	wantRight(t, w.otp("otp@example.com", w.code(0)))
}

// race sends the same request 64 times at once and counts the answers.
func race(t *testing.T, send func() answer) map[int]int {
	t.Helper()
	var (
		wg     sync.WaitGroup
		counts [600]atomic.Int64
		begin  = make(chan struct{})
	)
	for range 64 {
		wg.Go(func() {
			<-begin
			counts[send().status].Add(1)
		})
	}
	close(begin)
	wg.Wait()
	out := map[int]int{}
	for status := range counts {
		if n := counts[status].Load(); n > 0 {
			out[status] = int(n)
		}
	}
	return out
}

func TestOneOfManyEqualCodesWins(t *testing.T) {
	w := newWorld(t)
	code := w.code(0)
	got := race(t, func() answer { return w.otp("otp@example.com", code) })
	// The losers send a code that was used, which is a wrong one.
	if got[200] != 1 || got[403] != 10 || got[429] != 53 {
		t.Errorf("got %v, want one 200, ten 403 and the rest 429", got)
	}
}

func TestManyWrongCodesAtOnce(t *testing.T) {
	w := newWorld(t)
	got := race(t, func() answer { return w.otp("otp@example.com", "000000") })
	if got[403] != 10 || got[429] != 54 {
		t.Errorf("got %v, want ten 403 and the rest 429", got)
	}
	var kept *model.Attempts
	u := w.user("otp@example.com")
	w.update(func(tx store.Tx) (err error) {
		kept, err = store.Attempts.Get(tx, u.UserID)
		return err
	})
	if kept.Spent != 10 {
		t.Errorf("%v attempts are kept as spent, want 10", kept.Spent)
	}
}
