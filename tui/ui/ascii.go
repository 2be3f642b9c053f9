package ui

import "strings"

// ASCII draws a frame with letters alone, for terminals and fonts that have no
// others: each drawing character, mark and quote by one that stands for it, as
// wide as it is. What came from outside keeps its letters, and a QR code its
// blocks, which nothing can stand for.
func ASCII(frame string) string { return letters.Replace(frame) }

// OnlyASCII has the theme draw for [ASCII]: the pane that has the keys is told
// by heavier lines, and what is drawn of lines chooses its letters itself.
func (t *Theme) OnlyASCII() { t.ASCII, t.heavy = true, true }

var letters = func() *strings.Replacer {
	var pairs []string
	for letter, all := range map[string]string{
		"+": "╭╮╰╯┏┓┗┛┼┝┥┿└┌┐┘┬┴",
		"[": "┤┫", // around the open tab
		"]": "├┣",
		"-": "─┄┅–−·▹",
		"=": "━┅≡",
		"|": "│┃▏",
		">": "▸→›",
		"<": "◂←↩‹",
		"^": "↑▴",
		"v": "↓▾✓",
		"x": "✗×",
		"*": "●•",
		"o": "○",
		"#": "▰§",
		"!": "◈",
		"&": "♪",
		".": "▱",
		"~": "…",
		`"`: "“”",
		"'": "’‘",
		"?": "�␤␡▯",
		" ": "\u00a0",
	} {
		for _, r := range all {
			pairs = append(pairs, string(r), letter)
		}
	}
	for _, r := range "①②③④⑤⑥⑦⑧⑨" {
		pairs = append(pairs, string(r), string('1'+r-'①'))
	}
	for r := rune(0x2400); r < 0x2420; r++ { // the control pictures
		pairs = append(pairs, string(r), "?")
	}
	return strings.NewReplacer(pairs...)
}()
