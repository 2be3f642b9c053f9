package mfa_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// burst sends requests to the token endpoint by many workers at once, and
// counts the answers by status and error_description.
func (a *api) burst(n int, form url.Values) map[string]int {
	a.t.Helper()
	const workers = 256
	var (
		mu     sync.Mutex
		counts = map[string]int{}
		wg     sync.WaitGroup
		jobs   = make(chan struct{}, n)
	)
	for range n {
		jobs <- struct{}{}
	}
	close(jobs)
	start := make(chan struct{})
	for range workers {
		wg.Go(func() {
			<-start
			for range jobs {
				got := a.inside(form)
				mu.Lock()
				counts[got]++
				mu.Unlock()
			}
		})
	}
	close(start)
	wg.Wait()
	return counts
}

// inside sends a form by the in-process connection.
func (a *api) inside(form url.Values) string {
	req, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.URL+"/oauth/token", strings.NewReader(form.Encode()))
	if err != nil {
		return err.Error()
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := a.Inside.RoundTrip(req)
	if err != nil {
		return err.Error()
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err.Error()
	}
	for _, known := range []string{"Invalid binding_code.", "too_many_attempts", "access_token", "Malformed mfa_token"} {
		if strings.Contains(string(body), known) {
			return known
		}
	}
	return resp.Status + " " + string(body)
}

func oobForm(token, oob, code string) url.Values {
	return url.Values{
		"client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"}, "grant_type": {grants + "mfa-oob"},
		"mfa_token": {token}, "oob_code": {oob}, "binding_code": {code},
	}
}

func TestTenThousandWrongCodesAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("ten thousand requests")
	}
	a := newAPI(t)
	const user = "phone@example.com"
	token := a.token(user)
	oob := a.challenge(token)
	code := a.code(user)

	var counts map[string]int
	var burst sync.WaitGroup
	burst.Go(func() { counts = a.burst(10_000, oobForm(token, oob, other(code))) })
	// Meanwhile somebody else logs in.
	theirs := a.token("email@example.com")
	sent := a.challenge(theirs)
	if got := a.finish("oob", theirs, "oob_code", sent, "binding_code", a.code("email@example.com")); got.status != 200 {
		t.Errorf("somebody else got %d %s", got.status, got.body)
	}
	burst.Wait()
	if counts["Invalid binding_code."] != 10 || counts["too_many_attempts"] != 9_990 {
		t.Errorf("got %v, want ten tries", counts)
	}
	if got := a.inside(oobForm(token, oob, code)); got != "too_many_attempts" {
		t.Errorf("the right code got %s", got)
	}
	a.advance(6 * time.Minute)
	oob = a.challenge(token)
	counts = a.burst(1_000, oobForm(token, oob, a.code(user)))
	if counts["access_token"] != 1 || counts["Malformed mfa_token"] != 999 {
		t.Errorf("one code: %v, want tokens once", counts)
	}
}
