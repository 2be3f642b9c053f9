package demos_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/demos"
)

// TestADraftIsSentAsItStands: nothing is added to an exact draft, and braces in
// what has no variables are text.
func TestADraftIsSentAsItStands(t *testing.T) {
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = []string{r.Method, r.Host, r.RequestURI, r.Header.Get("Content-Type"), r.Header.Get("X"), string(body)}
	}))
	defer server.Close()
	w := demos.Wire{Base: server.URL, HTTP: http.DefaultTransport}
	for _, c := range []struct {
		name  string
		draft demos.Draft
		want  []string
	}{
		{"a raw body without a type", demos.Draft{
			Method: "PUT", Target: "/a", Exact: true, Body: "a=%zz&b={{c}}",
			Headers: []demos.DraftParam{{Name: "Host", Value: "other.example"}, {Name: "X", Value: "{{ y }}"}},
			Query:   []demos.DraftParam{{Name: "q", Value: "{{q}} 1"}, {Name: "q", Value: ""}},
		}, []string{"PUT", "other.example", "/a?q=%7B%7Bq%7D%7D%201&q=", "", "{{ y }}", "a=%zz&b={{c}}"}},
		{"a form with another type", demos.Draft{
			Method: "POST", Target: "/b", Exact: true, Form: []demos.DraftParam{{Name: "a", Value: "1 2"}},
			Headers: []demos.DraftParam{{Name: "Content-Type", Value: "application/json"}},
		}, []string{"POST", server.Listener.Addr().String(), "/b", "application/json", "", "a=1+2"}},
		{"a form that is not exact", demos.Draft{
			Method: "POST", Target: "/b", Form: []demos.DraftParam{{Name: "a", Value: "1"}},
		}, []string{"POST", server.Listener.Addr().String(), "/b", "application/x-www-form-urlencoded", "", "a=1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, err := w.Send(t.Context(), &c.draft)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if x.Status != 200 || x.Method != c.draft.Method {
				t.Errorf("the exchange is %+v", x)
			}
		})
	}
	for _, d := range []demos.Draft{{Method: "GET", Target: "nowhere"}, {Method: "NO NE", Target: "/"}, {Method: "GET", Target: "/%zz"}, {Method: "GET", Target: "/", Headers: []demos.DraftParam{{Name: "a b", Value: "c"}}}} {
		if _, err := w.Send(t.Context(), &d); err == nil {
			t.Errorf("%+v was sent", d)
		}
	}
}
