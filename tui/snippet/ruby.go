package snippet

import (
	"net"
	"strings"
)

func ruby(r *Request) (string, error) {
	var s source
	scheme, host, _ := strings.Cut(r.Origin, "://")
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = host, map[string]string{"http": "80", "https": "443"}[scheme]
	}
	s.line(`require "net/http"`)
	s.line()
	s.line("http = Net::HTTP.new(", inRuby(name), ", ", port, ")")
	if scheme == "https" {
		s.line("http.use_ssl = true")
	}
	s.line("request = ", rubyClass(r.Method), inRuby(r.Target), ")")
	for _, h := range r.Headers {
		s.line("request[", inRuby(h.Name), "] = ", inRuby(h.Value))
	}
	if r.Body != "" && r.kind() == "" {
		s.line("def request.supply_default_content_type; end # Net::HTTP would make one up")
	}
	switch {
	case len(r.Form) > 0:
		rubyForm(&s, r)
	case r.Body == "":
	case !r.text():
		s.line("request.body = ", inRuby(encoded(r.Body)), `.unpack1("m")`)
	default:
		s.line("request.body = ", inRuby(r.Body))
	}
	s.line("response = http.request(request)")
	s.line(`puts "#{response.code} #{response.body}"`)
	return s.String(), nil
}

func rubyForm(s *source, r *Request) {
	if r.unique() {
		s.line("request.body = URI.encode_www_form({")
		for _, p := range r.Form {
			s.line("  ", inRuby(p.Name), " => ", inRuby(p.Value), ",")
		}
		s.line("})")
		return
	}
	s.line("request.body = URI.encode_www_form([")
	for _, p := range r.Form {
		s.line("  [", inRuby(p.Name), ", ", inRuby(p.Value), "],")
	}
	s.line("])")
}

// rubyClass begins the call that makes a request.
func rubyClass(method string) string {
	switch method {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS":
		return "Net::HTTP::" + method[:1] + strings.ToLower(method[1:]) + ".new("
	}
	return "Net::HTTPGenericRequest.new(" + inRuby(method) + ", true, true, "
}
