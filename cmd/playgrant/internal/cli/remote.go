package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// remote speaks to a sandbox over HTTP, the in-process connection as well as a
// socket.
type remote struct {
	ctx  context.Context //nolint:containedctx // lives as long as one command
	base string
	http http.RoundTripper
}

// with opens the sandbox that the flags name, and closes it after do.
func (a *app) with(ctx context.Context, do func(*remote) error) error {
	sb, err := a.open(ctx, a.errorsOnly())
	if err != nil {
		return err
	}
	return closing(sb, do(&remote{ctx, sb.base, sb.transport}))
}

// get reads the answer to GET path into v.
func (r *remote) get(path string, v any) error {
	raw, err := r.do(http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("%s%s answered with something else than a sandbox does: %w", r.base, path, err)
	}
	return nil
}

// send sends a JSON body, or none.
func (r *remote) send(method, path string, body io.Reader) error {
	_, err := r.do(method, path, body)
	return err
}

// mostBytes bounds an answer, which may come from any program that listens.
const mostBytes = 64 << 20

func (r *remote) do(method, path string, body io.Reader) ([]byte, error) {
	ctx, cancel := context.WithTimeout(r.ctx, 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, r.base+path, body)
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := r.http.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, mostBytes))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return nil, refusal(resp.StatusCode, raw)
	}
	return raw, nil
}

// refusal says what the sandbox refused, and how to mend it.
func refusal(status int, raw []byte) error {
	var body struct {
		Description string `json:"error_description"`
		Fix         string `json:"fix"`
	}
	if json.Unmarshal(raw, &body) != nil || body.Description == "" {
		return fmt.Errorf("the sandbox answered %d %s", status, http.StatusText(status))
	}
	if body.Fix == "" {
		return fmt.Errorf("%s", body.Description)
	}
	return fmt.Errorf("%s. %s", body.Description, body.Fix)
}

// writeFile writes JSON to a file that is there whole or not at all, and that
// only its owner reads: it holds secrets. What a link leads to is written, not
// the link; a pipe or a device, such as /dev/stdout, takes it as it is.
func writeFile(name string, raw json.RawMessage) error {
	var text bytes.Buffer
	if err := json.Indent(&text, raw, "", "  "); err != nil {
		return err
	}
	text.WriteByte('\n')
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		if err := os.WriteFile(name, text.Bytes(), 0o600); err != nil {
			return fmt.Errorf("exporting: %w", err)
		}
		return nil
	}
	if file, err := filepath.EvalSymlinks(name); err == nil {
		name = file
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".playgrant-*")
	if err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	_, err = text.WriteTo(f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("exporting: %w", err)
	}
	return nil
}
