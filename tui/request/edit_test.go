package request_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/request"
)

func draftOf(body string) *demos.Draft {
	d := &demos.Draft{
		Method: "POST", Target: "/x",
		Query:   []demos.DraftParam{{Name: "q", Value: "1"}},
		Headers: []demos.DraftParam{{Name: "Content-Type", Value: "text/x"}, {Name: "Authorization", Value: "Bearer t"}},
		Body:    body,
	}
	if body == "" {
		d.Form = []demos.DraftParam{{Name: "a", Value: "1"}, {Name: "client_secret", Value: "s"}}
	}
	return d
}

func param(t *testing.T, e *request.Edit, name string) *request.Param {
	t.Helper()
	for _, p := range e.Params {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("there is no parameter %s", name)
	return nil
}

func TestUnchangedDraftIsTheDemosOwn(t *testing.T) {
	d := draftOf("")
	e := request.New(d)
	if e.Changed() || e.Draft() != d {
		t.Error("a request that nobody touched is not the demo's own")
	}
	for _, name := range []string{"client_secret", "Authorization"} {
		if !param(t, e, name).Secret {
			t.Errorf("%s is not secret", name)
		}
	}
	if e = request.New(nil); e.Changed() || e.Draft() != nil || e.Listed() != nil {
		t.Error("a step without a request has one")
	}
}

// TestWhatGoesOut holds each kind of change against the bytes that it makes.
func TestWhatGoesOut(t *testing.T) {
	const head = "Host: h\r\nContent-Type: text/x\r\nAuthorization: Bearer t\r\n\r\n"
	const whole = "POST /x?q=1 HTTP/1.1\r\n" + head + "a=1&client_secret=s"
	for _, c := range []struct {
		name   string
		change func(*request.Edit)
		want   string
	}{
		{"nothing", func(*request.Edit) {}, whole},
		{"a value", func(e *request.Edit) { e.Set(param(t, e, "a"), "2 &") }, "POST /x?q=1 HTTP/1.1\r\n" + head + "a=2+%26&client_secret=s"},
		{"a parameter left out", func(e *request.Edit) { e.Leave(param(t, e, "q")) }, "POST /x HTTP/1.1\r\n" + head + "a=1&client_secret=s"},
		{"another name", func(e *request.Edit) { e.Rename(param(t, e, "a"), "b c") }, "POST /x?q=1 HTTP/1.1\r\n" + head + "b+c=1&client_secret=s"},
		{"a parameter twice", func(e *request.Edit) { e.Set(e.Duplicate(param(t, e, "a")), "2") }, "POST /x?q=1 HTTP/1.1\r\n" + head + "a=1&a=2&client_secret=s"},
		{"one more", func(e *request.Edit) { e.Add(request.InForm, "b", "") }, "POST /x?q=1 HTTP/1.1\r\n" + head + "a=1&client_secret=s&b="},
		{"one more in the query", func(e *request.Edit) { e.Add(request.InQuery, "r", "2") }, "POST /x?q=1&r=2 HTTP/1.1\r\n" + head + "a=1&client_secret=s"},
		{"a header", func(e *request.Edit) { e.Add(request.InHeader, "Origin", "null") },
			"POST /x?q=1 HTTP/1.1\r\nHost: h\r\nContent-Type: text/x\r\nAuthorization: Bearer t\r\nOrigin: null\r\n\r\na=1&client_secret=s"},
		{"another host", func(e *request.Edit) { e.Add(request.InHeader, "Host", "evil.example") },
			"POST /x?q=1 HTTP/1.1\r\nHost: evil.example\r\nContent-Type: text/x\r\nAuthorization: Bearer t\r\n\r\na=1&client_secret=s"},
		{"no Content-Type", func(e *request.Edit) { e.Leave(param(t, e, "Content-Type")) },
			"POST /x?q=1 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer t\r\n\r\na=1&client_secret=s"},
		{"a method and a path", func(e *request.Edit) { e.Method = "PUT"; e.Go("y?z=a%20b") },
			"PUT /y?q=1&z=a%20b HTTP/1.1\r\n" + head + "a=1&client_secret=s"},
		{"a body of one's own", func(e *request.Edit) {
			e.As(request.InText)
			e.Set(param(t, e, "body"), "a=%zz&&\nb")
		}, "POST /x?q=1 HTTP/1.1\r\n" + head + "a=%zz&&\nb"},
		{"JSON for a form", func(e *request.Edit) { e.As(request.InJSON) },
			"POST /x?q=1 HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nAuthorization: Bearer t\r\n\r\n{\"a\": \"1\", \"client_secret\": \"s\"}"},
		{"there and back", func(e *request.Edit) { e.As(request.InText); e.As(request.InForm) },
			"POST /x?q=1 HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nAuthorization: Bearer t\r\n\r\na=1&client_secret=s"},
		{"no body", func(e *request.Edit) { e.As("") }, "POST /x?q=1 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer t\r\n\r\n"},
		{"an added one taken away", func(e *request.Edit) { e.Leave(e.Add(request.InForm, "b", "1")) }, whole},
		{"all undone", func(e *request.Edit) {
			e.As(request.InText)
			e.Go("/y")
			e.Add(request.InHeader, "X", "y")
			e.Undo()
		}, whole},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := draftOf("")
			e := request.New(d)
			c.change(e)
			if diff := cmp.Diff(c.want, request.Text(e.Draft(), "http://h")); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(draftOf(""), d); diff != "" {
				t.Error("the demo's own request was changed", diff)
			}
		})
	}
}

