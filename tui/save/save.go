// Package save writes what the user wants to keep to a file in the folder that
// the program was started in. It writes over nothing.
package save

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// most is how many files of one name there may be.
const most = 100

// File makes a file and returns its name: the one given, or with a number to
// it if there is one of that name already. What is secret only its owner
// reads.
func File(name, text string, secret bool) (string, error) {
	mode := os.FileMode(0o644)
	if secret {
		mode = 0o600
	}
	name = Name(name)
	ext := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	for n := 1; ; n++ {
		file := name
		if n > 1 {
			file = fmt.Sprintf("%s-%d%s", stem, n, ext)
		}
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if errors.Is(err, os.ErrExist) && n < most {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.WriteString(text)
		return file, errors.Join(err, f.Close())
	}
}

// Name makes a file's name of any text: letters, digits, dots and dashes,
// never hidden, never a folder, and of a length that all systems bear.
func Name(s string) string {
	var b strings.Builder
	dash := true
	for _, r := range s {
		plain := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '.'
		switch {
		case plain && (b.Len() > 0 || r != '.'):
			b.WriteRune(r)
			dash = false
		case !dash:
			b.WriteByte('-')
			dash = true
		}
	}
	name := strings.TrimRight(b.String(), "-.")
	if n := len(name); n > 100 {
		ext := filepath.Ext(name)
		if len(ext) > 10 {
			ext = ""
		}
		name = name[:100-len(ext)] + ext
	}
	if name == "" {
		return "playgrant"
	}
	return name
}
