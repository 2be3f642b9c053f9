package tokens

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/family"
	"github.com/playgrant/playgrant/tui/ui"
)

// result is what came of an action, in words.
type result struct {
	good bool
	head string // "refreshed"
	text string
	why  *check.Result // the check that refused
	tabs []tab         // of several exchanges at once
	// exchange is what went over the wire; of several, what came back last.
	exchange *model.Exchange
}

// failed is the head of what could not be done at all.
const failed = "not done"

func failure(err error) *result {
	return &result{head: failed, text: capital(err.Error()) + "."}
}

// refused says what the server answered, and why.
func refused(x model.Exchange) *result {
	return &result{head: "refused", text: answer(x), why: refusal(x), exchange: &x}
}

// refusal is the check that refused.
func refusal(x model.Exchange) *check.Result {
	for i, c := range x.Checks {
		if !c.OK && !c.Note {
			return &x.Checks[i]
		}
	}
	return nil
}

// answer is the status and the error of an answer.
func answer(x model.Exchange) string {
	m := ui.ParseMessage(x.Response)
	_, status, _ := strings.Cut(m.Start, " ")
	var body struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if json.Unmarshal([]byte(m.Body), &body) != nil || body.Error == "" {
		return status + "."
	}
	return status + ", " + body.Error + ": " + body.Description
}

// answered says what became of an exchange.
func answered(a actionAsked, x model.Exchange) *result {
	if x.Status != 200 {
		return refused(x)
	}
	name := "token " + family.Name(a.token.ID)
	v := judge(a, x)
	switch {
	case x.Issued == "":
		return &result{good: true, exchange: &x, head: "refreshed", text: "A new access token came. " + capital(name) + " stays as it is: this client's refresh tokens do not rotate."}
	case !ofFamilyID(x.Issued, a.family.ID):
		return &result{good: true, exchange: &x, head: "refreshed", text: "The client's rotation was switched since, so a new family takes this one's place."}
	case v == inLeeway:
		return &result{good: true, exchange: &x, head: "taken once more", text: fmt.Sprintf("%s was rotated already, but this client has a leeway of %d s, and it is not over. So the server takes it for a second tab, not for a thief: token %s is its sibling.",
			capital(name), a.family.LeewaySeconds, family.Name(x.Issued))}
	default:
		return &result{good: true, exchange: &x, head: "refreshed", text: fmt.Sprintf("%s was exchanged for a new access token and for token %s, which takes its place.", capital(name), family.Name(x.Issued))}
	}
}

func ofFamilyID(token, id string) bool { return strings.HasPrefix(token, id+".") }

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// spans draw a result: its head with a mark, and the words after it.
func (r *result) spans(t *ui.Theme) []ui.Span {
	mark := ui.Span{Text: "✗ " + r.head, Ink: t.Failure}
	if r.good {
		mark = ui.Span{Text: "✓ " + r.head, Ink: t.Success}
	}
	return []ui.Span{mark, {Text: "  " + ui.Line(r.text), Ink: t.Text}}
}

// reason says which check refused, how to mend it and, if it is to be named,
// whose rule that is.
func (r *result) reason(t *ui.Theme, source bool) []ui.Span {
	if r.why == nil {
		return nil
	}
	why := strings.TrimSuffix(r.why.Check, ".")
	if r.why.Got != "" {
		why += ". Got: " + r.why.Got
	}
	out := []ui.Span{{Text: "  Why: ", Ink: t.Strong}, {Text: ui.Line(why) + ".", Ink: t.Text}}
	if r.why.Fix != "" {
		out = append(out, ui.Span{Text: "  Mend: ", Ink: t.Strong}, ui.Span{Text: ui.Line(r.why.Fix), Ink: t.Text})
	}
	if source {
		out = append(out, ui.Span{Text: "  " + ui.Line(r.why.Ref), Ink: t.Muted})
	}
	return out
}
