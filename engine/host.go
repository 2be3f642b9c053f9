package engine

import (
	"fmt"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/wire"
)

// issuer names the issuer of a request (RFC 8414 §2): where it was sent to,
// unless it is fixed.
func (e *Engine) issuer(r *http.Request) string {
	if e.cfg.Issuer != "" {
		return e.cfg.Issuer
	}
	scheme := "http"
	if r.TLS != nil || wire.Secure(r.Context()) {
		scheme = "https"
	}
	return scheme + "://" + strings.ToLower(r.Host) + "/"
}

// A page that has its name resolve to this machine must not be able to speak
// to the server as if it were its own (DNS rebinding).
var ruleHost = check.Rule{
	ID: "request.host", Says: "The request was sent to a name that this server answers for",
	Ref: "RFC 9110 §7.2", Param: "Host",
	Answer: check.Answer{Status: http.StatusForbidden, Code: "invalid_request", Description: "This server does not answer for the host %q: start playgrant with --host %s to let it"},
}

var hostName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*$`)

// wrongHost refuses a request to a host that is not served.
func wrongHost(host string) step.Endpoint {
	name, _ := splitHost(host)
	if !hostName.MatchString(name) && net.ParseIP(name) == nil {
		name = "NAME"
	}
	rule := ruleHost.With(clip(host), name)
	rule.Fix = fmt.Sprintf("Use localhost in the address, or start playgrant with --host %s.", name)
	return step.Endpoint{Raw: true, Refuse: refuseForPerson, Do: func(s *step.Step) (*step.Answer, error) {
		return nil, s.Require(rule, false, "localhost, *.localhost, a loopback address or a --host", clip(host))
	}}
}

// servesHost reports whether requests may be sent to a host. What no address
// can have is no port: it would stand in every issuer.
func (e *Engine) servesHost(host string) bool {
	name, port := splitHost(host)
	if n, err := strconv.ParseUint(port, 10, 16); port != "" && (err != nil || n == 0) || strings.HasSuffix(host, ":") {
		return false
	}
	if name == "localhost" || strings.HasSuffix(name, ".localhost") && hostName.MatchString(name) {
		return true
	}
	if ip := net.ParseIP(name); ip != nil && ip.IsLoopback() {
		return true
	}
	return slices.ContainsFunc(e.cfg.Hosts, func(h string) bool {
		allowed, allowedPort := splitHost(h)
		return name != "" && name == allowed && (allowedPort == "" || allowedPort == port)
	})
}

// splitHost parts the name, in lower case, from the port.
func splitHost(host string) (name, port string) {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"), ""
	}
	return strings.ToLower(name), port
}

// clip keeps what a client sent short enough to be repeated.
func clip(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
