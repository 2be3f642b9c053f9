// Package lines draws exchanges one to a line, in columns that line up.
package lines

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// Columns are how wide each part of a line is; zero leaves it out.
type Columns struct {
	Mend string // the key that mends what an app got wrong: the mark of where it can

	time, origin, method, path, client, grant, status, ms, why int
}

// Why reports whether a line says why its exchange was refused.
func (c Columns) Why() bool { return c.why > 0 }

// Layout shares a width out among the columns: the narrower it is, the fewer
// there are.
func Layout(width int) Columns {
	c := Columns{time: 8, origin: 1, method: 4, status: 5, ms: 0}
	if width >= 64 {
		c.ms = 7
	}
	if width >= 72 {
		c.origin, c.client, c.status = 4, 11, 6
	}
	if width >= 96 {
		c.method, c.grant = 6, 18
	}
	if width >= 116 {
		c.status, c.client = 20, 16
	}
	taken := 0
	for _, n := range []int{c.time, c.origin, c.method, c.client, c.grant, c.status, c.ms} {
		if n > 0 {
			taken += n + 2
		}
	}
	c.path = max(width-taken-2, 8)             // two for the mark of what can be mended
	if spare := c.path - 36 - 2; spare >= 30 { // the paths of this server are shorter, and sentences need room
		c.path, c.why = 36, spare
	}
	return c
}

// Head names the columns.
func (c Columns) Head(t *ui.Theme) string {
	status := "status"
	if c.status < len(status) {
		status = ""
	}
	return t.Muted.On(c.join(
		"time", "from", "", "path", "client", "grant", status, ui.Sides("", "took", c.ms), "did not hold",
	))
}

// join sets the parts of a line in their columns.
func (c Columns) join(time, origin, method, path, client, grant, status, ms, why string) string {
	if c.origin < 2 && origin == "from" {
		origin = ""
	}
	var b strings.Builder
	for _, p := range []struct {
		width int
		text  string
	}{{c.time, time}, {c.origin, origin}, {c.method, method}, {c.path, path}, {c.client, client}, {c.grant, grant}, {c.status, status}, {c.ms, ms}, {c.why, why}} {
		if p.width == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("  ")
		}
		b.WriteString(ui.Fit(p.text, p.width))
	}
	return b.String()
}

// Draw draws one exchange; strong is the one under the cursor.
func (c Columns) Draw(t *ui.Theme, l *model.ExchangeLine, strong bool) string {
	text := t.Text
	if strong {
		text = t.Title
	}
	mark, ink := Mark(t, l)
	status := strconv.Itoa(l.Status)
	if c.status > 6 {
		status += " " + http.StatusText(l.Status)
	}
	mend := ""
	if l.Mends > 0 {
		mend = t.Warning.On(" " + c.mark())
	}
	return c.join(
		t.Muted.On(l.At.UTC().Format("15:04:05")), c.from(t, l), t.Muted.On(ui.Line(l.Method)), text.On(ui.Line(l.Path)),
		t.Text.On(ui.Line(l.ClientID)), t.Muted.On(Grant(l.GrantType)), ink.On(mark+" "+ui.Cut(status, max(c.status-2, 3))),
		ui.Sides("", t.Muted.On(Took(l.MS)), c.ms), t.Muted.On(ui.Line(l.Why)),
	) + mend
}

// mark is the key that mends, where it has the one cell that there is.
func (c Columns) mark() string {
	if name := ui.Line(c.Mend); ui.Width(name) == 1 {
		return name
	}
	return "!"
}

// from says whether an app sent it or this program.
func (c Columns) from(t *ui.Theme, l *model.ExchangeLine) string {
	switch {
	case l.Inside && c.origin == 1:
		return t.Muted.On("·")
	case l.Inside:
		return t.Muted.On("here")
	case c.origin == 1:
		return t.Accent.On("→")
	}
	return t.Accent.On("app")
}

// Mark says by a sign and an ink how an exchange ended.
func Mark(t *ui.Theme, l *model.ExchangeLine) (string, ui.Ink) {
	switch {
	case l.Refused != "" || l.Status >= 400:
		return "✗", t.Failure
	case l.Status >= 300:
		return "→", t.Success
	}
	return "✓", t.Success
}

// Grant is a grant type without the address that some begin with.
func Grant(s string) string {
	for _, prefix := range []string{"http://auth0.com/oauth/grant-type/", "urn:ietf:params:oauth:grant-type:"} {
		s = strings.TrimPrefix(s, prefix)
	}
	return ui.Line(s)
}

// Took says milliseconds with as many digits as tell something.
func Took(ms float64) string {
	switch {
	case ms >= 1000:
		return fmt.Sprintf("%.1f s", ms/1000)
	case ms >= 10:
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.1f ms", ms)
}
