package walk

import (
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/ui"
)

// face draws what is particular to a kind of step, in a few lines: who speaks
// to whom, the page that the user meets, what a refresh changed.
func (w *Walk) face(width int) []string {
	switch w.step().Kind {
	case demos.KindAuthorize:
		return w.journey(width, "app ──▸ browser", "/authorize", "server", w.page())
	case demos.KindLogin:
		return w.loginFace(width)
	case demos.KindExchange:
		return w.exchangeFace(width)
	case demos.KindRefresh:
		return append(w.refreshFace(width), w.mfaParts(width)...)
	case demos.KindMFA:
		return w.mfaFace(width)
	case demos.KindToken:
		return append(w.tokenFace(width), w.mfaParts(width)...)
	case demos.KindCall:
		return w.callFace(width)
	default:
		return w.phoneLines(width)
	}
}

// page is where /authorize sends the browser: to no page where the app forbids
// one.
func (w *Walk) page() string {
	for _, p := range w.params() {
		if p.Name == "prompt" && p.Value == "none" && !p.Left {
			return "back, without a page"
		}
	}
	return "its login page"
}

// journey draws who speaks to whom; the leg of this step is the heavy one. What
// comes after the server goes below it where there is no room beside it.
func (w *Walk) journey(width int, before, leg, server, after string) []string {
	t := w.c.Theme
	if before != "" {
		before += " "
	}
	line := t.Muted.On(before) + t.Accent.On("━━ "+leg+" ━━▸") + t.Muted.On(" "+server)
	if after == "" {
		return []string{ui.Cut(line, width)}
	}
	if n := ui.Width(line); n+5+ui.Width(after) <= width {
		return []string{line + t.Muted.On(" ──▸ "+after)}
	}
	indent := min(ui.Width(before+"━━ "+leg+" ━━▸ "), max(width-ui.Width(after)-4, 0))
	return []string{ui.Cut(line, width), ui.Spaces(indent) + t.Muted.On(ui.Cut("└─▸ "+after, width-indent))}
}

// passwordWay is that of a password, in two lines where one has no room for it.
func (w *Walk) passwordWay(width int) []string {
	const user = "user ── password ──▸ app"
	if ui.Width(user+" ━━ name + password ━━▸ server") <= width {
		return w.journey(width, user, "name + password", "server", "")
	}
	return append([]string{w.c.Theme.Muted.On(user)}, w.journey(width, "app", "name + password", "server", "")...)
}

// exchangeFace is the code's way: through the browser to the app, or to its
// back end, which brings it to the server itself.
func (w *Walk) exchangeFace(width int) []string {
	t := w.c.Theme
	code, proof := "code", "code"
	for _, p := range w.params() {
		switch p.Name {
		case "code":
			if p.Value != "" && !strings.HasPrefix(p.Value, "{{") {
				code = "?code=" + mask.Value("code", p.Value, true)
			}
		case "client_secret":
			proof += " + client_secret"
		case "code_verifier":
			proof += " + code_verifier"
		}
	}
	first := ui.Wrap(width, 2, ui.Span{Text: "server ── " + ui.Line(code) + " ──▸ browser ──▸ app", Ink: t.Muted})
	return append(first, w.journey(width, w.sender(), proof, "server", w.comes("tokens"))...)
}

func (w *Walk) tokenFace(width int) []string {
	for _, p := range w.params() {
		if p.Name == "password" {
			return w.passwordWay(width)
		}
		if p.Name == "device_code" {
			return w.journey(width, "device", "device_code", "server", w.comes("tokens, once the user agrees"))
		}
		if p.Name == "subject_token" {
			return w.journey(width, "app", "subject_token", "server", w.comes("another token"))
		}
	}
	return w.journey(width, "app", "/oauth/token", "server", w.comes("tokens"))
}

// legs say who speaks to whom at an endpoint, by the beginning of its path.
var legs = []struct{ path, before, leg, server, after string }{
	{"/userinfo", "app", "Bearer access_token", "server", "who the user is"},
	{"/oauth/revoke", "app", "token", "server", "its end"},
	{"/oauth/introspect", "app", "token", "server", "what it is worth"},
	{"/oauth/device/code", "device", "client_id", "server", "two codes"},
	{"/activate", "user ──▸ browser", "user_code", "server", "its login page"},
	{"/passwordless/start", "app", "the address", "server", "a message to the user"},
	{"/oauth/par", "back end", "the request", "server", "a name for it"},
	{"/oidc/logout", "app ──▸ browser", "id_token_hint", "server", "the session's end"},
	{"/v2/logout", "app ──▸ browser", "returnTo", "server", "the session's end"},
	{"/.well-known/jwks.json", "API", "which keys?", "server", "its public keys"},
	{"/sandbox/keys/signing/rotate", "the server's owner", "rotate", "server", "the next key signs"},
	{"/dbconnections/", "app", "email", "server", ""},
}

// callFace is who speaks to whom at another endpoint, or at an API.
func (w *Walk) callFace(width int) []string {
	d := w.known.drafts[w.shown]
	if d == nil {
		return nil
	}
	for _, l := range legs {
		if strings.HasPrefix(d.Target, l.path) {
			leg := l.leg
			if l.path == "/userinfo" {
				leg = w.bearer(leg)
			}
			return w.journey(width, l.before, leg, l.server, w.comes(l.after))
		}
	}
	for _, h := range d.Headers {
		if strings.EqualFold(h.Name, "Authorization") {
			return w.journey(width, w.sender(), w.bearer("Bearer access_token"), "API", w.comes("checks it"))
		}
	}
	return nil
}

// loginFace is the page that the user meets: the server's own, which the app
// never sees.
func (w *Walk) loginFace(width int) []string {
	user := w.loggedIn(w.shown)
	if user == "" {
		return append(w.journey(width, "user ──▸ browser", "the page's form", "server", ""), w.phoneLines(width)...)
	}
	t := w.c.Theme
	wide := min(width, 46)
	field := func(name, value string) string {
		return t.Muted.On(ui.Fit(name, 10)) + t.Text.On(ui.Cut(ui.Line(value), wide-16))
	}
	lines := []string{
		field("username", user),
		field("password", mask.Hide(w.passwordOf(w.shown))),
		ui.Sides("", t.Title.On("[ Continue ]"), wide-4),
	}
	card := t.Pane(ui.Pane{Title: "the server's page /u/login"}, lines, wide, 5)
	return append(card, w.journey(width, "user ──▸ browser", "the form", "server", "the app, with a code")...)
}

// passwordOf is the password that a step's act enters: the one of all
// fixtures, unless it says another.
func (w *Walk) passwordOf(step int) string {
	for _, text := range acts(&w.demo.Steps[step]) {
		if _, password, ok := strings.Cut(text, " with password "); ok {
			return w.fill(password)
		}
	}
	return "opensesame"
}
