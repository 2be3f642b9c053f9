package near

import (
	"net/url"
	"strings"
)

// Address is the registered address that was probably meant: the nearest, but
// never a bare origin where the one that was sent has a path and another of the
// same origin has one too. "/cb" is two letters away from nothing, and yet
// nobody means nothing by it.
func Address(candidates []string, sent string) string {
	nearest := Nearest(candidates, sent)
	if !hasPath(sent) || hasPath(nearest) {
		return nearest
	}
	var alike []string
	for _, c := range candidates {
		if hasPath(c) && strings.HasPrefix(c, strings.TrimSuffix(nearest, "/")+"/") {
			alike = append(alike, c)
		}
	}
	if len(alike) > 0 {
		return Nearest(alike, sent)
	}
	return nearest
}

func hasPath(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.Trim(u.Path, "/") != ""
}
