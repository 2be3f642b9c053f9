package remote

import (
	"context"
	"net/http"
	"net/url"

	"github.com/playgrant/playgrant/engine/model"
)

// Object is one thing of the sandbox as JSON: a screen that edits fields by
// their names shows those too that it does not know.
type Object = map[string]any

// Things are all that is set up, field by field.
type Things struct {
	Clients      []Object `json:"clients"`
	APIs         []Object `json:"apis"`
	ClientGrants []Object `json:"client_grants"`
	Users        []Object `json:"users"`
	Roles        []Object `json:"roles"`
}

// Things is what is set up, as [Client.Sandbox] but field by field.
func (c *Client) Things(ctx context.Context) (v Things, err error) {
	err = c.do(ctx, http.MethodGet, "/sandbox", nil, &v)
	return v, err
}

// Change sends a change to one of the sandbox's own endpoints. When it is only
// tried, all is checked and nothing is changed. A *[Refusal] is in the error's
// chain if the server said no.
func (c *Client) Change(ctx context.Context, method, path string, body any, try bool) (v Object, err error) {
	if try {
		path += "?dry_run=true"
	}
	err = c.do(ctx, method, path, body, &v)
	return v, err
}

// PutSetup replaces all that is set up.
func (c *Client) PutSetup(ctx context.Context, s *model.Setup) error {
	return c.do(ctx, http.MethodPut, "/sandbox/setup", s, nil)
}

// Snapshots are the states of the sandbox that were kept, by name.
func (c *Client) Snapshots(ctx context.Context) (v []model.Snapshot, err error) {
	err = c.do(ctx, http.MethodGet, "/sandbox/snapshots", nil, &v)
	return v, err
}

// TakeSnapshot keeps the sandbox under a name.
func (c *Client) TakeSnapshot(ctx context.Context, name string) error {
	return c.do(ctx, http.MethodPut, "/sandbox/snapshots/"+url.PathEscape(name), nil, nil)
}

// RestoreSnapshot brings a state back.
func (c *Client) RestoreSnapshot(ctx context.Context, name string) error {
	return c.do(ctx, http.MethodPost, "/sandbox/snapshots/"+url.PathEscape(name), nil, nil)
}

// DropSnapshot removes a state that was kept.
func (c *Client) DropSnapshot(ctx context.Context, name string) error {
	return c.do(ctx, http.MethodDelete, "/sandbox/snapshots/"+url.PathEscape(name), nil, nil)
}
