package snippet

import "strings"

// csharp keeps to what old compilers take too: no await, and a class.
func csharp(r *Request) (string, error) {
	if err := r.checkTarget("C#'s HttpClient"); err != nil {
		return "", err
	}
	var s source
	dictionary := len(r.Form) > 0 && r.unique()
	s.line("using System;")
	if dictionary {
		s.line("using System.Collections.Generic;")
	}
	s.line("using System.Net.Http;")
	s.line()
	s.line("class Example")
	s.line("{")
	s.line("    static void Main()")
	s.line("    {")
	s.line("        var client = new HttpClient(", csharpHandler(r), ");")
	s.line("        var request = new HttpRequestMessage(", csharpMethod(r.Method), ", ", inCSharp(r.Origin+r.Target), ");")
	for _, h := range r.Headers {
		if !strings.HasPrefix(strings.ToLower(h.Name), "content-") {
			s.line("        request.Headers.TryAddWithoutValidation(", inCSharp(h.Name), ", ", inCSharp(h.Value), ");")
		}
	}
	switch {
	case dictionary:
		s.line("        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>")
		s.line("        {")
		for _, p := range r.Form {
			s.line("            [", inCSharp(p.Name), "] = ", inCSharp(p.Value), ",")
		}
		s.line("        });")
	case r.Body != "":
		s.line("        request.Content = new ByteArrayContent(", csharpBytes(r), ");")
	}
	if r.Body != "" {
		for _, h := range r.Headers {
			switch {
			case !strings.HasPrefix(strings.ToLower(h.Name), "content-"):
			case dictionary && strings.EqualFold(h.Name, "Content-Type") && h.Value == "application/x-www-form-urlencoded": // it is set
			default:
				if dictionary && strings.EqualFold(h.Name, "Content-Type") {
					s.line("        request.Content.Headers.Remove(", inCSharp(h.Name), ");")
				}
				s.line("        request.Content.Headers.TryAddWithoutValidation(", inCSharp(h.Name), ", ", inCSharp(h.Value), ");")
			}
		}
	}
	s.line("        var response = client.SendAsync(request).Result;")
	s.line(`        Console.WriteLine((int)response.StatusCode + " " + response.Content.ReadAsStringAsync().Result);`)
	s.line("    }")
	s.line("}")
	return s.String(), nil
}

// csharpHandler keeps HttpClient from what it does unasked: following
// redirects, and putting a jar's cookies in place of those that are given.
func csharpHandler(r *Request) string {
	var set []string
	if r.Redirects {
		set = append(set, "AllowAutoRedirect = false")
	}
	if r.get("Cookie") != "" {
		set = append(set, "UseCookies = false")
	}
	if len(set) == 0 {
		return ""
	}
	return "new HttpClientHandler { " + strings.Join(set, ", ") + " }"
}

func csharpMethod(method string) string {
	switch method {
	case "GET":
		return "HttpMethod.Get"
	case "POST":
		return "HttpMethod.Post"
	}
	return "new HttpMethod(" + inCSharp(method) + ")"
}

func csharpBytes(r *Request) string {
	if r.text() {
		return "System.Text.Encoding.UTF8.GetBytes(" + inCSharp(r.Body) + ")"
	}
	return "Convert.FromBase64String(" + inCSharp(encoded(r.Body)) + ")"
}
