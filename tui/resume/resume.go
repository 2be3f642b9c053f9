// Package resume keeps where one was in the interface, in a small file beside
// the sandbox.
package resume

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/link"
	"github.com/playgrant/playgrant/tui/screen"
)

// name is the file's in the data directory.
const name = "interface.json"

// version changes when an older file would be misread.
const version = 1

// most is how many bytes of a file are read.
const most = 64 << 10

// Place is where one was.
type Place struct {
	Open  []screen.Route // the screens that lay on each other, but home
	Strip bool           // the wire's log was on
}

type file struct {
	Version int      `json:"version"`
	Open    []string `json:"open"` // addresses, see package link
	Strip   bool     `json:"strip,omitempty"`
}

// Read reads where one was. ok is false if nothing was kept yet. An error
// names the file and says what is wrong with it; one begins at home then.
func Read(dir string, list []*demos.Demo) (p Place, ok bool, err error) {
	path := filepath.Join(dir, name)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return p, false, nil
	}
	if err != nil {
		return p, false, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return p, false, err
	}
	var kept file
	switch err = json.Unmarshal(data, &kept); {
	case len(data) > most:
		return p, false, fmt.Errorf("%s is too large", name)
	case err != nil:
		return p, false, fmt.Errorf("%s is damaged: %w", name, err)
	case kept.Version != version:
		return p, false, fmt.Errorf("%s is of another version (%d)", name, kept.Version)
	}
	for _, address := range kept.Open {
		r, err := link.Parse(address, list)
		if err != nil {
			return Place{}, false, fmt.Errorf("%s names no place: %w", name, err)
		}
		p.Open = append(p.Open, r)
	}
	p.Strip = kept.Strip
	return p, true, nil
}

// Write keeps where one is, as a whole or not at all.
func Write(dir string, p Place) error {
	kept := file{Version: version, Open: []string{}, Strip: p.Strip}
	for _, r := range p.Open {
		kept.Open = append(kept.Open, link.Of(r))
	}
	data, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, name+".*") // readable by its owner alone
	if err != nil {
		return err
	}
	_, err = f.Write(append(data, '\n'))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
