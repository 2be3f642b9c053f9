package picture_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/tui/picture"
)

func TestSVG(t *testing.T) {
	frame := "\x1b[1;38;2;255;0;16m<a> & b\x1b[0m ─╮\n漢 x\n"
	svg := string(picture.SVG(frame, `"title"`))
	for _, want := range []string{`fill="#ff0010" font-weight="700">&lt;a&gt;</text>`, "&amp;", "&#34;title&#34;", `<path fill="none"`, ">漢</text>"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture lacks %s:\n%s", want, svg)
		}
	}
	dec := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, svg)
		}
	}
}
