package logout

import (
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/near"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// readTarget settles where the browser goes. param names the parameter.
func (r *request) readTarget(param string) error {
	target := r.Params.Get(param)
	if target == "" {
		return nil
	}
	allowed, err := r.allowed()
	if err != nil {
		return err
	}
	// Auth0 looks neither at the query nor at the fragment; the standard
	// compares the whole, and so does the oidc dialect.
	whole := r.Standard
	ok := slices.ContainsFunc(allowed, func(a string) bool { return a == target || !whole && bare(a) == bare(target) })
	expected := "a registered logout URL"
	if n := near.Address(allowed, target); n != "" {
		expected += ", of which the nearest is " + n
	}
	if err := r.Require(ruleTarget.On(param), ok && !strings.ContainsAny(target, "\\ "), expected, clip(target)); err != nil {
		return err
	}
	r.target = target
	return nil
}

// allowed are the addresses that the request may name: the client's or, when
// it names none, those of any client of the sandbox's own. Auth0 has a list of
// the tenant's for that, which is not part of the sandbox.
func (r *request) allowed() ([]string, error) {
	if r.client != nil {
		return r.client.AllowedLogoutURLs, nil
	}
	var all []string
	for c, err := range store.Clients.All(r.Tx) {
		if err != nil {
			return nil, err
		}
		if c.IsFirstParty {
			all = append(all, c.AllowedLogoutURLs...)
		}
	}
	return all, nil
}

// nearest is the registered address that was probably meant.
func nearest(s *step.Step, target string) string {
	r := &request{Step: s}
	if r.readClient(s.Params.Get("client_id")) != nil {
		return ""
	}
	allowed, err := r.allowed()
	if err != nil {
		return ""
	}
	return near.Address(allowed, target)
}

// bare is an address without its query and fragment, nor the slash of an empty
// path.
func bare(address string) string {
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?")
	return strings.TrimSuffix(address, "/")
}
