package mask

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
)

// LearnMessage remembers the secrets of a raw HTTP message: in its query,
// form or JSON, in the URL that it redirects to, in cookies and credentials.
func (m *Masker) LearnMessage(raw string) {
	head, body, _ := strings.Cut(raw, "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	if parts := strings.Split(lines[0], " "); len(parts) == 3 {
		m.learnURL(parts[1])
	}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(name) {
		case "location", "referer":
			m.learnURL(value)
		case "dpop":
			if len(value) > 3 {
				m.learn(value, Short(value))
			}
		case "authorization":
			if _, credential, ok := strings.Cut(value, " "); ok && len(credential) > 3 {
				m.learn(credential, Short(credential))
			}
		case "cookie", "set-cookie":
			for i, c := range strings.Split(value, ";") {
				if i > 0 && strings.EqualFold(name, "set-cookie") {
					break
				}
				if _, v, ok := strings.Cut(c, "="); ok && len(v) > 7 {
					m.learn(v, Short(v))
				}
			}
		}
	}
	m.learnBody(body)
}

func (m *Masker) learnURL(s string) {
	if u, err := url.Parse(s); err == nil {
		m.learnValues(u.Query())
		if values, err := url.ParseQuery(u.EscapedFragment()); err == nil {
			m.learnValues(values)
		}
	}
}

func (m *Masker) learnValues(v url.Values) {
	for name, values := range v {
		for _, value := range values {
			m.Learn(name, value, false)
		}
	}
}

// What a page may answer with a code in: its fields (response_mode=form_post),
// and JSON for its script (web_message).
var (
	inputs  = regexp.MustCompile(`<input\b[^>]*?\bname="([^"]*)"[^>]*?\bvalue="([^"]*)"`)
	members = regexp.MustCompile(`"(\w+)"\s*:\s*"([^"\\]*)"`)
)

func (m *Masker) learnBody(body string) {
	var v any
	if json.Unmarshal([]byte(body), &v) == nil {
		m.learnJSON("", v)
		return
	}
	if strings.HasPrefix(body, "<") {
		for _, input := range inputs.FindAllStringSubmatch(body, -1) {
			m.Learn(html.UnescapeString(input[1]), html.UnescapeString(input[2]), false)
		}
		for _, member := range members.FindAllStringSubmatch(html.UnescapeString(body), -1) {
			m.Learn(member[1], member[2], false)
		}
		return
	}
	if form, err := url.ParseQuery(body); err == nil {
		m.learnValues(form)
	}
}

func (m *Masker) learnJSON(name string, v any) {
	switch v := v.(type) {
	case string:
		m.Learn(name, v, false)
	case map[string]any:
		for k, member := range v {
			m.learnJSON(k, member)
		}
	case []any:
		for _, item := range v {
			m.learnJSON(name, item)
		}
	}
}
