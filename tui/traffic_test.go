package tui

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/demos"
)

// sendForm sends a form as this interface would.
func sendForm(t testing.TB, wire demos.Wire, path, form string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, wire.Base+path, strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := wire.HTTP.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}

// someTraffic is a bit of everything: what passes, what is refused, and what
// somebody made up to harm the terminal.
func someTraffic(t testing.TB, wire demos.Wire) {
	t.Helper()
	sendForm(t, wire, "/oauth/token", "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username=user%40example.com&password=opensesame&scope=openid")
	sendForm(t, wire, "/oauth/token", "grant_type=refresh_token&client_id=spa&refresh_token=nonsense")
	sendForm(t, wire, "/oauth/token", "grant_type=password&client_id=trusted-app&client_secret=wrong&username=user%40example.com&password=opensesame")
	sendForm(t, wire, "/oauth/%1b%5D0;owned%07", "a=%1b[2J")
	sendForm(t, wire, "/oauth/token", "client_id=%1b%5B31mred&grant_type=%e2%80%ae\x1b[2J&x="+strings.Repeat("\x00\x1b[H", 400))
}

func TestTrafficFrames(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}, {200, 60}} {
		suffix := fmt.Sprintf(".%dx%d.txt", size[0], size[1])
		wire := realEngine(t)
		d := drive(t, wire, lessons(t), size[0], size[1], func(c *Config) { c.Now = func() time.Time { return time.Unix(0, 0) } })
		scene := func(name string, keys ...string) {
			t.Helper()
			d.press(keys...)
			expect(t, "traffic-"+name+suffix, steady(trimmed(d.frame())))
		}
		scene("empty", "x")
		someTraffic(t, wire)
		d.send(newsNext{})
		scene("full")
		scene("filter", "/", "statu:4xx")
		scene("filter-wrong", "enter")
		scene("filtered", "ctrl+u", "status:refused", "enter")
		scene("none", "/", " nothing", "enter")
		d.press("esc")
		scene("why", "k", "k", "enter")
		scene("request", "1")
		scene("hostile", "]", "]", "1")
		scene("menu", "Y")
		d.press("esc", "esc", "g")
		scene("tokens", "enter", "4")
		d.press("esc")
		scene("compare-first", "C", "j", "j")
		scene("compare", "C")
		d.press("esc", "C", "esc") // and let go of
		if bar := lastLine(d.frame()); strings.Contains(bar, "compare with") {
			t.Errorf("esc does not let go: %s", bar)
		}
		scene("clear", "D")
	}
	d := drive(t, demos.Wire{Base: base, HTTP: broken{}}, lessons(t), 80, 24)
	d.press("x")
	expect(t, "traffic-error.80x24.txt", trimmed(d.frame()))
}

func lastLine(frame string) string {
	lines := strings.Split(strings.TrimRight(frame, " \n"), "\n")
	return lines[len(lines)-1]
}

var tookOf = regexp.MustCompile(` {1,5}[0-9.]+ (ms|s)\b`)

// steady takes out what differs from run to run: how long things took, and
// tokens signed with a key of the moment.
func steady(frame string) string {
	return tookOf.ReplaceAllStringFunc(frame, func(s string) string { return strings.Repeat(" ", len(s)-4) + "· ms" })
}

func TestTrafficIsFollowedFilteredAndOpened(t *testing.T) {
	wire := realEngine(t)
	d := drive(t, wire, lessons(t), 120, 36)
	d.press("x")
	d.sees("Nothing went over the wire yet", "l switches the listener on")
	for range 40 {
		fetch(t, wire, "GET", "/.well-known/jwks.json")
	}
	d.send(newsNext{})
	d.sees("no. 40 · 40 kept", "live")
	d.press("g")
	d.sees("no. 1 · 40 kept")
	fetch(t, wire, "GET", "/userinfo")
	d.send(newsNext{})
	d.sees("no. 1 · 41 kept") // the cursor stays where it is
	d.press("G")
	d.sees("no. 41 · 41 kept", "✗ 401")
	d.press("/", "path:/userinfo", "enter")
	d.sees("1 of 1 that fit, of 41")
	fetch(t, wire, "GET", "/userinfo?again")
	fetch(t, wire, "GET", "/.well-known/jwks.json")
	d.send(newsNext{})
	d.sees("2 of 2 that fit, of 43")
	d.press("enter", "2")
	d.sees("HTTP/1.1 401")
	d.press("[", "1")
	d.sees("GET /userinfo HTTP/1.1", "no. 41")
	d.press("esc", "esc")
	d.sees("no. 43 · 43 kept")
}

