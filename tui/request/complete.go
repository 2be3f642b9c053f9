package request

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
)

// Names are those of the parameters that the request takes where one is to be
// added: what its presets send first, then what they may send, without those
// that it has.
func (k *Known) Names(e *Edit, in Part) (out []Value) {
	add := func(name, note string) {
		has := func(p *Param) bool { return strings.EqualFold(p.Name, name) && p.Part == in }
		if !slices.ContainsFunc(out, func(v Value) bool { return v.Text == name }) && !slices.ContainsFunc(e.Params, has) {
			out = append(out, Value{Text: name, Note: note})
		}
	}
	if in == InHeader {
		for _, h := range headers {
			add(h.Text, h.Note)
		}
		return out
	}
	for _, own := range []bool{true, false} {
		for _, p := range Catalog() {
			if !p.fits(e) || p.part != in && (p.part == InQuery || in == InQuery) {
				continue
			}
			if !own {
				for _, name := range p.More {
					add(name, "")
				}
				continue
			}
			for _, given := range slices.Concat(p.Draft.Query, p.Draft.Form) {
				add(given.Name, "")
			}
		}
	}
	return out
}

var headers = []Value{
	{Text: "Authorization", Note: "who asks: Bearer, Basic or DPoP"},
	{Text: "Content-Type", Note: "what the body is"},
	{Text: "Origin", Note: "the page that a browser's request comes from"},
	{Text: "Cookie", Note: "the browser's session"},
	{Text: "DPoP", Note: "a proof that one has the key, RFC 9449"},
	{Text: "Host", Note: "the server's name; the issuer follows it"},
	{Text: "Accept", Note: "what the answer may be"},
	{Text: "Accept-Language", Note: "the user's languages"},
	{Text: "User-Agent", Note: "the app or browser"},
	{Text: "auth0-forwarded-for", Note: "the user's address, told by a back end"},
}

