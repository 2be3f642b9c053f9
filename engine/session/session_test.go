package session_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/storetest"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// with runs fn as a step of a browser that has the given cookies.
func with(t *testing.T, s store.Store, url string, now time.Time, cookies []*http.Cookie, fn func(*step.Step)) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, url, nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	err := s.Update(context.Background(), func(tx store.Tx) error {
		fn(&step.Step{Ctx: r.Context(), Request: r, Issuer: url, Tx: tx, Now: now, Rand: rand.NewChaCha8([32]byte{byte(now.Unix())}), Trail: &check.Trail{}})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func begin(t *testing.T, s store.Store, url string, now time.Time, cookies ...*http.Cookie) (begun *model.Session, set *http.Cookie) {
	t.Helper()
	with(t, s, url, now, cookies, func(st *step.Step) {
		var err error
		if begun, set, err = session.Begin(st, session.Proof{UserID: "auth0|1", AuthTime: now}); err != nil {
			t.Fatal(err)
		}
	})
	return begun, set
}

// Apps renew their tokens in an iframe, and http://localhost:3000 is of another
// site than https://localhost; the browser's own cookie never leaves its site,
// for it is what tells the server's own forms from others'.
func TestWhichCookiesGoAlongWithOtherSites(t *testing.T) {
	s := storetest.New()
	for _, row := range []struct {
		url              string
		session, browser http.SameSite
	}{
		{"http://localhost/", http.SameSiteLaxMode, http.SameSiteLaxMode},
		{"https://localhost/", http.SameSiteNoneMode, http.SameSiteLaxMode},
	} {
		_, kept := begin(t, s, row.url, noon)
		var own, gone, remembered *http.Cookie
		var wrong [3]error
		with(t, s, row.url, noon, nil, func(st *step.Step) {
			_, own, wrong[0] = session.Browser(st)
			remembered, wrong[1] = session.Remember(st, "auth0|1")
			_, gone, wrong[2] = session.End(st)
		})
		if err := errors.Join(wrong[:]...); err != nil {
			t.Fatal(err)
		}
		if kept.SameSite != row.session || remembered.SameSite != row.session || gone.SameSite != row.session || own.SameSite != row.browser {
			t.Errorf("%s: %v %v %v %v", row.url, kept.SameSite, remembered.SameSite, gone.SameSite, own.SameSite)
		}
	}
}

func TestCurrent(t *testing.T) {
	s := storetest.New()
	const http_, https = "http://localhost/", "https://localhost/"
	begun, set := begin(t, s, http_, noon)
	_, secure := begin(t, s, https, noon)
	if secure.Name != "__Host-playgrant_session" || !secure.Secure || secure.Path != "/" || secure.Domain != "" || secure.SameSite != http.SameSiteNoneMode {
		t.Errorf("over https: %v", secure)
	}
	if set.Name != "playgrant_session" || set.Secure || !set.HttpOnly || set.SameSite != http.SameSiteLaxMode {
		t.Errorf("over http: %v", set)
	}
	for _, row := range []struct {
		name  string
		url   string
		after time.Duration
		set   *http.Cookie
		live  bool
	}{
		{"at once", http_, 0, set, true},
		{"not idle yet", http_, model.SessionIdleLifetime - time.Second, set, true},
		{"idle", http_, model.SessionIdleLifetime, set, false},
		{"a clock that was moved back", http_, -time.Hour, set, true},
		{"over https", https, 0, secure, true},
		{"the cookie of http over https", https, 0, set, false},
		{"the cookie of https over http", http_, 0, secure, false},
		{"another value", http_, 0, &http.Cookie{Name: set.Name, Value: set.Value[1:] + "x"}, false},
		{"the hash for a value", http_, 0, &http.Cookie{Name: set.Name, Value: begun.Hash}, false},
		{"the sid for a value", http_, 0, &http.Cookie{Name: set.Name, Value: begun.SID}, false},
		{"an empty value", http_, 0, &http.Cookie{Name: set.Name}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			with(t, s, row.url, noon.Add(row.after), []*http.Cookie{row.set}, func(st *step.Step) {
				got, err := session.Current(st)
				if err != nil || (got != nil) != row.live {
					t.Errorf("%+v, %v; want a session: %v", got, err, row.live)
				}
			})
		})
	}
}

func TestTouchDoesNotExtendTheWhole(t *testing.T) {
	s := storetest.New()
	_, set := begin(t, s, "http://localhost/", noon)
	for day := range 7 {
		with(t, s, "http://localhost/", noon.AddDate(0, 0, day), []*http.Cookie{set}, func(st *step.Step) {
			kept, err := session.Current(st)
			if err != nil || kept == nil {
				t.Fatalf("day %d: %v, %v", day, kept, err)
			}
			if err := session.Touch(st, kept); err != nil {
				t.Fatal(err)
			}
		})
	}
	with(t, s, "http://localhost/", noon.AddDate(0, 0, 7), []*http.Cookie{set}, func(st *step.Step) {
		if kept, err := session.Current(st); kept != nil || err != nil {
			t.Errorf("after seven days: %v, %v", kept, err)
		}
	})
}

func TestBeginEndsWhatWasBefore(t *testing.T) {
	s := storetest.New()
	first, before := begin(t, s, "http://localhost/", noon)
	second, after := begin(t, s, "http://localhost/", noon.Add(time.Minute), before)
	if first.SID == second.SID || before.Value == after.Value {
		t.Error("the second session goes on with the first one's names")
	}
	with(t, s, "http://localhost/", noon, []*http.Cookie{before}, func(st *step.Step) {
		if kept, err := session.Current(st); kept != nil || err != nil {
			t.Errorf("the first session still holds: %v, %v", kept, err)
		}
	})
}

func TestBrowser(t *testing.T) {
	s := storetest.New()
	var hash string
	var set *http.Cookie
	with(t, s, "http://localhost/", noon, nil, func(st *step.Step) {
		var err error
		if hash, set, err = session.Browser(st); err != nil || set == nil {
			t.Fatalf("%v, %v", set, err)
		}
		if session.SameBrowser(st, hash) || session.SameBrowser(st, "") {
			t.Error("a browser without a cookie passes for one")
		}
	})
	with(t, s, "http://localhost/", noon, []*http.Cookie{set}, func(st *step.Step) {
		again, other, err := session.Browser(st)
		if again != hash || other != nil || err != nil {
			t.Errorf("%q, %v, %v: the browser was not known again", again, other, err)
		}
		if !session.SameBrowser(st, hash) || session.SameBrowser(st, "") {
			t.Error("the browser is not itself")
		}
	})
}
