package snippet

func golang(r *Request) (string, error) {
	if err := r.checkTarget("Go's net/url"); err != nil {
		return "", err
	}
	var s source
	body := "nil"
	imports := []string{"fmt", "io", "log", "net/http"}
	switch {
	case len(r.Form) > 0:
		body, imports = "strings.NewReader(form.Encode())", append(imports, "net/url", "strings")
	case r.Body != "": // a Go string holds any bytes
		body, imports = "strings.NewReader("+inGo(r.Body)+")", append(imports, "strings")
	}
	s.line("package main")
	s.line()
	s.line("import (")
	for _, i := range imports {
		s.line("\t", inGo(i))
	}
	s.line(")")
	s.line()
	s.line("func main() {")
	if len(r.Form) > 0 {
		s.line("\tform := url.Values{}")
		for _, p := range r.Form {
			s.line("\tform.Add(", inGo(p.Name), ", ", inGo(p.Value), ")")
		}
	}
	s.line("\treq, err := http.NewRequest(", inGo(r.Method), ", ", inGo(r.Origin+r.Target), ", ", body, ")")
	s.line("\tif err != nil {")
	s.line("\t\tlog.Fatal(err)")
	s.line("\t}")
	for _, h := range r.Headers {
		s.line("\treq.Header.Set(", inGo(h.Name), ", ", inGo(h.Value), ")")
	}
	client := "http.DefaultClient.Do"
	if r.Redirects {
		client = "http.DefaultTransport.RoundTrip" // which follows no redirect
	}
	s.line("\tresp, err := ", client, "(req)")
	s.line("\tif err != nil {")
	s.line("\t\tlog.Fatal(err)")
	s.line("\t}")
	s.line("\tdefer resp.Body.Close()")
	s.line("\tanswer, err := io.ReadAll(resp.Body)")
	s.line("\tif err != nil {")
	s.line("\t\tlog.Fatal(err)")
	s.line("\t}")
	s.line("\tfmt.Println(resp.StatusCode, string(answer))")
	s.line("}")
	return s.String(), nil
}
