package family

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

var (
	begun = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	plain = ui.NewTheme(lipgloss.NewRenderer(io.Discard))
)

func at(seconds int) *time.Time {
	t := begun.Add(time.Duration(seconds) * time.Second)
	return &t
}

// rotating is a living family of a client that rotates, with these tokens.
func rotating(leeway int, tokens ...model.TokenView) model.FamilyView {
	return model.FamilyView{
		ID: "fam_a", ClientID: "mobile-app", User: "user@example.com", Rotating: true, LeewaySeconds: leeway,
		CreatedAt: begun, ExpiresAt: at(30 * 86400), IdleExpiresAt: at(15 * 86400), State: model.StateActive, Tokens: tokens,
	}
}

func token(n, parent int, state string, made, used int) model.TokenView {
	t := model.TokenView{ID: fmt.Sprintf("fam_a.%d", n), State: state, CreatedAt: *at(made)}
	if parent > 0 {
		t.Parent = fmt.Sprintf("fam_a.%d", parent)
	}
	if used >= 0 {
		t.UsedAt = at(used)
	}
	return t
}

func revoked(f model.FamilyView, cause string) model.FamilyView {
	f.State, f.Cause = model.StateRevoked, cause
	for i := range f.Tokens {
		if f.Tokens[i].State == model.StateActive {
			f.Tokens[i].State, f.Tokens[i].Cause = f.State, cause
		}
	}
	return f
}

// chain is n tokens, each made of the one before.
func chain(n int) model.FamilyView {
	var list []model.TokenView
	for i := 1; i <= n; i++ {
		t := token(i, i-1, model.StateRotated, (i-1)*60, i*60)
		t.Superseded = true
		if i == n {
			t = token(i, i-1, model.StateActive, (i-1)*60, -1)
		}
		list = append(list, t)
	}
	if n > 1 {
		list[n-2].Superseded = false
	}
	return rotating(0, list...)
}

type picture struct {
	f         model.FamilyView
	now, most int
}

func pictures() map[string]picture {
	reuse := revoked(chain(3), model.CauseReuse)
	reuse.Tokens[0].Cause = model.CauseReuse
	oldReuse := revoked(chain(60), model.CauseReuse)
	oldReuse.Tokens[3].Cause = model.CauseReuse
	still := rotating(0, token(1, 0, model.StateActive, 0, 300))
	still.Rotating = false
	endless := rotating(0, token(1, 0, model.StateActive, 0, -1))
	endless.ExpiresAt, endless.IdleExpiresAt = nil, nil
	absolute := chain(2)
	absolute.IdleExpiresAt = at(31 * 86400)
	tabs := rotating(10,
		token(1, 0, model.StateRotated, 0, 60), token(2, 1, model.StateActive, 60, -1),
		token(3, 1, model.StateActive, 61, -1), token(4, 1, model.StateActive, 61, -1))
	on := rotating(10,
		token(1, 0, model.StateRotated, 0, 60), token(2, 1, model.StateRotated, 60, 120),
		token(3, 1, model.StateActive, 61, -1), token(4, 2, model.StateRotated, 120, 180), token(5, 4, model.StateActive, 180, -1))
	on.Tokens[0].Superseded, on.Tokens[1].Superseded = true, true
	hostile := revoked(rotating(0, model.TokenView{ID: "fam_\x1b[31m.\x1b]0;x\a\n", State: "act\x1b[2Jive", Cause: "x"}), "beca\x1b[2Juse\n_of")
	return map[string]picture{
		"new":          {chain(1), 5, 0},
		"rotated":      {chain(3), 200, 0},
		"leeway":       {tabs, 64, 0},
		"closed":       {tabs, 90, 0},
		"branch":       {on, 183, 0},
		"reuse":        {reuse, 400, 0},
		"idle":         {chain(2), 15 * 86400, 0},
		"absolute":     {absolute, 30 * 86400, 0},
		"one-token":    {still, 600, 0},
		"no-end":       {endless, 600, 0},
		"folded":       {chain(50), 4000, 12},
		"folded-reuse": {oldReuse, 4000, 12},
		"hostile":      {hostile, 10, 0},
	}
}

func TestNoLineIsWiderThanAsked(t *testing.T) {
	for name, p := range pictures() {
		for width := range 140 {
			lines := append(Head(plain, p.f, *at(p.now), width), Tree(plain, p.f, *at(p.now), width, p.most)...)
			for _, l := range lines {
				if w := ui.Width(l); w > width {
					t.Fatalf("%s at %d: %d cells: %q", name, width, w, l)
				}
				if strings.ContainsAny(l, "\x1b\x07\n") {
					t.Fatalf("%s at %d: a control character: %q", name, width, l)
				}
			}
			if n := len(Tree(plain, p.f, *at(p.now), width, p.most)); p.most > 0 && n > p.most {
				t.Fatalf("%s: %d lines, at most %d were asked for", name, n, p.most)
			}
		}
	}
}

func TestPictures(t *testing.T) {
	for name, p := range pictures() {
		for _, width := range []int{44, 76, 120} {
			t.Run(fmt.Sprintf("%s-%d", name, width), func(t *testing.T) {
				now := *at(p.now)
				lines := append(Head(plain, p.f, now, width), "")
				lines = append(lines, Tree(plain, p.f, now, width, p.most)...)
				golden.RequireEqual(t, strings.Join(lines, "\n")+"\n")
			})
		}
	}
}
