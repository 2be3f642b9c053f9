package persist

import (
	"fmt"

	"github.com/playgrant/playgrant/engine/store"
)

// reserve is how many bytes a disk must have left for something to be written:
// what a table needs that is being finished, and some more. Badger writes into
// files that it has mapped into memory: where the disk has no room for a page
// of one, the system ends the process, and no error can be given any more.
const reserve = memTableSize + 4<<20

// room makes sure that there is enough left where the store lies; the error is
// a [store.ErrFull].
func (s *Store) room() error {
	if s.free == nil {
		return nil // in memory
	}
	if left, ok := s.free(); ok && left < reserve {
		return fmt.Errorf("the disk is nearly full (%w): make room on it, %d MiB at least, or use --data DIR or --memory", store.ErrFull, reserve>>20)
	}
	return nil
}
