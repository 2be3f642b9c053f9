package persist

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ownerName is a file that tells who holds the store. Badger's own LOCK has
// the process id, too, but on Windows it cannot be read.
const ownerName = "OWNER"

type owner struct {
	PID  int    `json:"pid"`
	Name string `json:"name"`
}

// ownerFile is the path of this process's note.
type ownerFile string

// writeOwner leaves a note for those who find the store locked. It is only
// there to be kind, so failing to write it is no error.
func writeOwner(path string) *ownerFile {
	name := "a program"
	if exe, err := os.Executable(); err == nil {
		name = strings.TrimSuffix(filepath.Base(exe), ".exe")
	}
	raw, err := json.Marshal(owner{PID: os.Getpid(), Name: name})
	if err != nil {
		return nil
	}
	file := ownerFile(filepath.Join(path, ownerName))
	if os.WriteFile(string(file), raw, 0o600) != nil {
		return nil
	}
	return &file
}

func (f *ownerFile) remove() {
	if f != nil {
		_ = os.Remove(string(*f))
	}
}

// inUse finds out who holds the folder at path.
func inUse(dir, path string) *InUseError {
	e := &InUseError{Dir: dir}
	var note owner
	if raw, err := os.ReadFile(filepath.Join(path, ownerName)); err == nil && json.Unmarshal(raw, &note) == nil {
		e.PID, e.Name = note.PID, printable(note.Name)
	}
	// Badger writes its LOCK as soon as it has the lock, so it is right even
	// while the note is still that of a process which was killed.
	if raw, err := os.ReadFile(filepath.Join(path, "LOCK")); err == nil {
		if pid, err := strconv.Atoi(string(bytes.TrimSpace(raw))); err == nil && pid != e.PID {
			e.PID, e.Name = pid, processName(pid)
		}
	}
	return e
}

// processName asks Linux for the name of a process.
func processName(pid int) string {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	if err != nil {
		return ""
	}
	return printable(strings.TrimSpace(string(raw)))
}

// printable drops what must not reach a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return -1
		}
		return r
	}, s)
}
