package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/playgrant/playgrant/cmd/playgrant/internal/config"
	"github.com/playgrant/playgrant/cmd/playgrant/internal/dirs"
	"github.com/playgrant/playgrant/tui/keymap"
)

// readConfig gives the flags of cmd that were not set the values of the
// settings file. Settings that cmd has no flag for are for other commands.
func (a *app) readConfig(cmd *cobra.Command) error {
	settings, name, err := a.settings()
	if err != nil {
		return err
	}
	for _, s := range settings {
		if s.Flag == "keys" {
			if a.keys, err = keyMap(name, s.Table); err != nil {
				return err
			}
			continue
		}
		flag := cmd.Flags().Lookup(s.Flag)
		if flag == nil || flag.Changed {
			continue
		}
		// "memory" and "data" speak of one thing: a flag outdoes both.
		if (s.Flag == "memory" && cmd.Flags().Changed("data")) || (s.Flag == "data" && cmd.Flags().Changed("memory")) {
			continue
		}
		for _, v := range s.Values {
			if err := flag.Value.Set(v); err != nil {
				return &config.Error{Name: name, Line: s.Line, Text: fmt.Sprintf("%s cannot be %q: %v", s.Flag, v, err)}
			}
		}
	}
	return nil
}

// keyMap makes the map of the keys that the file gives to actions.
func keyMap(name string, table []config.Row) (*keymap.Map, error) {
	entries := make([]keymap.Entry, len(table))
	for i, row := range table {
		entries[i] = keymap.Entry{Action: row.Name, Keys: row.Values}
	}
	m, err := keymap.New(entries)
	if wrong, ok := errors.AsType[*keymap.Error](err); ok {
		return nil, &config.Error{Name: name, Line: table[wrong.Index].Line, Text: "keys: " + wrong.Text}
	}
	return m, err
}

// settings reads the file that --config names, or the usual one if it is
// there.
func (a *app) settings() (settings []config.Setting, name string, err error) {
	name = a.configFile
	if name == "" {
		if name, err = dirs.Config(); err != nil {
			return nil, "", nil // no home, no settings
		}
	}
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) && a.configFile == "" {
		return nil, name, nil
	}
	if err != nil {
		return nil, name, &config.Error{Name: name, Text: errors.Unwrap(err).Error()}
	}
	defer func() { _ = f.Close() }()
	settings, err = config.Read(name, f)
	return settings, name, err
}
