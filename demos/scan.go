package demos

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Bounds of a document. They are far above what a lesson needs, and keep a
// hostile file from costing more than a moment.
const (
	MaxDocument = 256 << 10 // bytes
	maxLine     = 8 << 10   // bytes
	maxSteps    = 64
	maxVariants = 32  // of a step
	maxLines    = 200 // of a fence
	maxVars     = 64
)

// line is one line of a document with its number, counted from 1.
type line struct {
	no   int
	text string
}

type blockKind int

const (
	blockProse blockKind = iota
	blockStep            // ## Title
	blockBreak           // ### Break it: Title
	blockFence           // ```http, ```act or ```expect
)

// block is a stretch of a document.
type block struct {
	kind  blockKind
	line  int
	text  string // the title, the fence's language, or the prose
	lines []line // inside the fence
}

var (
	fenceOpen  = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})[ \t]*([^`]*)$")
	breakTitle = regexp.MustCompile(`(?i)^break it:[ \t]*(.*)$`)
)

// scan cuts a document into front matter and blocks. Fences of other languages
// are prose: they are there to be read.
func scan(data []byte) (front string, blocks []block, err *ParseError) {
	lines, err := split(data)
	if err != nil {
		return "", nil, err
	}
	front, at, err := frontMatter(lines)
	if err != nil {
		return "", nil, err
	}
	var prose []string
	flush := func() {
		if text := strings.TrimSpace(strings.Join(prose, "\n")); text != "" {
			blocks = append(blocks, block{kind: blockProse, text: text})
		}
		prose = nil
	}
	for ; at < len(lines); at++ {
		l := lines[at]
		if m := opening(l.text); m != nil {
			end := closing(lines, at+1, m[1])
			language, _, _ := strings.Cut(strings.TrimSpace(m[2]), " ")
			switch {
			case language != "http" && language != "act" && language != "expect":
				last := min(end, len(lines)-1)
				for _, l := range lines[at : last+1] {
					prose = append(prose, l.text)
				}
			case end == len(lines):
				return "", nil, wrong(l.no, "End it with a line that holds only "+m[1]+".", "this %s fence is never closed", language)
			case end-at-1 > maxLines:
				return "", nil, wrong(l.no, "Make it shorter.", "this fence has more than %d lines", maxLines)
			default:
				flush()
				blocks = append(blocks, block{kind: blockFence, line: l.no, text: language, lines: lines[at+1 : end]})
			}
			at = end
			continue
		}
		if title, ok := strings.CutPrefix(l.text, "## "); ok {
			flush()
			blocks = append(blocks, block{kind: blockStep, line: l.no, text: strings.TrimSpace(title)})
			continue
		}
		if title, ok := strings.CutPrefix(l.text, "### "); ok {
			if m := breakTitle.FindStringSubmatch(strings.TrimSpace(title)); m != nil {
				flush()
				blocks = append(blocks, block{kind: blockBreak, line: l.no, text: strings.TrimSpace(m[1])})
				continue
			}
		}
		prose = append(prose, l.text)
	}
	flush()
	return front, blocks, nil
}

// opening are the parts of a line that opens a fence; nil for another.
func opening(text string) []string {
	if start := strings.TrimLeft(text, " "); start == "" || start[0] != '`' && start[0] != '~' {
		return nil // what most lines are; the expression takes its time
	}
	return fenceOpen.FindStringSubmatch(text)
}

// closing finds the line that closes a fence, or len(lines).
func closing(lines []line, from int, fence string) int {
	for i := from; i < len(lines); i++ {
		text := strings.TrimLeft(lines[i].text, " ")
		if len(lines[i].text)-len(text) > 3 {
			continue
		}
		text = strings.TrimRight(text, " \t")
		if len(text) >= len(fence) && strings.Trim(text, fence[:1]) == "" {
			return i
		}
	}
	return len(lines)
}

func split(data []byte) ([]line, *ParseError) {
	if len(data) > MaxDocument {
		return nil, wrong(1, "Make several demos of it.", "the document is larger than %d KiB", MaxDocument>>10)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	var lines []line
	for text := range bytes.Lines(data) {
		no := len(lines) + 1
		text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
		switch {
		case len(text) > maxLine:
			return nil, wrong(no, "Break it up.", "this line is longer than %d bytes", maxLine)
		case !utf8.Valid(text):
			return nil, wrong(no, "Save the document as UTF-8.", "this line is not UTF-8")
		case bytes.ContainsFunc(text, steers):
			return nil, wrong(no, "Remove it.", "there is a control character in this line: %s", clip(string(text)))
		}
		lines = append(lines, line{no, string(text)})
	}
	return lines, nil
}

func frontMatter(lines []line) (front string, body int, err *ParseError) {
	if len(lines) == 0 || strings.TrimRight(lines[0].text, " \t") != "---" {
		return "", 0, wrong(1, "Write --- on the first line, then title: and chapter:, then --- again.", "a demo begins with its front matter")
	}
	var out strings.Builder
	out.WriteByte('\n') // stands for the first ---, so that YAML counts lines as the document does
	for i, l := range lines[1:] {
		if strings.TrimRight(l.text, " \t") == "---" {
			return out.String(), i + 2, nil
		}
		out.WriteString(l.text)
		out.WriteByte('\n')
	}
	return "", 0, wrong(1, "End it with a line that holds only ---.", "the front matter is never closed")
}
