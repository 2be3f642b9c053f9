package tokens

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/family"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/ui"
)

// verdict is what one of several exchanges met.
type verdict int

const (
	won verdict = iota
	inLeeway
	stays // the token does not rotate, so there is nothing to win
	isReuse
	tooLate // the family was dead by then
	elseRefused
	notSent
)

// tab is one of several exchanges at once.
type tab struct {
	verdict verdict
	issued  string
	status  int
	why     *check.Result
	err     error
	x       *model.Exchange
}

// tabs exchanges one token several times at the same moment. The requests are
// made ready first and set off together.
func tabs(ctx context.Context, r *remote.Client, a actionAsked) *result {
	form, err := refreshForm(ctx, r, a)
	if err != nil {
		return failure(err)
	}
	list := make([]tab, a.times)
	var wait sync.WaitGroup
	start := make(chan struct{})
	for i := range list {
		wait.Go(func() {
			<-start
			x, err := r.Send(ctx, form)
			list[i] = tab{verdict: notSent, err: err}
			if err == nil {
				list[i] = tab{verdict: judge(a, x), issued: x.Issued, status: x.Status, why: refusal(x), x: &x}
			}
		})
	}
	close(start)
	wait.Wait()
	slices.SortStableFunc(list, func(a, b tab) int {
		return cmp.Or(cmp.Compare(a.verdict, b.verdict), cmp.Compare(number(a.issued), number(b.issued)))
	})
	return together(a, list)
}

func number(id string) int {
	_, text, _ := strings.Cut(id, ".")
	n, _ := strconv.Atoi(text) // what is no number sorts first
	return n
}

// judge tells by the checks what an exchange met.
func judge(a actionAsked, x model.Exchange) verdict {
	for _, c := range x.Checks {
		switch {
		case c.ID == "refresh.live" && !c.OK:
			return tooLate
		case c.ID == "refresh.reuse" && !c.OK:
			return isReuse
		case c.ID == "refresh.reuse" && c.Got != "the newest":
			return inLeeway
		}
	}
	switch {
	case x.Status != 200:
		return elseRefused
	case !a.family.Rotating:
		return stays
	default:
		return won
	}
}

// together sums several exchanges up.
func together(a actionAsked, list []tab) *result {
	count := map[verdict]int{}
	out := &result{good: true, tabs: list, head: fmt.Sprintf("%d at once", len(list))}
	for _, t := range list {
		count[t.verdict]++
		if t.verdict == list[min(1, len(list)-1)].verdict { // the loser teaches more than the winner
			out.exchange = t.x
		}
	}
	switch {
	case count[isReuse] > 0:
		out.good = false
		out.text = "One exchange won. The next came with a token that was rotated a moment before, which looks like theft, so the server revoked the family: the winner's new token is dead too. A leeway of a few seconds, or one lock around the refresh in the app, prevents this."
	case count[inLeeway] > 0:
		out.text = fmt.Sprintf("All were taken. The first won; the others came inside the leeway of %d s, and each got a token of its own.", a.family.LeewaySeconds)
	case count[stays] == len(list):
		out.text = "All were taken: this client's refresh tokens do not rotate, so there is no race to lose."
	case count[tooLate] == len(list):
		out.good = false
		out.text = "None was taken: the family was dead before they came. Nothing brings it back but another login."
	default:
		out.good = count[won] > 0
		out.text = "The list says what each met."
	}
	return out
}

// tabLines draw the exchanges as a list in the order in which the server
// decided. Those that met the same stand on one line, if there was nothing for
// them or, with brief, in any case.
func tabLines(t *ui.Theme, list []tab, width int, brief bool) []string {
	var out []string
	for i := 0; i < len(list); {
		end := i + 1
		for end < len(list) && list[end].verdict == list[i].verdict && (brief || list[i].issued == "" && list[end].issued == "") {
			end++
		}
		which := fmt.Sprintf("%d", i+1)
		if end > i+1 {
			which = fmt.Sprintf("%d–%d", i+1, end)
		}
		mark, words := list[i].words(t)
		if last := list[end-1].issued; end > i+1 && last != "" {
			words = fmt.Sprintf("200, tokens %s to %s", family.Name(list[i].issued), family.Name(last))
		}
		out = append(out, ui.Cut(t.Muted.On(ui.Fit(which, 6))+mark+"  "+t.Text.On(words), width))
		i = end
	}
	return out
}

func (t tab) words(theme *ui.Theme) (mark, words string) {
	good := func(s string) string { return theme.Success.On("✓ " + ui.Fit(s, 17)) }
	bad := func(s string) string { return theme.Failure.On("✗ " + ui.Fit(s, 17)) }
	switch t.verdict {
	case won:
		return good("won"), fmt.Sprintf("200, token %s", family.Name(t.issued))
	case inLeeway:
		return good("inside the leeway"), fmt.Sprintf("200, token %s", family.Name(t.issued))
	case stays:
		return good("taken"), "200, the same refresh token stays"
	case isReuse:
		return bad("reuse"), fmt.Sprintf("%d, and the family is revoked", t.status)
	case tooLate:
		return bad("too late"), fmt.Sprintf("%d, the family was dead by then", t.status)
	case notSent:
		return bad("not sent"), ui.Line(t.err.Error())
	}
	words = fmt.Sprint(t.status)
	if t.why != nil {
		words += ", " + ui.Line(t.why.Check)
	}
	return bad("refused"), words
}