func TestTrafficIsSentAgainAndCopied(t *testing.T) {
	wire := realEngine(t)
	someTraffic(t, wire)
	d := drive(t, wire, lessons(t), 120, 36)
	d.press("x", "g", "y")
	if len(d.copied) != 1 || !strings.Contains(d.copied[0], "--data 'grant_type=password'") || !strings.Contains(d.copied[0], "trusted-app-secret") {
		t.Fatalf("copied %q", d.copied)
	}
	d.press("a")
	d.sees("Sent again: the answer is 200 OK, no. 6")
	d.press("Y", "down", "enter")
	if len(d.copied) != 2 || strings.Contains(d.copied[1], "trusted-app-secret") || strings.Contains(d.copied[1], "opensesame") {
		t.Errorf("masked, it is %q", d.copied)
	}
}

func TestTrafficIsSaved(t *testing.T) {
	wire := realEngine(t)
	someTraffic(t, wire)
	d := drive(t, wire, lessons(t), 120, 36)
	t.Chdir(t.TempDir())
	d.press("x")
	for _, row := range []string{"All as HAR, secrets masked", "All as HAR  ", "All as Markdown", "All as a Mermaid diagram"} {
		d.press("Y")
		d.pick(row)
		d.press("enter")
		d.sees("✓ Saved all as", "in playgrant-20261123-090000")
	}
	read := func(name string) string {
		t.Helper()
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	var har struct {
		Log struct {
			Version string
			Entries []struct {
				StartedDateTime time.Time
				Request         struct {
					Method, URL string
					PostData    struct{ Text string }
				}
				Response struct{ Status int }
			}
		}
	}
	hidden := read("playgrant-20261123-090000.har")
	if err := json.Unmarshal([]byte(hidden), &har); err != nil {
		t.Fatal(err)
	}
	if har.Log.Version != "1.2" || len(har.Log.Entries) != 5 {
		t.Fatalf("the archive holds %+v", har.Log)
	}
	first := har.Log.Entries[0]
	if u, err := url.Parse(first.Request.URL); err != nil || u.Path != "/oauth/token" || first.Response.Status != 200 || first.StartedDateTime.IsZero() {
		t.Errorf("the first entry is %+v", first)
	}
	if strings.Contains(hidden, "trusted-app-secret") || strings.Contains(hidden, "opensesame") {
		t.Error("the archive holds secrets")
	}
	if whole := read("playgrant-20261123-090000-2.har"); !strings.Contains(whole, "trusted-app-secret") {
		t.Error("secrets were asked for and are not there")
	}
	text := read("playgrant-20261123-090000.md")
	if strings.Contains(text, "opensesame") || strings.Contains(text, "\x1b") || !strings.Contains(text, "## 1. POST /oauth/token → 200 OK") {
		t.Errorf("the Markdown is %s", text)
	}
	diagram := read("playgrant-20261123-090000.mmd")
	if !strings.HasPrefix(diagram, "sequenceDiagram\n") || strings.Count(diagram, "A->>P") != 5 || strings.Contains(diagram, "\x1b") {
		t.Errorf("the diagram is %s", diagram)
	}
}

// TestTheDoctorMends goes the whole way: a callback that is not registered, the
// key that adds it, and the same request once more.
func TestTheDoctorMends(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}, {200, 60}} {
		suffix := fmt.Sprintf(".%dx%d.txt", size[0], size[1])
		wire := realEngine(t)
		fetch(t, wire, "GET", "/authorize?response_type=code&client_id=spa&state=s&scope=openid&redirect_uri=http%3A%2F%2Flocalhost%3A4200%2Fcallback")
		d := drive(t, wire, lessons(t), size[0], size[1])
		scene := func(name string, keys ...string) {
			t.Helper()
			d.press(keys...)
			expect(t, "doctor-"+name+suffix, steady(trimmed(d.frame())))
		}
		scene("why", "x", "enter")
		scene("menu", "M")
		scene("done", "enter")
		d.press("enter")
		d.sees("Sent again: the answer is ", "no. 2")
		if x, err := d.app.c.Remote.Exchange(t.Context(), "2"); err != nil || x.Line().Refused != "" {
			t.Errorf("after the mend: %+v, %v", x.Line(), err)
		}
		d.press("M", "down", "enter")
		d.sees("Sent again: the answer is ", "no. 3")
	}
}
