package traffic

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/lines"
	"github.com/playgrant/playgrant/tui/snippet"
	"github.com/playgrant/playgrant/tui/ui"
)

// curl writes a request as a command for a POSIX shell.
func curl(x *model.Exchange) (string, error) {
	r, err := snippet.Parse(x.Request, x.Origin(ui.ParseMessage(x.Request).Header("Host")))
	if err != nil {
		return "", err
	}
	return snippet.Languages[snippet.Find("curl")].Code(r)
}

type pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// har writes exchanges as an HTTP Archive
// (http://www.softwareishard.com/blog/har-12-spec).
func har(list []model.Exchange) []byte {
	entries := []any{}
	for i := range list {
		entries = append(entries, entry(&list[i]))
	}
	out, err := json.MarshalIndent(map[string]any{"log": map[string]any{
		"version": "1.2", "creator": map[string]string{"name": "Playgrant", "version": "1"}, "entries": entries,
	}}, "", "  ")
	if err != nil { // text and numbers can always be written
		return nil
	}
	return append(out, '\n')
}

func entry(x *model.Exchange) any {
	req, resp := ui.ParseMessage(x.Request), ui.ParseMessage(x.Response)
	target := x.Path
	if parts := strings.Split(req.Start, " "); len(parts) == 3 {
		target = parts[1]
	}
	query := []pair{}
	if _, raw, ok := strings.Cut(target, "?"); ok {
		query = pairs(raw)
	}
	request := map[string]any{
		"method": x.Method, "url": x.Origin(req.Header("Host")) + target, "httpVersion": "HTTP/1.1", "cookies": cookies(req, "Cookie"),
		"headers": headers(req), "queryString": query, "headersSize": len(x.Request) - len(req.Body), "bodySize": len(req.Body),
	}
	if req.Body != "" {
		post := map[string]any{"mimeType": req.Header("Content-Type"), "text": req.Body, "params": []pair{}}
		if strings.HasPrefix(req.Header("Content-Type"), "application/x-www-form-urlencoded") {
			post["params"] = pairs(req.Body)
		}
		request["postData"] = post
	}
	content := map[string]any{"size": len(resp.Body), "mimeType": resp.Header("Content-Type"), "text": resp.Body}
	if !utf8.ValidString(resp.Body) {
		content["text"], content["encoding"] = base64.StdEncoding.EncodeToString([]byte(resp.Body)), "base64"
	}
	return map[string]any{
		"startedDateTime": x.At.UTC().Format(time.RFC3339Nano), "time": x.MS, "cache": map[string]any{}, "request": request,
		"timings": map[string]float64{"send": 0, "wait": x.MS, "receive": 0},
		"response": map[string]any{
			"status": x.Status, "statusText": http.StatusText(x.Status), "httpVersion": "HTTP/1.1", "cookies": cookies(resp, "Set-Cookie"),
			"headers": headers(resp), "content": content, "redirectURL": resp.Header("Location"),
			"headersSize": len(x.Response) - len(resp.Body), "bodySize": len(resp.Body),
		},
		"comment": "Playgrant, no. " + x.ID,
	}
}

func headers(m ui.Message) []pair {
	out := []pair{}
	for _, h := range m.Headers {
		if name, value, ok := strings.Cut(h, ":"); ok {
			out = append(out, pair{name, strings.TrimSpace(value)})
		}
	}
	return out
}

func cookies(m ui.Message, header string) []pair {
	out := []pair{}
	for _, h := range headers(m) {
		if !strings.EqualFold(h.Name, header) {
			continue
		}
		for i, c := range strings.Split(h.Value, ";") {
			if header == "Set-Cookie" && i > 0 {
				break
			}
			name, value, _ := strings.Cut(strings.TrimSpace(c), "=")
			out = append(out, pair{name, value})
		}
	}
	return out
}

// pairs are the parameters of a query or form, in their order.
func pairs(raw string) []pair {
	out := []pair{}
	for p := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(p, "=")
		out = append(out, pair{unescaped(name), unescaped(value)})
	}
	return out
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// markdown writes exchanges to be read.
func markdown(list []model.Exchange) string {
	var b strings.Builder
	b.WriteString("# What went over the wire\n")
	for i := range list {
		x := &list[i]
		fmt.Fprintf(&b, "\n## %s. %s %s → %d %s\n\n", x.ID, ui.Line(x.Method), ui.Line(x.Path), x.Status, http.StatusText(x.Status))
		fmt.Fprintf(&b, "%s, %s\n\n", x.At.UTC().Format("2006-01-02 15:04:05 UTC"), lines.Took(x.MS))
		for _, c := range x.Checks {
			if c.OK {
				continue
			}
			fmt.Fprintf(&b, "- **%s**: %s. %s (%s)\n", ui.Line(c.Check), ui.Line(c.Detail), ui.Line(c.Fix), ui.Line(c.Ref))
			for _, m := range c.Mend {
				fmt.Fprintf(&b, "  - %s: `%s`\n", ui.Line(m.Title), ui.Line(m.Command))
			}
		}
		for _, raw := range []string{x.Request, x.Response} {
			text := ui.Clean(raw)
			fence := "```"
			for strings.Contains(text, fence) {
				fence += "`"
			}
			b.WriteString("\n" + fence + "http\n" + strings.TrimRight(text, "\n") + "\n" + fence + "\n")
		}
	}
	return b.String()
}

// mermaid writes exchanges as a sequence diagram (mermaid.js.org).
func mermaid(list []model.Exchange) string {
	var b strings.Builder
	b.WriteString("sequenceDiagram\n    participant A as App\n    participant P as Playgrant\n")
	for i := range list {
		l := list[i].Line()
		grant := ""
		if l.GrantType != "" {
			grant = " (" + lines.Grant(l.GrantType) + ")"
		}
		fmt.Fprintf(&b, "    A->>P: %s\n", label(l.Method+" "+l.Path+grant))
		answer := fmt.Sprintf("%d %s", l.Status, http.StatusText(l.Status))
		if l.Why != "" {
			answer += ", does not hold: " + l.Why
		}
		fmt.Fprintf(&b, "    P-->>A: %s\n", label(answer))
	}
	return b.String()
}

// label is a text that ends no statement of a diagram.
func label(s string) string {
	return strings.NewReplacer("#", "#35;", ";", "#59;", "<", "#lt;", ">", "#gt;", "%%", "%").Replace(ui.Line(s))
}
