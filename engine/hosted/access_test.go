package hosted

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// For people who do not see the page, or do not use a mouse: each page says
// its language, has one heading, a label for each field, a name for each
// button, a text for each picture, and no two elements of one id; what a field
// says of itself by an id is there; nothing is taken out of the order of tabs.
func TestEveryPageCanBeHeardAndTabbed(t *testing.T) {
	tag := regexp.MustCompile(`<(input|button|img)\b[^>]*>`)
	attr := regexp.MustCompile(`\b(id|for|type|aria-describedby|alt)="([^"]*)"`)
	id := regexp.MustCompile(`\bid="([^"]*)"`)
	for name, a := range every() {
		page := string(a.Body)
		if !strings.Contains(page, `<html lang="en">`) || strings.Count(page, "<h1>") != 1 || strings.Contains(page, "tabindex") {
			t.Errorf("%s: language, heading or order of tabs", name)
		}
		ids := map[string]bool{}
		for _, m := range id.FindAllStringSubmatch(page, -1) {
			if ids[m[1]] {
				t.Errorf("%s: two elements have the id %s", name, m[1])
			}
			ids[m[1]] = true
		}
		if n := len(regexp.MustCompile(` autofocus`).FindAllString(page, -1)); n > 1 {
			t.Errorf("%s: %d elements want the focus", name, n)
		}
		for _, m := range tag.FindAllStringSubmatch(page, -1) {
			has := map[string]string{}
			for _, a := range attr.FindAllStringSubmatch(m[0], -1) {
				has[a[1]] = a[2]
			}
			switch {
			case m[1] == "input" && has["type"] != "hidden" && !strings.Contains(page, `<label for="`+has["id"]+`">`):
				t.Errorf("%s: no label for %s", name, m[0])
			case m[1] == "img" && has["alt"] == "":
				t.Errorf("%s: no text for the picture", name)
			case m[1] == "button" && strings.Contains(page, m[0]+"</button>"):
				t.Errorf("%s: a button without a name", name)
			}
			for other := range strings.FieldsSeq(has["aria-describedby"]) {
				if !ids[other] {
					t.Errorf("%s: %s is described by %q, which is not there", name, m[0], other)
				}
			}
		}
	}
}

// Contrast by WCAG 2.2 §1.4.3 (4.5 for text) and §1.4.11 (3 for the edge of a
// field and the ring of the focus), in light and dark.
func TestContrast(t *testing.T) {
	variable := regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3,6})`)
	light, dark, _ := strings.Cut(style, "prefers-color-scheme: dark")
	for name, sheet := range map[string]string{"light": light, "dark": dark} {
		c := map[string]float64{}
		for _, m := range variable.FindAllStringSubmatch(sheet, -1) {
			if _, twice := c[m[1]]; !twice {
				c[m[1]] = luminance(t, m[2])
			}
		}
		for _, row := range []struct {
			ink, ground string
			least       float64
		}{
			{"text", "card", 4.5}, {"soft", "card", 4.5}, {"soft", "ground", 4.5}, {"soft", "wash", 4.5}, {"text", "wash", 4.5},
			{"text", "ground", 4.5}, {"accent", "card", 4.5}, {"on-accent", "accent", 4.5}, {"on-accent", "accent-hover", 4.5},
			{"bad", "bad-wash", 4.5}, {"field", "card", 3}, {"accent", "ground", 3},
		} {
			a, b := c[row.ink], c[row.ground]
			if ratio := (math.Max(a, b) + .05) / (math.Min(a, b) + .05); ratio < row.least {
				t.Errorf("%s: %s on %s has a contrast of %.2f, less than %.1f", name, row.ink, row.ground, ratio, row.least)
			}
		}
	}
}

// luminance is the relative luminance of #rgb or #rrggbb (WCAG 2.2).
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	hex = hex[1:]
	if len(hex) == 3 {
		hex = hex[:1] + hex[:1] + hex[1:2] + hex[1:2] + hex[2:] + hex[2:]
	}
	var sum float64
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		v := float64(n) / 255
		if v <= .04045 {
			sum += weight * v / 12.92
		} else {
			sum += weight * math.Pow((v+.055)/1.055, 2.4)
		}
	}
	return sum
}
