package persist_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/playgrant/playgrant/engine/store"
)

// A process that is killed while Badger makes a file leaves it without a byte,
// or half a table that the manifest does not name yet. Neither is damage.
func TestWhatAKilledProcessLeavesIsNoDamage(t *testing.T) {
	rows := []struct {
		name  string
		files map[string]string
	}{
		{"an empty log of writes", map[string]string{"00099.mem": ""}},
		{"two of them", map[string]string{"00098.mem": "", "00099.mem": ""}},
		{"an empty log of large values", map[string]string{"000099.vlog": ""}},
		{"both", map[string]string{"00099.mem": "", "000099.vlog": ""}},
		{"an empty table", map[string]string{"000099.sst": ""}},
		{"half a table", map[string]string{"000099.sst": "half of it"}},
		{"half a manifest beside the whole one", map[string]string{"MANIFEST-REWRITE": "half"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			put(t, s, "key", "value")
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			for name, text := range row.files {
				if err := os.WriteFile(filepath.Join(dir, "sandbox", name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 {
				s := open(t, dir)
				err := s.View(t.Context(), func(r store.Reader) error {
					if v, err := r.Get("key"); err != nil || string(v) != "value" {
						return errors.Join(errors.New("got "+string(v)), err)
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
				put(t, s, "another", "value")
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
