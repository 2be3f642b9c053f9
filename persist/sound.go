package persist

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/ristretto/v2/z"
)

// sound opens each table as Badger does, but where a panic can be caught:
// Badger opens them in goroutines of its own, and a damaged one would end the
// process.
func sound(path string) error {
	tables, err := filepath.Glob(filepath.Join(path, "*.sst"))
	if err != nil {
		return err
	}
	for _, name := range tables {
		if err := soundTable(name); err != nil {
			return fmt.Errorf("damaged: %s", filepath.Base(name))
		}
	}
	return nil
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
