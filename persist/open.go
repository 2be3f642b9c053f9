package persist

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/ristretto/v2/z"
)

// folder holds Badger's files inside a data directory, which has other things
// in it, too.
const folder = "sandbox"

// Memory makes a store that is gone when it is closed.
func Memory(o Options) (*Store, error) {
	db, err := badger.Open(tuned("", o))
	if err != nil {
		return nil, fmt.Errorf("making a store in memory: %w", err)
	}
	return start(db, nil, nil), nil
}

// Open opens the store in a data directory, and makes both if they are
// missing. The error is an [*InUseError] if another process holds it, and an
// [*OpenError] otherwise.
func Open(dir string, o Options) (*Store, error) {
	path := filepath.Join(dir, folder)
	if err := prepare(path); err != nil {
		return nil, &OpenError{Dir: dir, Advice: adviceOn(err), Err: err}
	}
	tuning := tuned(path, o)
	if err := sound(path, tuning); err != nil {
		return nil, &OpenError{Dir: dir, Advice: adviceOn(err), Err: err}
	}
	db, err := openBadger(tuning)
	for range emptyFiles {
		if err == nil || !strings.Contains(err.Error(), z.NewFile.Error()) {
			break
		}
		db, err = openBadger(tuning)
	}
	if err != nil && strings.Contains(err.Error(), lockedText) {
		return nil, inUse(dir, path)
	}
	if err != nil {
		return nil, &OpenError{Dir: dir, Advice: adviceOn(err), Err: err}
	}
	return start(db, writeOwner(path), func() (uint64, bool) { return freeAt(path) }), nil
}

// emptyFiles is how many files a killed process may leave without a byte in
// them: a log that was just made, one for writes and one for large values.
// Badger takes such a file for a fault, but gives it its size in passing, and
// opens the next time.
const emptyFiles = 4

func start(db *badger.DB, owner *ownerFile, free func() (uint64, bool)) *Store {
	s := &Store{db: db, owner: owner, free: free, stop: make(chan struct{}), swept: make(chan struct{})}
	go s.sweep()
	return s
}

// lockedText is in Badger's error, which has no other mark, when it cannot
// lock a directory.
const lockedText = "Another process is using this Badger database"

var errForeign = errors.New("the folder holds files that Playgrant did not write")

// prepare makes the folder, or makes sure that it is a store of ours or empty:
// Badger would write beside whatever it finds.
func prepare(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(path)
	if err != nil || len(entries) == 0 {
		return err
	}
	_, err = os.Stat(filepath.Join(path, badger.ManifestFilename))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if !beforeManifest[e.Name()] {
			return fmt.Errorf("%w: %s", errForeign, e.Name())
		}
	}
	return nil
}

// beforeManifest are the files that a process which was killed at its very
// start leaves behind.
var beforeManifest = map[string]bool{"LOCK": true, "MANIFEST-REWRITE": true, ownerName: true}

// openBadger opens the files; Badger meets some kinds of damage with a panic.
func openBadger(o badger.Options) (db *badger.DB, err error) {
	defer func() {
		if p := recover(); p != nil {
			db, err = nil, fmt.Errorf("damaged: %v", p)
		}
	}()
	return badger.Open(o)
}
