package tui

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// pick moves the cursor of a list to the row that begins so.
func (d *driver) pick(row string) {
	d.t.Helper()
	for range 40 {
		if strings.Contains(d.frame(), "▸ "+row) {
			return
		}
		d.press("down")
	}
	d.t.Fatalf("there is no row %q:\n%s", row, d.frame())
}

func TestCopyOrSave(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("get-a-refresh-token"))
	t.Chdir(t.TempDir())
	d.press("Y")
	d.sees("Copy or save", "▸ The value of audience", "It holds no secret")
	d.press("enter")
	d.sees("Copied the value of audience, by the test")
	d.press("Y")
	d.pick("The request's URL")
	d.press("enter")
	if got := d.copied[1]; !strings.HasPrefix(got, "http://localhost:2884/authorize?audience=https%3A%2F%2Fexpenses") {
		t.Errorf("the URL of what was not sent yet: %q", got)
	}
	d.press("enter", "enter", "enter", "enter", "enter")
	d.press("tab", "tab", "Y")
	d.sees("▸ The access_token", "It holds secrets, whole", "access_token.jwt")
	d.press("s")
	d.sees("Saved the access_token in access_token.jwt, which only you can read")
	d.press("Y", "s")
	d.sees("in access_token-2.jwt")
	d.press("shift+tab", "shift+tab", "Y")
	d.sees("▸ The response's JSON", "get-a-refresh-token-3-response.json")
	d.press("s", "Y")
	d.pick("The request as cURL, secrets masked")
	d.press("enter")
	if got := d.copied[len(d.copied)-1]; !strings.HasPrefix(got, "curl --request POST") || strings.Contains(got, "web-app-secret") {
		t.Errorf("masked cURL: %s", got)
	}
	d.press("Y")
	d.pick("The request as cURL")
	d.press("enter")
	if got := d.copied[len(d.copied)-1]; !strings.Contains(got, "web-app-secret") {
		t.Errorf("cURL: %s", got)
	}
	var names []string
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		names = append(names, f.Name())
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s may be read by others: %v, %v", f.Name(), info.Mode(), err)
		}
	}
	if want := []string{"access_token-2.jwt", "access_token.jwt", "get-a-refresh-token-3-response.json"}; !slices.Equal(names, want) {
		t.Errorf("the files are %q, want %q", names, want)
	}
}

// TestCopiesEverywhere finds something to copy on each screen.
func TestCopiesEverywhere(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 100, 30, begin("get-a-refresh-token"))
	t.Chdir(t.TempDir())
	d.press("enter", "enter", "enter", "enter", "enter")
	for key, first := range map[string]string{
		"t": "▸ The newest refresh token", "x": "▸ The request as cURL", "f": "▸ The policy as JSON", "s": "▸ The client_id", "n": "The request as cURL",
		"m": "Copy or save",
	} {
		d.press(key, "Y")
		d.sees(first, "Copy or save")
		d.press("esc", "esc")
	}
	d.press("q", "ctrl+p", "copy or save", "enter")
	d.sees("▸ The command that opens this demo", "This screen as text")
	d.pick("This screen as text")
	d.press("s")
	text, err := os.ReadFile("home-screen.txt")
	if err != nil || !strings.Contains(string(text), "Learn OAuth") || strings.Contains(string(text), "Copy or save") {
		t.Errorf("the screen as text: %v\n%s", err, text)
	}
	d.press("x", "Y")
	d.pick("All as HAR, secrets masked")
	d.sees("enter saves to a file")
	d.press("enter")
	if found, _ := filepath.Glob("playgrant-*.har"); len(found) != 1 {
		t.Errorf("the HAR files are %q", found)
	}
}

func TestNotCopied(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 80, 24, func(c *Config) {
		c.Copy = func(string) (string, error) { return "", errors.New("no clipboard\x1b[2J") }
	})
	d.press("Y", "enter")
	d.sees("✗ Not copied: no clipboard␛[2J")
}

func TestTooLongForTheTerminal(t *testing.T) {
	t.Setenv("SSH_TTY", "/dev/pts/1")
	_, err := copyText(strings.Repeat("x", mostOSC52+1))
	if err == nil || !strings.Contains(err.Error(), "Y and s save it to a file") {
		t.Errorf("a text too long for OSC 52 gives %v", err)
	}
}
