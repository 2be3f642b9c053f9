package family

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/model"
)

func TestAt(t *testing.T) {
	soon := chain(2)
	soon.ExpiresAt = at(100)
	endless := chain(2)
	endless.ExpiresAt, endless.IdleExpiresAt = nil, nil
	for _, tt := range []struct {
		name         string
		f            model.FamilyView
		now          int
		state, cause string
	}{
		{"alive", chain(2), 0, model.StateActive, ""},
		{"a second before the idle end", chain(2), 15*86400 - 1, model.StateActive, ""},
		{"at the idle end", chain(2), 15 * 86400, model.StateExpired, model.CauseIdle},
		{"at the absolute end", soon, 100, model.StateExpired, model.CauseAbsolute},
		{"both over", chain(2), 40 * 86400, model.StateExpired, model.CauseAbsolute},
		{"never", endless, 4000 * 86400, model.StateActive, ""},
		{"ended before it ran out", revoked(chain(2), model.CauseReuse), 40 * 86400, model.StateRevoked, model.CauseReuse},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := At(tt.f, *at(tt.now))
			if got.State != tt.state || got.Cause != tt.cause {
				t.Errorf("%s %s, want %s %s", got.State, got.Cause, tt.state, tt.cause)
			}
			if last := got.Tokens[1]; last.State != tt.state {
				t.Errorf("the last token is %s, want %s", last.State, tt.state)
			}
			if got.Tokens[0].State != model.StateRotated {
				t.Error("a rotated token stays rotated")
			}
		})
	}
	if f := chain(2); At(f, *at(15 * 86400)).State == f.Tokens[1].State {
		t.Error("At changed the family that it was given")
	}
}

func TestLeewayEnd(t *testing.T) {
	used := token(1, 0, model.StateRotated, 0, 60)
	superseded := used
	superseded.Superseded = true
	unrotating := rotating(10, used)
	unrotating.Rotating = false
	for _, tt := range []struct {
		name string
		f    model.FamilyView
		t    model.TokenView
		now  int
		want bool
	}{
		{"inside", rotating(10, used), used, 69, true},
		{"at its end", rotating(10, used), used, 70, false},
		{"no leeway", rotating(0, used), used, 60, false},
		{"superseded", rotating(10, superseded), superseded, 61, false},
		{"the newest", rotating(10, used), token(2, 1, model.StateActive, 60, -1), 61, false},
		{"of a dead family", revoked(rotating(10, used), model.CauseReuse), used, 61, false},
		{"not rotating", unrotating, used, 61, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, ok := LeewayEnd(tt.f, tt.t, *at(tt.now)); ok != tt.want {
				t.Errorf("%v, want %v", ok, tt.want)
			}
		})
	}
}

func TestNext(t *testing.T) {
	tabs := rotating(10, token(1, 0, model.StateRotated, 0, 60), token(2, 1, model.StateActive, 60, -1))
	dead := revoked(chain(1), model.CauseRevoked)
	var got []string
	for _, m := range Next([]model.FamilyView{chain(1), dead, tabs}, *at(61)) {
		got = append(got, m.At.Sub(begun).String()+" "+m.What)
	}
	want := []string{"1m10s leeway of token 1", "360h0m0s idle lifetime", "360h0m0s idle lifetime", "720h0m0s absolute lifetime", "720h0m0s absolute lifetime"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if m := Next([]model.FamilyView{tabs}, *at(100 * 86400)); len(m) != 0 {
		t.Errorf("%v ends after all has ended", m)
	}
}

func TestNewest(t *testing.T) {
	siblings := rotating(10, token(1, 0, model.StateRotated, 0, 60), token(2, 1, model.StateActive, 60, -1), token(3, 1, model.StateRotated, 61, 70))
	for _, tt := range []struct {
		name string
		f    model.FamilyView
		want string
	}{
		{"the last", chain(3), "3"},
		{"the last that lives", siblings, "2"},
		{"the last of a dead family", revoked(chain(3), model.CauseReuse), "3"},
		{"none", rotating(0), ""},
	} {
		got, ok := Newest(tt.f)
		if ok != (tt.want != "") || ok && Name(got.ID) != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, Name(got.ID), tt.want)
		}
	}
}

func TestCauseNamesTheTokenThatCameBack(t *testing.T) {
	f := revoked(chain(3), model.CauseReuse)
	if !strings.Contains(Cause(f), "reuse: a token came back") {
		t.Errorf("without knowing which: %s", Cause(f))
	}
	f.Tokens[1].Cause = model.CauseReuse
	if !strings.Contains(Cause(f), "reuse: token 2 came back after it was rotated") {
		t.Errorf("%s", Cause(f))
	}
	for _, cause := range []string{model.CauseIdle, model.CauseAbsolute, model.CauseRevoked, model.CauseGrantRevoked, model.CauseLimit, model.CauseCodeReuse, model.CauseRotation} {
		f.Cause = cause
		if len(Cause(f)) < 20 || strings.Contains(Cause(f), "_") || ShortCause(f) == "" || strings.Contains(ShortCause(f), "_") {
			t.Errorf("%s is not in plain words: %q, %q", cause, ShortCause(f), Cause(f))
		}
	}
}

func TestParentsInACircle(t *testing.T) {
	f := rotating(0, token(1, 2, model.StateRotated, 0, 1), token(2, 1, model.StateActive, 1, -1), token(3, 3, model.StateActive, 1, -1))
	text := strings.Join(Tree(plain, f, begun.Add(time.Minute), 76, 0), "\n")
	for _, want := range []string{"○ 1", "● 2", "● 3"} {
		if strings.Count(text, want) != 1 {
			t.Errorf("%s is not there once:\n%s", want, text)
		}
	}
}
