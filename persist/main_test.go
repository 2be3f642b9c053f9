package persist_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/persist"
)

// roleVar makes the test binary the process that a test needs: one that writes
// until it is killed, or one that holds a data directory.
const roleVar = "PERSIST_TEST_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(roleVar) {
	case "":
		os.Exit(m.Run())
	case "write":
		write(os.Args[1], os.Args[2])
	case "hold":
		hold(os.Args[1])
	}
}

// hold opens the store, says so, and keeps it open until stdin ends.
func hold(dir string) {
	s, err := persist.Open(dir, persist.Options{})
	if err != nil {
		fail(err)
	}
	fmt.Println("open")
	_, _ = os.Stdin.Read(make([]byte, 1))
	if err := s.Close(); err != nil {
		fail(err)
	}
}

// write commits numbered records for ever, and prints each number after its
// commit. A large value goes beside each, to reach the value log, too.
func write(dir, run string) {
	s, err := persist.Open(dir, persist.Options{})
	if err != nil {
		fail(err)
	}
	large := make([]byte, 300<<10)
	deadline := time.Now().Add(time.Minute) // in case nobody kills it
	for i := 0; time.Now().Before(deadline); i++ {
		err := s.Update(never, func(tx store.Tx) error {
			key := fmt.Sprintf("run\x00%s\x00%06d", run, i)
			if err := tx.Set(key, []byte(key)); err != nil {
				return err
			}
			if i%16 == 0 {
				return tx.Set("large\x00"+run, fmt.Append(large, key))
			}
			return tx.Set("last\x00"+run, []byte(key))
		})
		if err != nil {
			fail(err)
		}
		fmt.Println(i)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
