package demos

import (
	"os"
	"strings"
	"testing"
	"time"
)

// FORMAT.md tells of every act there is.
func TestFormatIsWhole(t *testing.T) {
	format, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range actForms {
		if want := "`" + upperPlaceholders(f.pattern) + "`"; !strings.Contains(string(format), want) {
			t.Errorf("FORMAT.md does not tell of %s", want)
		}
	}
	for _, name := range builtins {
		if !strings.Contains(string(format), "`"+name+"`") {
			t.Errorf("FORMAT.md does not tell of {{%s}}", name)
		}
	}
}

func TestDuration(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"31s": 31 * time.Second, "1h30m": 90 * time.Minute, "30d": 720 * time.Hour, "1d1s": 24*time.Hour + time.Second,
		"": 0, "0s": 0, "1": 0, "-1h": 0, "1h1d": 0, "1.5h": 0, "99999999999d": 0, "d": 0, "1h x": 0,
	} {
		if got, ok := duration(in); got != want || ok != (want > 0) {
			t.Errorf("%q: got %v, %v, want %v", in, got, ok, want)
		}
	}
}

func TestReadPath(t *testing.T) {
	for _, good := range []string{"a", "a.b", "a[0].b", "[0]", "[*].a", "[type=otp].id", "a[b=c d][12]"} {
		p, err := readPath(good)
		if err != nil || p.String() != good {
			t.Errorf("%q: got %q, %v", good, p, err)
		}
	}
	for _, bad := range []string{"", ".", ".a", "a.", "a..b", "a b", "a[", "a[]", "a[-1]", "a[12345]", "a[=b]", "[0]b", "a]"} {
		if p, err := readPath(bad); err == nil {
			t.Errorf("%q was read as %q", bad, p)
		}
	}
}

// What is only shaped like a JWT is none.
func TestJWTClaims(t *testing.T) {
	for _, bad := range []string{"", "a.b", "a.b.c", "e30.bm8.x", "e30.W10.x", "W10.e30.x", "e30.e30.x.y"} {
		if _, ok := jwtClaims(bad); ok {
			t.Errorf("%q was taken for a JWT", bad)
		}
	}
	if _, ok := jwtClaims("e30.e30."); !ok {
		t.Error("a JWT was not recognised")
	}
}
