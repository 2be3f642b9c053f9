package remote

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/playgrant/playgrant/engine/check"
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

// TrafficSince are the exchanges that were finished since a cursor, and the
// cursor to go on from.
func (c *Client) TrafficSince(ctx context.Context, cursor string) (v model.TrafficNews, err error) {
	err = c.do(ctx, http.MethodGet, "/sandbox/traffic/news?since="+url.QueryEscape(cursor), nil, &v)
	return v, err
}

// Mend makes the change of the sandbox that mends a request.
func (c *Client) Mend(ctx context.Context, m check.Mend) error {
	var body any
	if len(m.Body) > 0 {
		body = m.Body
	}
	return c.do(ctx, m.Method, m.Path, body, nil)
}

// Roundtrip sends a request as it is and reads back how the server recorded
// it.
func (c *Client) Roundtrip(req *http.Request) (x model.Exchange, err error) {
	resp, err := c.HTTP.RoundTrip(req)
	if err != nil {
		return x, fmt.Errorf("%s %s: %w", req.Method, req.URL.Path, err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(resp.Body, maxAnswer)); err != nil {
		return x, fmt.Errorf("%s %s: %w", req.Method, req.URL.Path, err)
	}
	id := resp.Header.Get("Playgrant-Exchange")
	if id == "" {
		return x, fmt.Errorf("%s %s: %w", req.Method, req.URL.Path, errNotRecorded)
	}
	return c.Exchange(req.Context(), id)
}

// ForgetTraffic forgets all exchanges.
func (c *Client) ForgetTraffic(ctx context.Context) error {
	return c.do(ctx, http.MethodDelete, "/sandbox/exchanges", nil, nil)
}
