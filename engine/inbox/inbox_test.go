package inbox_test

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/inbox"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/storetest"
)

func TestTheNewestMessageIsTheOneDeliveredLast(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, at := range map[string]func(i int) time.Time{
		"as time goes by":              func(i int) time.Time { return noon.Add(time.Duration(i) * time.Second) },
		"while the clock stands still": func(int) time.Time { return noon },
		"when the clock is moved back": func(i int) time.Time { return noon.Add(-time.Duration(i) * time.Hour) },
		"back and on":                  func(i int) time.Time { return noon.Add(time.Duration(i%3) * time.Millisecond) },
	} {
		t.Run(name, func(t *testing.T) {
			db, chance := storetest.New(), rand.NewChaCha8([32]byte{3})
			const n = 200
			for i := range n {
				err := db.Update(t.Context(), func(tx store.Tx) error {
					return inbox.Deliver(&step.Step{Tx: tx, Now: at(i), Rand: chance}, &model.Message{Body: strconv.Itoa(i)})
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			i := n
			err := db.View(t.Context(), func(r store.Reader) error {
				for m, err := range store.Messages.Newest(r, "") {
					if err != nil {
						return err
					}
					if i--; m.Body != strconv.Itoa(i) || !m.At.Equal(at(i)) {
						t.Fatalf("got message %s of %s, want %d", m.Body, m.At, i)
					}
				}
				return nil
			})
			if err != nil || i != 0 {
				t.Errorf("%d messages are missing: %v", i, err)
			}
		})
	}
}
