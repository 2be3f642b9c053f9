package request

import (
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/ui"
)

// Value is a value that is known, and what of it.
type Value struct {
	Text, Note string
	client     string // that it was given to
	bound      bool   // to a key: token_type is DPoP
}

// Known is what values are completed from: what is set up, and what went over
// the wire. Nil knows nothing.
type Known struct {
	Sandbox  model.Sandbox
	Base     string
	captured map[string][]Value // by name, the newest first
}

// looked is how many exchanges are looked through for values, the newest.
const looked = 60

// Read asks the server for all of it. What cannot be read is not known.
func Read(ctx context.Context, r *remote.Client) *Known {
	k := &Known{Base: r.Base, captured: map[string][]Value{}}
	k.Sandbox, _ = r.Sandbox(ctx)
	traffic, _ := r.Traffic(ctx, remote.TrafficAsk{Limit: looked})
	for _, l := range slices.Backward(traffic.Lines) {
		if l.Status >= 500 || !gives(l.Path) {
			continue
		}
		if x, err := r.Exchange(ctx, l.ID); err == nil {
			k.Learn(&x)
		}
	}
	for _, u := range k.Sandbox.Users {
		for _, f := range u.Factors {
			if f.Type != "otp" {
				continue
			}
			if app, err := r.TOTP(ctx, u.Email); err == nil {
				k.add("otp", Value{Text: app.Code, Note: "the authenticator app of " + u.Email})
			}
		}
	}
	messages, _ := r.Inbox(ctx, "")
	for _, m := range messages {
		if m.Code != "" {
			k.add("otp", Value{Text: m.Code, Note: "sent to " + m.To})
			k.add("binding_code", Value{Text: m.Code, Note: "sent to " + m.To})
		}
	}
	return k
}

// gives reports whether the answers of a path hold values worth keeping.
func gives(path string) bool {
	for _, p := range []string{"/authorize", "/u/", "/oauth/", "/mfa/"} {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

// Learn keeps the values that an answer gives. The exchanges are learned from
// the newest to the oldest.
func (k *Known) Learn(x *model.Exchange) {
	m := ui.ParseMessage(x.Response)
	from := Value{Note: "from no. " + x.ID, client: x.ClientID}
	if x.ClientID != "" {
		from.Note += ", " + x.ClientID
	}
	if u, err := url.Parse(m.Header("Location")); err == nil && u.IsAbs() {
		for name, list := range u.Query() {
			k.keep(name, list[0], from)
		}
	}
	var v any
	if json.Unmarshal([]byte(m.Body), &v) == nil {
		k.members(v, from)
	}
}

func (k *Known) members(v any, from Value) {
	switch v := v.(type) {
	case map[string]any:
		kind, _ := v["token_type"].(string)
		from.bound = strings.EqualFold(kind, "DPoP")
		for name, member := range v {
			if text, ok := member.(string); ok {
				if name == "id" && strings.Contains(text, "|") {
					name = "authenticator_id"
				}
				k.keep(name, text, from)
			} else {
				k.members(member, from)
			}
		}
	case []any:
		for _, item := range v {
			k.members(item, from)
		}
	}
}

// kept are the members of answers that requests take.
var kept = []string{
	"code", "access_token", "refresh_token", "id_token", "mfa_token", "oob_code", "device_code", "user_code",
	"request_uri", "authenticator_id", "recovery_code",
}

func (k *Known) keep(name, value string, from Value) {
	if from.Text = value; slices.Contains(kept, name) && value != "" {
		k.add(name, from)
	}
}

// Know adds a value, as the newest of its name.
func (k *Known) Know(name, text, note string) {
	if k.captured == nil {
		k.captured = map[string][]Value{}
	}
	k.captured[name] = append([]Value{{Text: text, Note: note}}, k.captured[name]...)
}

func (k *Known) add(name string, v Value) {
	if k.captured == nil {
		k.captured = map[string][]Value{}
	}
	if !slices.ContainsFunc(k.captured[name], func(w Value) bool { return w.Text == v.Text }) {
		k.captured[name] = append(k.captured[name], v)
	}
}

// latest are the values of a name that went over the wire, the newest first.
func (k *Known) latest(name string) []Value {
	if k == nil {
		return nil
	}
	return k.captured[name]
}

var name = regexp.MustCompile(`\{\{([a-z_]+)\}\}`)

// fill puts the latest values in the place of {{names}}, a client's own before
// others; of what is not known nothing is left.
func (k *Known) fill(text, client string) string {
	return name.ReplaceAllStringFunc(text, func(s string) string {
		list := k.latest(s[2 : len(s)-2])
		if i := slices.IndexFunc(list, func(v Value) bool { return v.client == client && client != "" }); i >= 0 {
			return list[i].Text
		}
		if len(list) > 0 {
			return list[0].Text
		}
		return ""
	})
}

// owner is the client that the latest of the values was given to, if the client
// that would send them has none of its own; else nil.
func (k *Known) owner(needs []string, client string) *model.Client {
	if client == "" {
		return nil
	}
	for _, n := range needs {
		list := k.latest(n)
		if len(list) > 0 && !slices.ContainsFunc(list, func(v Value) bool { return v.client == client }) {
			return k.client(list[0].client)
		}
	}
	return nil
}

// bound reports whether an access token is bound to a key.
func (k *Known) bound(token string) bool {
	return slices.ContainsFunc(k.latest("access_token"), func(v Value) bool { return v.bound && v.Text == token })
}

func (k *Known) client(id string) *model.Client {
	if k == nil {
		return nil
	}
	for i := range k.Sandbox.Clients {
		if k.Sandbox.Clients[i].ClientID == id {
			return &k.Sandbox.Clients[i]
		}
	}
	return nil
}
