package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

func TestServeSaysOneLineAndEndsWhenAsked(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(sig.String(), func(t *testing.T) {
			s := serve(t, "--memory", "--listen", "localhost:0")
			if want := fmt.Sprintf("listening on %s · issuer %s/\n", s.base, s.base); s.line != want {
				t.Errorf("said %q, want %q", s.line, want)
			}
			if status, _ := get(t, s.base+"/healthz", ""); status != http.StatusOK {
				t.Errorf("/healthz answered %d right after the line", status)
			}
			code, rest := s.end(sig)
			if code != 0 || rest != "" {
				t.Errorf("ended with %d and said %q besides; want 0 and nothing. Log:\n%s", code, rest, s.log())
			}
		})
	}
}

func TestServeFinishesWhatIsInFlight(t *testing.T) {
	s := serve(t, "--memory", "--listen", "localhost:0")
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const body = "grant_type=password"
	fmt.Fprintf(conn, "POST /oauth/token HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n",
		strings.TrimPrefix(s.base, "http://"), len(body))
	answers := bufio.NewReader(conn)
	// The server asks for the body once it handles the request.
	if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("the server said %q, %v; want 100 Continue", line, err)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	waitUntilClosed(t, s)
	fmt.Fprint(conn, body)
	text, err := io.ReadAll(answers)
	if err != nil || !strings.Contains(string(text), "HTTP/1.1 401") && !strings.Contains(string(text), "HTTP/1.1 400") {
		t.Errorf("the request in flight was answered %q, %v", text, err)
	}
	<-s.rest
	if _ = s.cmd.Wait(); s.cmd.ProcessState.ExitCode() != 0 {
		t.Errorf("ended with %d", s.cmd.ProcessState.ExitCode())
	}
}

// waitUntilClosed returns once the server takes no more connections.
func waitUntilClosed(t *testing.T, s *server) {
	t.Helper()
	for {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
		if err != nil {
			return
		}
		conn.Close()
	}
}

func TestServeBesideAnotherNamesIt(t *testing.T) {
	dir := t.TempDir()
	first := serve(t, "--data", dir, "--listen", "localhost:0")
	for _, besides := range []struct {
		args []string
		hint string // how it is done all the same
	}{
		{[]string{"serve", "--data", dir, "--listen", "localhost:0"}, "l at home"},
		{[]string{"sandbox", "show", "--data", dir}, "curl http://localhost:2884/sandbox"},
		{[]string{"sandbox", "reset", "--data", dir}, "curl -X POST http://localhost:2884/sandbox/reset"},
		{[]string{"run", "mfa-challenge", "--data", dir}, "With --memory"},
		{[]string{"env", "web-app", "--data", dir, "--listen", "localhost:1"}, "--listen ADDR"},
	} {
		args := besides.args
		out, err := exec.Command("playgrant", args...).CombinedOutput()
		if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 {
			t.Errorf("playgrant %v ended with %v, want exit code 1", args, err)
		}
		for _, part := range []string{"in use", fmt.Sprintf("process %d", first.cmd.Process.Pid), "--memory", besides.hint} {
			if !strings.Contains(string(out), part) {
				t.Errorf("playgrant %v said %q, want %q in it", args, out, part)
			}
		}
	}
	out, err := exec.Command("playgrant", "env", "web-app", "--data", dir, "--listen", strings.TrimPrefix(first.base, "http://")).Output()
	if err != nil || !strings.Contains(string(out), "AUTH0_CLIENT_SECRET=web-app-secret\n") {
		t.Errorf("env beside a server said %q, %v; want what that server holds", out, err)
	}
	if status, _ := get(t, first.base+"/healthz", ""); status != http.StatusOK {
		t.Errorf("the first server answers %d afterwards", status)
	}
}

func TestServeGuardsTheSandboxWhereOthersReachIt(t *testing.T) {
	s := serve(t, "--memory", "--listen", "0.0.0.0:0")
	if status, _ := get(t, s.base+"/sandbox", ""); status != http.StatusUnauthorized {
		t.Errorf("GET /sandbox without the token answered %d, want 401", status)
	}
	if status, _ := get(t, s.base+"/sandbox", "Bearer guess"); status != http.StatusUnauthorized {
		t.Errorf("GET /sandbox with a guess answered %d, want 401", status)
	}
	code, rest := s.end(syscall.SIGTERM)
	_, token, ok := strings.Cut(strings.TrimSpace(rest), "Bearer ")
	if code != 0 || !ok {
		t.Fatalf("ended with %d and said %q, want the token", code, rest)
	}
	if strings.Contains(s.log(), token) {
		t.Error("the log holds the token")
	}
}

func TestServeAnswersForTheHostsItIsGiven(t *testing.T) {
	s := serve(t, "--memory", "--listen", "localhost:0", "--host", "auth.internal", "--issuer", "https://id.example")
	if !strings.HasSuffix(s.line, "issuer https://id.example/\n") {
		t.Errorf("said %q, want the fixed issuer", s.line)
	}
	for host, want := range map[string]int{"auth.internal": 200, "localhost": 200, "app.localhost:1": 200, "evil.example": 421} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+"/.well-known/openid-configuration", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		refused := resp.StatusCode >= 400
		if refused != (want >= 400) {
			t.Errorf("Host: %s answered %d %s", host, resp.StatusCode, body)
		}
		if !refused && !strings.Contains(string(body), `"issuer":"https://id.example/"`) {
			t.Errorf("Host: %s has another issuer than the fixed one: %s", host, body)
		}
	}
}

func get(t *testing.T, url, authorization string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}
