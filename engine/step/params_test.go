package step_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/step"
)

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
)

func read(method, target, contentType string, body io.Reader) (step.Params, error) {
	r := httptest.NewRequest(method, target, body)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return step.ReadParams(r, &check.Trail{})
}

func TestParamsAreRead(t *testing.T) {
	rows := []struct{ name, method, target, contentType, body, want string }{
		{"query of a GET", "GET", "/?a=1&b=x%20y+z", "", "", "a=1 b=x y z"},
		{"form", "POST", "/", formType, "a=1&b=%C3%A9", "a=1 b=é"},
		{"form with a charset", "POST", "/", formType + "; charset=UTF-8", "a=1", "a=1"},
		{"JSON", "POST", "/", jsonType, `{"a":"1","b":2,"c":true,"d":null}`, "a=1 b=2 c=true"},
		{"JSON with a charset", "POST", "/", jsonType + "; charset=utf-8", `{"a":"1"}`, "a=1"},
		{"nothing", "POST", "/", "", "", ""},
		{"the query of a POST does not count", "POST", "/?client_secret=x", formType, "a=1", "a=1"},
		{"a state with a line break", "POST", "/", formType, "state=a%0Ab", "state=a\nb"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			p, err := read(row.method, row.target, row.contentType, strings.NewReader(row.body))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, name := range p.Names() {
				got = append(got, name+"="+p.Get(name))
			}
			if strings.Join(got, " ") != row.want {
				t.Errorf("got %q, want %q", strings.Join(got, " "), row.want)
			}
		})
	}
}

func TestParamsAreRefused(t *testing.T) {
	rows := []struct {
		name, method, target, contentType string
		body                              io.Reader
		rule                              string
	}{
		{"escape cut short", "POST", "/", formType, strings.NewReader("a=%f"), "request.body.well-formed"},
		{"escape in a query", "GET", "/?a=%f", "", nil, "request.body.well-formed"},
		{"semicolon", "POST", "/", formType, strings.NewReader("a=1;b=2"), "request.body.well-formed"},
		{"twice", "POST", "/", formType, strings.NewReader("a=1&a=1"), "request.param.once"},
		{"twice in a query", "GET", "/?a=1&a=2", "", nil, "request.param.once"},
		{"twice in JSON", "POST", "/", jsonType, strings.NewReader(`{"a":"1","b":{"c":1,"c":2},"\u0061":"2"}`), "request.param.once"},
		{"NUL", "POST", "/", formType, strings.NewReader("a=%00"), "request.param.text"},
		{"NUL in a name", "POST", "/", formType, strings.NewReader("a%00=1"), "request.param.text"},
		{"escape sequence", "POST", "/", jsonType, strings.NewReader(`{"a":"\u001b[2J"}`), "request.param.text"},
		{"no UTF-8", "POST", "/", formType, strings.NewReader("a=%ff"), "request.param.text"},
		{"JSON cut short", "POST", "/", jsonType, strings.NewReader(`{"a"`), "request.body.well-formed"},
		{"JSON array", "POST", "/", jsonType, strings.NewReader(`[]`), "request.body.well-formed"},
		{"JSON null", "POST", "/", jsonType, strings.NewReader(`null`), "request.body.well-formed"},
		{"two JSON values", "POST", "/", jsonType, strings.NewReader(`{} {}`), "request.body.well-formed"},
		{"deep JSON", "POST", "/", jsonType, strings.NewReader(strings.Repeat("[", 1<<19)), "request.body.well-formed"},
		{"no type", "POST", "/", "", strings.NewReader("a=1"), "request.body.type"},
		{"multipart", "POST", "/", "multipart/form-data; boundary=x", strings.NewReader("--x--"), "request.body.type"},
		{"nonsense for a type", "POST", "/", ";;;", strings.NewReader("a=1"), "request.body.type"},
		{"too long", "POST", "/", formType, strings.NewReader(strings.Repeat("a", step.MaxBody+1)), "request.body.readable"},
		{"broken off", "POST", "/", formType, iotest.ErrReader(errors.New("gone")), "request.body.whole"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			_, err := read(row.method, row.target, row.contentType, row.body)
			refusal, ok := check.AsRefusal(err)
			if !ok || refusal.Rule.ID != row.rule || refusal.Answer.Code != "invalid_request" {
				t.Errorf("got %v (%+v), want %s", err, refusal, row.rule)
			}
		})
	}
}

func TestLists(t *testing.T) {
	form, err := read("POST", "/", formType, strings.NewReader("scope=b++a+b&types=otp+oob"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b", "a"}, form.Fields("scope")); diff != "" {
		t.Error(diff)
	}
	body, err := read("POST", "/", jsonType, strings.NewReader(`{"types":["otp","oob"],"wrong":[1],"empty":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]step.Params{"form": form, "JSON": body} {
		if diff := cmp.Diff([]string{"otp", "oob"}, p.List("types")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if len(body.List("empty")) != 0 || len(body.List("none")) != 0 {
		t.Error("an empty list has something in it")
	}
}

// FuzzReadParams holds that whatever a client sends is either refused with a
// 4xx or read as names and values that can be printed and kept.
func FuzzReadParams(f *testing.F) {
	f.Add(formType, "grant_type=authorization_code&code=x")
	f.Add(jsonType, `{"grant_type":"password","scope":["a"],"n":1e400}`)
	f.Add("text/plain", "a=%zz;b")
	f.Add(formType, "a=%ff%00&a=1")
	f.Fuzz(func(t *testing.T, contentType, body string) {
		r, err := http.NewRequest(http.MethodPost, "http://localhost/", strings.NewReader(body))
		if err != nil {
			t.Skip()
		}
		r.Header["Content-Type"] = []string{contentType}
		p, err := step.ReadParams(r, &check.Trail{})
		if err != nil {
			if refusal, ok := check.AsRefusal(err); !ok || refusal.Answer.Status < 400 || refusal.Answer.Status > 499 {
				t.Errorf("refused by %v", err)
			}
			return
		}
		for _, name := range p.Names() {
			if v := p.Get(name); strings.ContainsFunc(name, unicode.IsControl) || !utf8.ValidString(name+v) {
				t.Errorf("%q = %q", name, v)
			}
		}
	})
}
