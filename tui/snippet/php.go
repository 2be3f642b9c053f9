package snippet

import "net/http"

func php(r *Request) (string, error) {
	var s source
	s.line("<?php")
	s.line("$request = curl_init(", inPHP(r.Origin+r.Target), ");")
	s.line("curl_setopt_array($request, [")
	if r.Method == http.MethodHead {
		s.line("    CURLOPT_NOBODY => true,")
	} else {
		s.line("    CURLOPT_CUSTOMREQUEST => ", inPHP(r.Method), ",")
	}
	if r.dotted() {
		s.line("    CURLOPT_PATH_AS_IS => true,")
	}
	if untyped := r.Body != "" && r.kind() == ""; len(r.Headers) > 0 || untyped {
		s.line("    CURLOPT_HTTPHEADER => [")
		for _, h := range r.Headers {
			text := h.Name + ": " + h.Value
			if h.Value == "" {
				text = h.Name + ";" // with a colon, cURL takes it for one to leave out
			}
			s.line("        ", inPHP(text), ",")
		}
		if untyped { // cURL would make one up
			s.line("        'Content-Type:',")
		}
		s.line("    ],")
	}
	switch {
	case len(r.Form) > 0 && r.unique():
		s.line("    CURLOPT_POSTFIELDS => http_build_query([")
		for _, p := range r.Form {
			s.line("        ", inPHP(p.Name), " => ", inPHP(p.Value), ",")
		}
		s.line("    ]),")
	case r.Body == "":
	case !r.text():
		s.line("    CURLOPT_POSTFIELDS => base64_decode(", inPHP(encoded(r.Body)), "),")
	default:
		s.line("    CURLOPT_POSTFIELDS => ", inPHP(r.Body), ",")
	}
	s.line("    CURLOPT_RETURNTRANSFER => true,")
	s.line("]);")
	s.line("$answer = curl_exec($request);")
	s.line("if ($answer === false) {")
	s.line("    exit(curl_error($request));")
	s.line("}")
	s.line(`echo curl_getinfo($request, CURLINFO_RESPONSE_CODE), " ", $answer, "\n";`)
	return s.String(), nil
}
