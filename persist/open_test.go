package persist_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/persist"
)

func put(tb testing.TB, s store.Store, key, value string) {
	tb.Helper()
	if err := s.Update(never, func(tx store.Tx) error { return tx.Set(key, []byte(value)) }); err != nil {
		tb.Fatal(err)
	}
}

func get(tb testing.TB, s store.Store, key string) (value string) {
	tb.Helper()
	err := s.View(never, func(r store.Reader) error {
		v, err := r.Get(key)
		value = string(v)
		return err
	})
	if err != nil {
		tb.Fatalf("%q: %v", key, err)
	}
	return value
}

func TestWhatWasClosedIsThereAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "down")
	for i := range 12 { // more often than Badger keeps first-level tables
		s := open(t, dir)
		if i > 0 {
			if got := get(t, s, "n"); got != strings.Repeat("x", i) {
				t.Errorf("round %d: %q", i, got)
			}
		}
		put(t, s, "n", strings.Repeat("x", i+1))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheDirectoryIsTheUsersOwn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	dir := filepath.Join(t.TempDir(), "data")
	put(t, open(t, dir), "a", "b")
	for _, path := range []string{dir, filepath.Join(dir, "sandbox")} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", path, info.Mode().Perm(), err)
		}
	}
}

func TestADirectoryInUseNamesTheHolder(t *testing.T) {
	dir := t.TempDir()
	cmd, lines := child(t, "hold", dir)
	if !lines.Scan() {
		t.Fatal("the holder did not open the store")
	}
	check := func() {
		t.Helper()
		_, err := persist.Open(dir, persist.Options{})
		var inUse *persist.InUseError
		if !errors.As(err, &inUse) || !errors.Is(err, persist.ErrInUse) {
			t.Fatalf("Open: %v", err)
		}
		if inUse.PID != cmd.Process.Pid || inUse.Name == "" || inUse.Dir != dir {
			t.Errorf("the holder is said to be %+v; it is %d", *inUse, cmd.Process.Pid)
		}
		for _, want := range []string{dir, inUse.Name, "--data DIR", "--memory"} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q does not say %q", err, want)
			}
		}
	}
	check()
	note := filepath.Join(dir, "sandbox", "OWNER")
	if err := os.WriteFile(note, []byte(`{"pid":1,"name":"\u001b[2Jlong gone"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "linux" {
		check() // the note of a process that was killed does not mislead
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	s := open(t, dir) // a lock dies with its process
	put(t, s, "a", "b")
	if _, err := persist.Open(dir, persist.Options{}); !errors.Is(err, persist.ErrInUse) {
		t.Errorf("opened twice by one process: %v", err)
	}
}

func TestFoldersThatAreNotOurs(t *testing.T) {
	rows := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"somebody's files", map[string]string{"thesis.odt": "years of work"}, "thesis.odt"},
		{"somebody's folder", map[string]string{"photos/1.jpg": "x"}, "photos"},
		{"a terminal's enemy", map[string]string{"a\x1b[2Jb": ""}, "--data DIR"},
		{"an empty manifest", map[string]string{"MANIFEST": ""}, "--data DIR"},
		{"noise for a manifest", map[string]string{"MANIFEST": strings.Repeat("\xff", 100)}, "--data DIR"},
		{"a manifest of another program", map[string]string{"MANIFEST": "Bdgr\x00\x00\x00\x08"}, "another program or version"},
		{"a manifest of another Badger", map[string]string{"MANIFEST": "Bdgr\x50\x41\x00\x09"}, "another program or version"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, content := range row.files {
				path := filepath.Join(dir, "sandbox", filepath.FromSlash(name))
				if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
					t.Skip("no such file can be here:", err)
				}
			}
			s, err := persist.Open(dir, persist.Options{})
			if _, ok := errors.AsType[*persist.OpenError](err); !ok {
				t.Fatalf("Open: %v, %v", s, err)
			}
			if !strings.Contains(err.Error(), row.want) || strings.ContainsAny(err.Error(), "\x1b\n") {
				t.Errorf("%q; want %q", err, row.want)
			}
			for name, content := range row.files {
				if got, err := os.ReadFile(filepath.Join(dir, "sandbox", filepath.FromSlash(name))); string(got) != content {
					t.Errorf("%q was changed: %q, %v", name, got, err)
				}
			}
		})
	}
}

func TestPlacesThatCannotBeUsed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	locked := t.TempDir()
	if err := os.Chmod(locked, 0o500); err != nil {
		t.Fatal(err)
	}
	rows := []struct {
		name, dir string
		want      error
	}{
		{"a file", file, nil},
		{"below a file", filepath.Join(file, "data"), nil},
		{"a name with NUL", "a\x00b", nil},
		{"a directory that may not be written", locked, fs.ErrPermission},
	}
	for _, row := range rows {
		if errors.Is(row.want, fs.ErrPermission) && (runtime.GOOS == "windows" || os.Geteuid() == 0) {
			continue // who may do everything cannot be refused
		}
		s, err := persist.Open(row.dir, persist.Options{})
		var open *persist.OpenError
		if !errors.As(err, &open) || open.Advice == "" || row.want != nil && !errors.Is(err, row.want) {
			t.Errorf("%s: %v, %v", row.name, s, err)
		}
	}
}
