package sandbox

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sift"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// trafficScanned bounds how many lines one request goes through, so that none
// takes long, however few of them fit the filter.
const trafficScanned = 5000

// longestWait is how long a request waits for news, in seconds: less than
// servers and proxies are patient.
const longestWait = 25

var ruleFilter = check.Rule{
	ID: "traffic.filter", Says: "The filter can be understood", Ref: "Playgrant", Param: "filter",
	Fix:    "Write words, and names with a colon: client:spa status:4xx grant:refresh_token path:/oauth outside:yes.",
	Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "%s"},
}

// listTraffic lists exchanges as lines: the newest, or with ?before=ID those
// before it, or with ?after=ID those after it. ?filter= leaves out what does
// not fit; then there may be fewer than there are, and next says where to go on.
func (d Deps) listTraffic(s *step.Step) (*step.Answer, error) {
	query := s.Request.URL.Query()
	limit, err := number(s, "limit", exchangesListed, exchangesMost)
	if err != nil {
		return nil, err
	}
	before, after := query.Get("before"), query.Get("after")
	for name, id := range map[string]string{"before": before, "after": after} {
		if err := field(s, name, id == "" || store.IsExchangeID(id), "the id of an exchange"); err != nil {
			return nil, err
		}
	}
	filter, err := sift.Parse(query.Get("filter"))
	if err != nil {
		return nil, s.Require(ruleFilter.With(err.Error()), false, "words and names", err.Error())
	}
	// What is finished while the list is read is told once more as news.
	t := model.Traffic{Lines: []model.ExchangeLine{}, Cursor: d.News.Cursor()}
	if err := ends(s, &t); err != nil {
		return nil, err
	}
	scan := store.ExchangeLines.Newest(s.Tx, "")
	if before != "" {
		scan = store.ExchangeLines.Newest(s.Tx, store.ExchangeKey(before))
	}
	if after != "" {
		scan = func(yield func(*model.ExchangeLine, error) bool) {
			for row, err := range store.ExchangeLines.Rows(s.Tx, store.ExchangeKey(after)) {
				if !yield(row.Value, err) {
					return
				}
			}
		}
	}
	seen, last := 0, ""
	for line, err := range scan {
		if err != nil {
			return nil, err
		}
		if line.ID == before || line.ID == after {
			continue
		}
		if len(t.Lines) == limit || seen == trafficScanned {
			t.Next = last
			break
		}
		seen, last = seen+1, line.ID
		if filter.Fits(line) {
			t.Lines = append(t.Lines, *line)
		}
	}
	if after == "" {
		slices.Reverse(t.Lines)
	}
	return step.JSON(t), nil
}

// ends finds the oldest and the newest line.
func ends(s *step.Step, t *model.Traffic) error {
	for line, err := range store.ExchangeLines.Newest(s.Tx, "") {
		if err != nil {
			return err
		}
		t.Newest = line.ID
		break
	}
	for line, err := range store.ExchangeLines.All(s.Tx) {
		if err != nil {
			return err
		}
		t.Oldest = line.ID
		break
	}
	if t.Oldest != "" {
		first, _ := strconv.ParseInt(t.Oldest, 10, 64) // they are numbers
		last, _ := strconv.ParseInt(t.Newest, 10, 64)
		t.Kept = last - first + 1
	}
	return nil
}

// trafficNews tells what was finished since a cursor; see [Deps.forNews].
func (d Deps) trafficNews(s *step.Step) (*step.Answer, error) {
	if _, err := number(s, "wait", 0, longestWait); err != nil {
		return nil, err
	}
	return step.JSON(d.News.Since(s.Request.URL.Query().Get("since"))), nil
}

// forNews waits for ?wait= seconds at most until something is finished after
// ?since=.
func (d Deps) forNews(r *http.Request) {
	d.hold(r, func(ctx context.Context, stop <-chan struct{}) {
		d.News.Wait(ctx, stop, r.URL.Query().Get("since"))
	})
}

// forNewer waits for ?wait= seconds at most until something is finished, unless
// an exchange is kept already that came after ?after=.
func (d Deps) forNewer(r *http.Request) {
	after := r.URL.Query().Get("after")
	if !store.IsExchangeID(after) {
		return
	}
	d.hold(r, func(ctx context.Context, stop <-chan struct{}) {
		cursor, newest := d.News.Cursor(), ""
		err := d.Store.View(ctx, func(v store.Reader) error {
			for line, err := range store.ExchangeLines.Newest(v, "") {
				if err == nil {
					newest = store.ExchangeKey(line.ID)
				}
				return err
			}
			return nil
		})
		if err == nil && newest <= store.ExchangeKey(after) {
			d.News.Wait(ctx, stop, cursor)
		}
	})
}

// hold lets a request wait as long as it asks for.
func (d Deps) hold(r *http.Request, wait func(context.Context, <-chan struct{})) {
	n, err := strconv.Atoi(r.URL.Query().Get("wait"))
	if err != nil || n < 1 || n > longestWait {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), time.Duration(n)*time.Second)
	defer cancel()
	wait(ctx, d.Closing(r.Context()))
}

// forget empties the list of exchanges.
func (d Deps) forget(s *step.Step) (*step.Answer, error) {
	return &step.Answer{Finish: func() (any, error) {
		return map[string]bool{"forgotten": true}, d.Forget(s.Ctx)
	}}, nil
}

// number reads a parameter of the query that is a number up to most.
func number(s *step.Step, name string, otherwise, most int) (int, error) {
	text := s.Request.URL.Query().Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	return n, field(s, name, err == nil && n >= 1 && n <= most, "a number from 1 to "+strconv.Itoa(most))
}
