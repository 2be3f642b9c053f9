package walk

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// answerWords say what an answer is, in its own terms.
func answerWords(x *model.Exchange) string {
	m := ui.ParseMessage(x.Response)
	status := statusWords(x)
	if location := m.Header("Location"); location != "" {
		u, err := url.Parse(location)
		if err != nil {
			return status
		}
		words := status + ": the browser goes to " + strings.TrimPrefix(strings.Split(location, "?")[0], "https://")
		if names := slices.Sorted(maps.Keys(u.Query())); len(names) > 0 {
			if u.Host == "" && len(names) == 1 && names[0] == "state" {
				names[0] = "a state of the server's own" // not the app's, which it keeps for the end
			}
			words += " with " + listed(names)
		}
		return words + "."
	}
	var members map[string]any
	if json.Unmarshal([]byte(m.Body), &members) == nil {
		if code, ok := members["error"].(string); ok {
			return status + ": " + code + "."
		}
		if got := tokenNames(members); len(got) > 0 {
			return status + ": " + listed(got) + "."
		}
	}
	if names := slices.Sorted(maps.Keys(members)); len(names) > 0 && len(names) < 5 {
		return status + " with " + listed(names) + "."
	}
	var list []any
	if json.Unmarshal([]byte(m.Body), &list) == nil && list != nil {
		return status + ": a list of " + strconv.Itoa(len(list)) + "."
	}
	if strings.HasPrefix(m.Header("Content-Type"), "text/html") {
		return status + ": a page for the user."
	}
	return status + "."
}

// tokenNames are what an answer of the token endpoint is about.
func tokenNames(members map[string]any) []string {
	var out []string
	// A recovery code that took the place of the one that was used is shown once.
	for _, name := range []string{"access_token", "id_token", "refresh_token", "recovery_code"} {
		if _, ok := members[name]; ok {
			out = append(out, name)
		}
	}
	return out
}

// because says why all went well: how many checks held, and what is kept.
func (w *Walk) because(o *demos.Outcome) string {
	passed := 0
	for _, x := range o.Exchanges {
		passed += held(x.Checks)
	}
	var parts []string
	if passed > 0 {
		parts = append(parts, counted(passed, "check")+" held.")
	}
	var kept []string
	for _, v := range o.Captured {
		kept = append(kept, v.Name)
	}
	if len(kept) > 0 {
		parts = append(parts, "Kept: "+listed(kept)+".")
	}
	return strings.Join(parts, " ")
}

// listed joins names as one says them.
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
