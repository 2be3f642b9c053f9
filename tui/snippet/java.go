package snippet

import "net/url"

func java(r *Request) (string, error) {
	if err := r.checkTarget("Java's java.net.URI"); err != nil {
		return "", err
	}
	var s source
	encodes, body := false, "HttpRequest.BodyPublishers.noBody()"
	for _, p := range r.Form {
		encodes = encodes || !plain(p.Value)
	}
	switch {
	case len(r.Form) > 0:
		body = "HttpRequest.BodyPublishers.ofString(form)"
	case r.Body != "" && r.text():
		body = "HttpRequest.BodyPublishers.ofString(" + inJava(r.Body) + ")"
	case r.Body != "":
		body = "HttpRequest.BodyPublishers.ofByteArray(java.util.Base64.getDecoder().decode(" + inJava(encoded(r.Body)) + "))"
	}
	s.line("import java.net.URI;")
	if encodes {
		s.line("import java.net.URLEncoder;")
	}
	s.line("import java.net.http.HttpClient;")
	s.line("import java.net.http.HttpRequest;")
	s.line("import java.net.http.HttpResponse;")
	if encodes {
		s.line("import static java.nio.charset.StandardCharsets.UTF_8;")
	}
	s.line()
	s.line("public class Example {")
	s.line("    public static void main(String[] args) throws Exception {")
	if len(r.Form) > 0 {
		s.line(`        String form = String.join("&",`)
		for i, p := range r.Form {
			end := ","
			if i == len(r.Form)-1 {
				end = ");"
			}
			s.line("            ", javaParam(p), end)
		}
	}
	s.line("        HttpRequest request = HttpRequest.newBuilder(URI.create(", inJava(r.Origin+r.Target), "))")
	for _, h := range r.Headers {
		s.line("            .header(", inJava(h.Name), ", ", inJava(h.Value), ")")
	}
	s.line("            .method(", inJava(r.Method), ", ", body, ")")
	s.line("            .build();")
	s.line("        HttpResponse<String> response = HttpClient.newHttpClient()")
	s.line("            .send(request, HttpResponse.BodyHandlers.ofString());")
	s.line(`        System.out.println(response.statusCode() + " " + response.body());`)
	s.line("    }")
	s.line("}")
	return s.String(), nil
}

// javaParam is one parameter; names are encoded here.
func javaParam(p Field) string {
	name := url.QueryEscape(p.Name) + "="
	if plain(p.Value) {
		return inJava(name + p.Value)
	}
	return inJava(name) + " + URLEncoder.encode(" + inJava(p.Value) + ", UTF_8)"
}