// always are the values that a parameter can have whatever is set up.
var always = map[string][]Value{
	"response_type":         {{Text: "code"}, {Text: "id_token"}, {Text: "token"}, {Text: "id_token token"}, {Text: "code id_token"}, {Text: "code token"}},
	"response_mode":         {{Text: "query"}, {Text: "fragment"}, {Text: "form_post"}, {Text: "web_message"}},
	"prompt":                {{Text: "none"}, {Text: "login"}, {Text: "consent"}, {Text: "select_account"}},
	"max_age":               {{Text: "0"}, {Text: "3600"}},
	"code_challenge_method": {{Text: "S256"}, {Text: "plain"}},
	"acr_values":            {{Text: "http://schemas.openid.net/pape/policies/2007/06/multi-factor", Note: "a second factor"}},
	"screen_hint":           {{Text: "signup"}, {Text: "login"}},
	"ui_locales":            {{Text: "en"}, {Text: "de en"}},
	"display":               {{Text: "page"}, {Text: "popup"}, {Text: "touch"}},
	"realm":                 {{Text: "Username-Password-Authentication"}, {Text: "email"}, {Text: "sms"}},
	"connection":            {{Text: "Username-Password-Authentication"}, {Text: "email"}, {Text: "sms"}},
	"send":                  {{Text: "code"}, {Text: "link"}},
	"challenge_type":        {{Text: "otp"}, {Text: "oob"}, {Text: "oob otp"}},
	"authenticator_types":   {{Text: `["otp"]`}, {Text: `["oob"]`}},
	"oob_channels":          {{Text: `["sms"]`}, {Text: `["voice"]`}, {Text: `["auth0"]`, Note: "push"}, {Text: `["email"]`}},
	"phone_number":          {{Text: "+15555550100"}},
	"token_type_hint":       {{Text: "refresh_token"}, {Text: "access_token"}},
	"subject_token_type":    {{Text: "urn:ietf:params:oauth:token-type:id_token"}, {Text: "urn:ietf:params:oauth:token-type:access_token"}},
	"requested_token_type":  {{Text: "urn:ietf:params:oauth:token-type:access_token"}},
	"client_assertion_type": {{Text: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}},
	"password":              {{Text: "opensesame", Note: "every user's of a fresh sandbox"}},
	"recovery_code":         {{Text: "RECOVERYCODEFORTHEOTPUSE", Note: "of otp@example.com, in a fresh sandbox"}},
	"when":                  {{Text: "enrolled"}, {Text: "always"}, {Text: "never"}},
	"dialect":               {{Text: "auth0"}, {Text: "oidc"}},
	"content-type":          {{Text: formType}, {Text: jsonType}, {Text: "text/plain"}},
	"accept":                {{Text: "application/json"}, {Text: "text/html"}},
	"accept-language":       {{Text: "en"}, {Text: "de, en;q=0.8"}},
	"code_verifier":         {{Text: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", Note: "of RFC 7636's appendix B"}},
	"code_challenge":        {{Text: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", Note: "S256 of RFC 7636's code_verifier"}},
	"claims":                {{Text: `{"id_token":{"email":{"essential":true}}}`}},
}

// like are parameters that take the values of another.
var like = map[string]string{
	"returnTo": "post_logout_redirect_uri", "login_hint": "username", "email": "username", "user": "username", "to": "username",
	"subject_token": "access_token", "id_token_hint": "id_token", "default_audience": "audience", "resource": "audience",
}

// Values are what a parameter's value can be, the likely ones first.
func (k *Known) Values(e *Edit, p *Param) (out []Value) {
	add := func(v ...Value) {
		for _, w := range v {
			if !slices.ContainsFunc(out, func(has Value) bool { return has.Text == w.Text }) {
				out = append(out, w)
			}
		}
	}
	name := p.Name
	if other, ok := like[name]; ok {
		name = other
	}
	if p.Part == InHeader {
		name = strings.ToLower(name)
		switch name {
		case "authorization":
			return k.credentials(e)
		case "dpop":
			return []Value{{Text: Proof, Note: "made as it goes out, with a key of the composer's"}}
		}
	}
	own := k.client(e.Value("client_id"))
	mine, others := []Value{}, []Value{}
	for _, v := range k.latest(name) {
		if own != nil && v.client == own.ClientID {
			mine = append(mine, v)
		} else {
			others = append(others, v)
		}
	}
	add(append(mine, others...)...)
	if name == "token" || p.Name == "subject_token" {
		for _, n := range []string{"refresh_token", "access_token", "id_token"} {
			for _, v := range k.latest(n) {
				add(Value{Text: v.Text, Note: strings.ReplaceAll(n, "_", " ") + " " + v.Note})
			}
		}
	}
	if k != nil {
		add(k.setUp(e, p, name)...)
	}
	add(always[name]...)
	return out
}

// setUp are the values that come from what is set up in the sandbox.
func (k *Known) setUp(e *Edit, p *Param, name string) (out []Value) {
	own := k.client(e.Value("client_id"))
	add := func(text, note string) { out = append(out, Value{Text: text, Note: note}) }
	switch name {
	case "client_id":
		for _, c := range k.Sandbox.Clients {
			add(c.ClientID, c.Name)
		}
	case "client_secret":
		for _, c := range k.Sandbox.Clients {
			if c.ClientSecret != "" && (own == nil || own.ClientID == c.ClientID) {
				add(c.ClientSecret, "of "+c.ClientID)
			}
		}
	case "grant_type":
		out = k.grants(own)
	case "audience":
		for _, a := range k.Sandbox.APIs {
			add(a.Identifier, a.Name)
		}
		add(k.Base+"/userinfo", "the server itself")
		add(k.Base+"/mfa/", "the MFA API")
	case "scope":
		out = k.scopes(e, p)
	case "redirect_uri", "post_logout_redirect_uri":
		for _, c := range k.Sandbox.Clients {
			if own != nil && own.ClientID != c.ClientID {
				continue
			}
			list := c.Callbacks
			if name != "redirect_uri" {
				list = c.AllowedLogoutURLs
			}
			for _, u := range list {
				if !slices.ContainsFunc(out, func(v Value) bool { return v.Text == u }) {
					add(u, "registered for "+c.ClientID)
				}
			}
		}
	case "origin":
		for _, c := range k.Sandbox.Clients {
			for _, o := range c.WebOrigins {
				if !slices.ContainsFunc(out, func(v Value) bool { return v.Text == o }) {
					add(o, "of "+c.ClientID)
				}
			}
		}
		add("https://elsewhere.example", "of nobody")
	case "username":
		for _, u := range k.Sandbox.Users {
			add(u.Email, u.Name)
		}
	case "host":
		add(strings.TrimPrefix(k.Base, "http://"), "this server")
		add("auth.localhost", "another issuer")
	}
	return out
}

// grants are all grants, the client's own first.
func (k *Known) grants(own *model.Client) (out []Value) {
	mine := func(g string) bool { return own != nil && slices.Contains(own.GrantTypes, g) }
	for _, p := range Catalog() {
		for _, given := range p.Draft.Form {
			if given.Name != "grant_type" {
				continue
			}
			v := Value{Text: given.Value, Note: p.Title}
			if own != nil && !mine(v.Text) {
				v.Note = "not for " + own.ClientID
			}
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b Value) int {
		switch x, y := mine(a.Text), mine(b.Text); {
		case x && !y:
			return -1
		case y && !x:
			return 1
		}
		return 0
	})
	return out
}

// scopes are what is usual, and what stands there with one more.
func (k *Known) scopes(e *Edit, p *Param) (out []Value) {
	out = []Value{
		{Text: "openid", Note: "an ID token"}, {Text: "openid profile email", Note: "and who the user is"},
		{Text: "openid profile email offline_access", Note: "and a refresh token"},
	}
	has := strings.Fields(p.Value)
	for _, a := range k.Sandbox.APIs {
		if audience := e.Value("audience"); audience != "" && audience != a.Identifier {
			continue
		}
		for _, s := range a.Scopes {
			if !slices.Contains(has, s.Value) {
				out = append(out, Value{Text: strings.TrimSpace(p.Value + " " + s.Value), Note: s.Description})
			}
		}
	}
	return out
}

// credentials are what an Authorization header can hold.
func (k *Known) credentials(e *Edit) (out []Value) {
	for _, n := range []string{"access_token", "mfa_token"} {
		for _, v := range k.latest(n) {
			if v.bound {
				out = append(out, Value{Text: "DPoP " + v.Text, Note: "access token " + v.Note})
				continue
			}
			out = append(out, Value{Text: "Bearer " + v.Text, Note: strings.ReplaceAll(n, "_", " ") + " " + v.Note})
		}
	}
	if k == nil {
		return out
	}
	own := k.client(e.Value("client_id"))
	for _, c := range k.Sandbox.Clients {
		if c.ClientSecret != "" && (own == nil || own.ClientID == c.ClientID) {
			pair := url.QueryEscape(c.ClientID) + ":" + url.QueryEscape(c.ClientSecret)
			out = append(out, Value{Text: "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)), Note: c.ClientID + " and its secret"})
		}
	}
	return out
}
