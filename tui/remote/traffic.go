package remote

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/playgrant/playgrant/engine/model"
)

// TrafficAsk says which exchanges are asked for: the newest, those before an
// id, or those after one.
type TrafficAsk struct {
	Before, After string
	Filter        string
	Limit         int
}

// Traffic is a part of the list of exchanges.
func (c *Client) Traffic(ctx context.Context, a TrafficAsk) (v model.Traffic, err error) {
	query := url.Values{}
	for name, value := range map[string]string{"before": a.Before, "after": a.After, "filter": a.Filter} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if a.Limit > 0 {
		query.Set("limit", strconv.Itoa(a.Limit))
	}
	err = c.do(ctx, http.MethodGet, "/sandbox/traffic?"+query.Encode(), nil, &v)
	return v, err
}

// TrafficNews are the exchanges that were finished since a cursor. If there are
// none yet, it waits for one, at most 25 seconds.
func (c *Client) TrafficNews(ctx context.Context, cursor string) (v model.TrafficNews, err error) {
	err = c.do(ctx, http.MethodGet, "/sandbox/traffic/news?wait=25&since="+url.QueryEscape(cursor), nil, &v)
	return v, err
}

// ForgetTraffic forgets all exchanges.
func (c *Client) ForgetTraffic(ctx context.Context) error {
	return c.do(ctx, http.MethodDelete, "/sandbox/exchanges", nil, nil)
}
