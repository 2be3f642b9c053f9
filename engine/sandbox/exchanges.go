package sandbox

import (
	"errors"
	"net/http"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// How many exchanges are listed.
const (
	exchangesListed = 100
	exchangesMost   = 1000
)

var ruleExchange = check.Rule{
	ID: "exchange.kept", Says: "The exchange is one of those that are kept",
	Ref: "Playgrant", Fix: "GET /sandbox/exchanges lists them; the oldest make room for new ones.",
	Param:  "id",
	Answer: check.Answer{Status: http.StatusNotFound, Code: "not_found", Description: "There is no exchange with that id"},
}

// listExchanges lists the newest first, without their bytes; with ?after=ID
// only those that came later, for which ?wait=SECONDS waits if there are none
// yet; with ?issued=TOKEN the one whose answer holds the
// refresh token of that short id.
func listExchanges(s *step.Step) (*step.Answer, error) {
	query := s.Request.URL.Query()
	limit, err := number(s, "limit", exchangesListed, exchangesMost)
	if err != nil {
		return nil, err
	}
	if _, err := number(s, "wait", 0, longestWait); err != nil {
		return nil, err
	}
	var after string
	if text := query.Get("after"); text != "" {
		if err := field(s, "after", store.IsExchangeID(text), "the id of an exchange"); err != nil {
			return nil, err
		}
		after = store.ExchangeKey(text)
	}
	if text := query.Get("issued"); text != "" {
		return issuedBy(s, text)
	}
	list := []*model.Exchange{}
	for x, err := range store.Exchanges.Newest(s.Tx, "") {
		if err != nil {
			return nil, err
		}
		if len(list) == limit || store.ExchangeKey(x.ID) <= after {
			break
		}
		x.Request, x.Response = "", ""
		list = append(list, x)
	}
	return step.JSON(list), nil
}

// issuedBy lists the exchange whose answer holds a refresh token; none if it
// is no longer kept.
func issuedBy(s *step.Step, tokenID string) (*step.Answer, error) {
	familyID, _, _ := strings.Cut(tokenID, ".")
	list := []*model.Exchange{}
	for hash, err := range store.TokenByFamily.Find(s.Tx, familyID) {
		if err != nil {
			return nil, err
		}
		t, err := store.RefreshTokens.Get(s.Tx, hash)
		if err != nil {
			return nil, err
		}
		if t.ID != tokenID {
			continue
		}
		x, err := store.Exchanges.Get(s.Tx, store.ExchangeKey(t.Exchange))
		if err == nil && x.Issued == tokenID {
			x.Request, x.Response = "", ""
			list = append(list, x)
		} else if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		break
	}
	return step.JSON(list), nil
}

func showExchange(s *step.Step) (*step.Answer, error) {
	id := s.Request.PathValue("id")
	if err := s.Require(ruleExchange, store.IsExchangeID(id), "a number", "something else"); err != nil {
		return nil, err
	}
	x, err := store.Exchanges.Get(s.Tx, store.ExchangeKey(id))
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.Require(ruleExchange, false, "an exchange that is kept", "none")
	}
	if err != nil {
		return nil, err
	}
	return step.JSON(x), nil
}
