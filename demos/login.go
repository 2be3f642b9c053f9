package demos

import (
	"context"
	"net/url"
)

// toLogin takes the browser to the login page from the pages that stand before
// it: from the one that offers the account of the session by the button that
// leads to another, and from the sign-up by its link.
func (k *walk) toLogin(ctx context.Context, o *Outcome) error {
	if err := k.open(ctx, o); err != nil {
		return err
	}
	at, err := url.Parse(k.browser.at)
	if err != nil {
		return err
	}
	switch at.Path {
	case "/u/accounts":
		return k.submit(ctx, o, "other", nil)
	case "/u/signup":
		at.Path = "/u/login"
		k.browser.at, k.browser.page = at.String(), nil
		return k.open(ctx, o)
	}
	return nil
}
