package persist

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// ErrInUse is what an [*InUseError] is.
var ErrInUse = errors.New("the data directory is in use")

// InUseError says that another process holds the data directory.
type InUseError struct {
	Dir  string
	PID  int    // 0 if it could not be learnt
	Name string // of the process; "" if it could not be learnt
}

func (e *InUseError) Error() string {
	return fmt.Sprintf("the data directory %s is in use by %s; close that, or use --data DIR or --memory", printable(e.Dir), e.holder())
}

func (e *InUseError) holder() string {
	switch {
	case e.PID == 0:
		return "another process"
	case e.Name == "":
		return fmt.Sprintf("process %d", e.PID)
	}
	return fmt.Sprintf("%s (process %d)", e.Name, e.PID)
}

// Is makes the error an ErrInUse.
func (e *InUseError) Is(target error) bool { return target == ErrInUse }

// OpenError says why a data directory cannot be used, and what to do.
type OpenError struct {
	Dir    string
	Advice string
	Err    error
}

func (e *OpenError) Error() string {
	return fmt.Sprintf("the data directory %s cannot be opened: %s; %s", printable(e.Dir), oneLine(e.Err), e.Advice)
}

// oneLine is an error's first line; Badger's go on about its own options.
func oneLine(err error) string {
	first, _, _ := strings.Cut(err.Error(), "\n")
	return printable(strings.TrimRight(first, ". "))
}

func (e *OpenError) Unwrap() error { return e.Err }

// adviceOn tells what to do about an error. Badger's carry only text.
func adviceOn(err error) string {
	text := err.Error()
	switch {
	case errors.Is(err, errForeign):
		return "choose another one with --data DIR"
	case errors.Is(err, fs.ErrPermission), strings.Contains(text, "permission denied"), strings.Contains(text, "read-only file system"):
		return "make it writable for you, or use --data DIR or --memory"
	case strings.Contains(text, "no space left"):
		return "make room on the disk, or use --memory"
	case strings.Contains(text, "external magic number"), strings.Contains(text, "unsupported version"):
		return "another program or version wrote it; move it away, or use --data DIR"
	case errors.As(err, new(*fs.PathError)):
		return "use --data DIR or --memory"
	}
	return "it seems damaged; move it away to begin afresh, or use --data DIR or --memory"
}
