package persist

import "time"

const (
	// sweepEvery is how often space in the value log is looked for.
	sweepEvery = 10 * time.Minute
	// sweepRatio is the part of a log file that must be garbage for it to be
	// written anew.
	sweepRatio = 0.5
)

// sweep gives the space of large values that were removed back to the disk,
// until Close.
func (s *Store) sweep() {
	defer close(s.swept)
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-s.stop:
			return
		case <-ticker.C:
			s.collect()
		}
	}
}

// collect rewrites log files while there is one that is worth it. Its error
// says only that there is none, or that the store is closing.
func (s *Store) collect() {
	for s.db.RunValueLogGC(sweepRatio) == nil {
		select {
		case <-s.stop:
			return
		default:
		}
	}
}
