package persist

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/ristretto/v2/z"
)

// sound opens each table as Badger does, but where a panic can be caught:
// Badger opens them in goroutines of its own, and a damaged one would end the
// process. Only tables that the manifest names count: one that it does not was
// being written when the process was killed, and Badger clears it away.
func sound(path string, o badger.Options) error {
	file, err := os.Open(filepath.Join(path, badger.ManifestFilename))
	if err != nil {
		return nil // a new store; anything else Badger says better
	}
	defer func() { _ = file.Close() }()
	manifest, _, err := badger.ReplayManifestFile(file, o.ExternalMagicVersion, o)
	if err != nil {
		return nil // Badger says it better
	}
	for _, id := range slices.Sorted(maps.Keys(manifest.Tables)) {
		name := table.NewFilename(id, path)
		if err := mayWrite(name); err != nil {
			return err
		}
		if err := soundTable(name); err != nil {
			return fmt.Errorf("damaged: %s", filepath.Base(name))
		}
	}
	return nil
}

// mayWrite reports what keeps a file that is there from being opened as Badger
// does, to write: it is none the less sound.
func mayWrite(name string) error {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

func soundTable(name string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	if info, err := os.Stat(name); err != nil || info.Size() == 0 {
		return fmt.Errorf("empty: %w", err)
	}
	file, err := z.OpenMmapFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	const asItIs = -1
	defer func() { _ = file.Close(asItIs) }()
	_, err = table.OpenTable(file, table.Options{ChkMode: options.OnBlockRead})
	return err
}
