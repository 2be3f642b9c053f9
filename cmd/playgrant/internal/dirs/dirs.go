// Package dirs tells where Playgrant keeps things: by the XDG Base Directory
// specification where its variables are set or the system is a Unix without
// habits of its own, and at the system's usual place on macOS and Windows.
package dirs

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

const name = "playgrant"

// Data is where the sandbox is kept unless --data says otherwise. It need not
// exist.
func Data() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, name), nil
	}
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, name), nil
		}
	case "darwin", "ios":
		return atHome("Library", "Application Support", name)
	}
	return atHome(".local", "share", name)
}

// CA is where the local certificate authority is kept, whatever --data says,
// so that it is trusted once.
func CA() (string, error) {
	data, err := Data()
	if err != nil {
		return "", fmt.Errorf("finding the directory of the local CA (set HOME or XDG_DATA_HOME): %w", errors.Unwrap(err))
	}
	return filepath.Join(data, "ca"), nil
}

// Config is the file of settings that is read if it exists.
func Config() (string, error) {
	if dir := os.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, name, "config.yaml"), nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("finding the directory of settings: %w", err)
	}
	return filepath.Join(dir, name, "config.yaml"), nil
}

func atHome(parts ...string) (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding the data directory (--data DIR names one, --memory needs none): %w", err)
	}
	return filepath.Join(append([]string{home}, parts...)...), nil
}
