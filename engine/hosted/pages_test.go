package hosted

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/step"
)

var frame = Frame{Path: "/u/x", State: "s", App: "App", User: "a@b", Alert: "Wrong", Remember: true}

// every page, as its user would meet it.
func every() map[string]*step.Answer {
	return map[string]*step.Answer{
		"login":       Login{State: "s", App: "App", Alert: "Wrong", Personas: []string{"a@b"}}.Answer(400),
		"accounts":    Accounts{Path: "/u/accounts", State: "s", App: "App", Name: "A", Email: "a@b"}.Answer(),
		"signup":      SignUp{Path: "/u/signup", State: "s", App: "App", Alert: "Wrong", Email: "a@b"}.Answer(400),
		"forgot":      Forgot{Path: "/u/forgot-password", State: "s", App: "App", Email: "a@b"}.Answer(200),
		"forgot sent": Forgot{Path: "/u/forgot-password", State: "s", App: "App", Email: "a@b", Sent: true, Hint: &Hint{"Hint", "See", "/x"}}.Answer(200),
		"unblock":     Unblock{Path: "/u/unblock", Ticket: "t", User: "a@b"}.Answer(),
		"scan":        Activate{Path: "/activate", Code: "A", Barcode: &Barcode{"data:image/png;base64,AA==", 9}}.Answer(200),
		"factor":      Factor{Frame: frame, Title: "Code", Label: "Code", Resend: "Again", Hint: &Hint{"Hint", "See", "/x"}}.Answer(200),
		"app":         Factor{Frame: frame, Title: "Scan", Label: "Code", Barcode: &Barcode{"data:image/png;base64,AA==", 9}, Secret: []string{"KEY"}}.Answer(200),
		"number":      Factor{Frame: frame, Title: "Number", Field: "phone_number", Type: "tel", Label: "Number"}.Answer(200),
		"push":        Push{Frame: frame, Device: "D", Where: "W", Status: "Nothing yet", Sent: true}.Answer(200),
		"push over":   Push{Frame: frame, Device: "D"}.Answer(200),
		"push denied": Push{Frame: frame, Device: "D", Denied: true}.Answer(200),
		"push enrol":  Push{Frame: frame, Device: "D", Enroll: true, Sent: true}.Answer(200),
		"factors":     Factors{Frame: frame, Able: []Choice{{"otp", "App"}}}.Answer(200),
		"enrol":       Factors{Frame: frame, Able: []Choice{{"otp", "App"}}, Enroll: true}.Answer(200),
		"unable":      Factors{Frame: frame, Enroll: true}.Answer(200),
		"newcode":     NewCode{Frame: frame, Code: "C"}.Answer(),
		"firstcode":   NewCode{Frame: frame, Code: "C", First: true}.Answer(),
		"consent":     Consent{Path: "/u/consent", State: "s", App: "App", Scopes: []Scope{{"openid", "Know you"}}}.Answer(200),
		"problem":     Problem{Title: "T", Rule: "R", Nearest: "N", Difference: "D"}.Answer(403),
		"problem too": Problem{Title: "T", Rule: "R", Expected: "E", Got: "G", Param: "p", Fix: "F", Mend: "Add it", Command: "curl -X PATCH"}.Answer(400),
		"activate":    Activate{Path: "/activate", Code: "A", Alert: "Wrong"}.Answer(400),
		"device":      Device{Path: "/u/device", State: "s", App: "TV", User: "a@b", Code: "A-B", Scopes: "openid"}.Answer(),
		"newpassword": NewPassword{Path: "/u/reset-password", Ticket: "t", User: "a@b", Alert: "Longer"}.Answer(400),
		"logout":      Logout{Path: "/u/logout", App: "App", Fields: map[string]string{"state": "s"}}.Answer(),
		"notice":      Notice{Title: "T", Text: "X"}.Answer(400),
		"webmessage":  WebMessage{Target: "http://localhost:3000", Fields: url.Values{"code": {"c"}}}.Answer(),
		"formpost":    FormPost{Action: "https://app.example/", Fields: url.Values{"code": {"c"}}}.Answer(),
	}
}

func TestEveryPageIsMadeAndAllowedByItsPolicy(t *testing.T) {
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	script := regexp.MustCompile(`(?s)<script>(.*?)</script>`)
	inline := regexp.MustCompile(`(?i)\s(style|on[a-z]+)=`)
	for name, a := range every() {
		page, policy := string(a.Body), a.Header.Get("Content-Security-Policy")
		if !strings.HasSuffix(page, "</html>\n") {
			t.Errorf("%s: the page breaks off:\n%s", name, page)
			continue
		}
		for _, found := range style.FindAllStringSubmatch(page, -1) {
			if !strings.Contains(policy, "style-src "+hash(found[1])) {
				t.Errorf("%s: its stylesheet is not the one that %q allows", name, policy)
			}
		}
		scripts := script.FindAllStringSubmatch(page, -1)
		if (name == "formpost" || name == "webmessage") != (len(scripts) == 1) {
			t.Errorf("%s: %d scripts", name, len(scripts))
		}
		for _, found := range scripts {
			if !strings.Contains(policy, "script-src "+hash(found[1])) {
				t.Errorf("%s: its script is not the one that %q allows", name, policy)
			}
		}
		if found := inline.FindString(page); found != "" {
			t.Errorf("%s: the policy does not allow%s", name, found)
		}
		if strings.Contains(page, "<img") != strings.Contains(policy, "img-src data:") {
			t.Errorf("%s: pictures are allowed where there are some, and nowhere else: %s", name, policy)
		}
		if strings.Contains(page, "ZgotmplZ") {
			t.Errorf("%s: a value was taken for dangerous:\n%s", name, page)
		}
	}
}

// TestEveryPageCanBeUsedByAnybody holds the pages to what screen readers need.
func TestEveryPageCanBeUsedByAnybody(t *testing.T) {
	field := regexp.MustCompile(`<input id="([^"]*)"[^>]*>`)
	for name, a := range every() {
		page := string(a.Body)
		if strings.Count(page, "<h1") != 1 || !strings.Contains(page, `<html lang="en">`) || !strings.Contains(page, "<main>") {
			t.Errorf("%s: one heading, a language and a main part are wanted", name)
		}
		for _, f := range field.FindAllStringSubmatch(page, -1) {
			if !strings.Contains(page, `<label for="`+f[1]+`">`) || !strings.Contains(f[0], `name="`+f[1]+`"`) || !strings.Contains(f[0], "autocomplete=") {
				t.Errorf("%s: the field %s lacks its label, name or autocomplete", name, f[0])
			}
		}
		if ids := regexp.MustCompile(`\sid="([^"]*)"`).FindAllString(page, -1); len(unique(ids)) != len(ids) {
			t.Errorf("%s: ids are used twice: %v", name, ids)
		}
	}
}

func unique(list []string) map[string]bool {
	set := map[string]bool{}
	for _, v := range list {
		set[v] = true
	}
	return set
}

func TestAFormIsNotPostedToAScript(t *testing.T) {
	page := string(FormPost{Action: "javascript:alert(1)"}.Answer().Body)
	if strings.Contains(page, "javascript:") {
		t.Error(page)
	}
}