func TestChangedBody(t *testing.T) {
	for _, c := range []struct{ name, body, param, value, want string }{
		{"a text", `{"b": "x", "a": 7}`, "b", `say "hi"`, `{"b": "say \"hi\"", "a": 7}`},
		{"a number", `{"b": "x", "n": 7}`, "n", `8`, `{"b": "x", "n": 8}`},
		{"what is no JSON any more", `{"n": [1]}`, "n", `[1`, `{"n": [1}`},
		{"a body of another kind", "plain", "body", "other", "other"},
		{"a list", `[1, 2]`, "body", "[3]", "[3]"},
		{"an empty object", `{}`, "body", `{"a": 1}`, `{"a": 1}`},
		{"what follows an object", `{"a": 1} x`, "body", `{}`, `{}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := request.New(draftOf(c.body))
			e.Set(param(t, e, c.param), c.value)
			if got := e.Draft().Body; got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	e := request.New(draftOf(`{"b":"x"}`))
	e.Leave(param(t, e, "q"))
	if got := e.Draft().Body; got != `{"b":"x"}` {
		t.Errorf("a body that nobody touched is written anew: %s", got)
	}
}

// TestNewMembersOfJSON: what looks like JSON is JSON, but a code is a text.
func TestNewMembersOfJSON(t *testing.T) {
	e := request.New(draftOf(`{"a":1}`))
	e.Add(request.InJSON, "advance_seconds", "60")
	e.Add(request.InJSON, "otp", "123456")
	e.Add(request.InJSON, "types", `["otp"]`)
	e.Add(request.InJSON, "freeze", "true")
	e.Add(request.InJSON, "text", `"quoted"`)
	want := `{"a": 1, "advance_seconds": 60, "otp": "123456", "types": ["otp"], "freeze": true, "text": "\"quoted\""}`
	if diff := cmp.Diff(want, e.Draft().Body); diff != "" {
		t.Error(diff)
	}
}

// TestChangesAreCarried: when a step before was done anew, what was changed
// stays, what was not takes the new values, and nothing is lost if the request
// has other parameters by now.
func TestChangesAreCarried(t *testing.T) {
	fresh := func() *demos.Draft {
		d := draftOf("")
		d.Form = []demos.DraftParam{{Name: "new", Value: "here"}, {Name: "a", Value: "theirs"}, {Name: "client_secret", Value: "fresh"}, {Name: "more", Value: "5"}}
		return d
	}
	for _, c := range []struct {
		name   string
		change func(*request.Edit)
		want   string // the body
	}{
		{"nothing", func(*request.Edit) {}, "new=here&a=theirs&client_secret=fresh&more=5"},
		{"a value", func(e *request.Edit) { e.Set(param(t, e, "a"), "mine") }, "new=here&a=mine&client_secret=fresh&more=5"},
		{"a name", func(e *request.Edit) { e.Rename(param(t, e, "a"), "b") }, "new=here&b=theirs&client_secret=fresh&more=5"},
		{"one left out", func(e *request.Edit) { e.Leave(param(t, e, "client_secret")) }, "new=here&a=theirs&more=5"},
		{"one added", func(e *request.Edit) { e.Add(request.InForm, "x", "1") }, "new=here&a=theirs&client_secret=fresh&x=1&more=5"},
		{"one twice", func(e *request.Edit) { e.Set(e.Duplicate(param(t, e, "a")), "2") }, "new=here&a=theirs&a=2&client_secret=fresh&more=5"},
		{"another path", func(e *request.Edit) { e.Go("/y") }, "new=here&a=theirs&client_secret=fresh&more=5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			old := request.New(draftOf(""))
			c.change(old)
			e := request.New(fresh()).Carry(old)
			if diff := cmp.Diff(c.want, e.Text()); diff != "" {
				t.Error(diff)
			}
			if e.Changed() != old.Changed() {
				t.Error("that it was changed is lost, or made up")
			}
			e.Undo()
			if diff := cmp.Diff("new=here&a=theirs&client_secret=fresh&more=5", e.Text()); diff != "" {
				t.Error("undone", diff)
			}
		})
	}
}

// TestATypedBodyTakesNewValues: a body typed around a code holds the new code
// once the step that gives it was done anew.
func TestATypedBodyTakesNewValues(t *testing.T) {
	with := func(code string) *demos.Draft {
		d := draftOf("")
		d.Form = append(d.Form, demos.DraftParam{Name: "code", Value: code, From: "step 2"})
		return d
	}
	old := request.New(with("old/code"))
	old.As(request.InText)
	old.Set(param(t, old, "body"), old.Text()+"&surplus=1")
	e := request.New(with("new+code")).Carry(old)
	if diff := cmp.Diff("a=1&client_secret=s&code=new%2Bcode&surplus=1", e.Text()); diff != "" {
		t.Error(diff)
	}
}

func FuzzEdit(f *testing.F) {
	f.Add("/x?a=b", `{"a": [1, {}]}`, "name", "value")
	f.Add("?%zz", "a=1&&=", "", "\x1b[2J")
	f.Fuzz(func(_ *testing.T, target, body, name, value string) {
		e := request.New(draftOf(body))
		e.Go(target)
		for _, kind := range []request.Part{request.InText, request.InForm, request.InJSON, "", request.InJSON} {
			e.As(kind)
			e.Add(request.InJSON, name, value)
			if d := e.Draft(); d != nil {
				_ = request.Text(d, "http://h")
			}
			e = request.New(draftOf(body)).Carry(e)
		}
	})
}
