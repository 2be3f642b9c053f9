package family

import (
	"fmt"

	"github.com/playgrant/playgrant/tui/ui"
)

func flat(blocks []block) []string {
	var out []string
	for _, b := range blocks {
		out = append(out, b.lines...)
	}
	return out
}

// fold leaves out the oldest blocks, but none that has to stay, until there
// are at most so many lines.
func fold(t *ui.Theme, blocks []block, most int) []string {
	stays := make([]bool, len(blocks))
	room := most - 1 // one for what is said of those left out
	for i, b := range blocks {
		if b.keep && i < len(blocks)-1 {
			stays[i] = true
			room -= len(b.lines) + 1
		}
	}
	for i := len(blocks) - 1; i >= 0; i-- {
		if stays[i] {
			continue
		}
		if room -= len(blocks[i].lines); room < 0 && i < len(blocks)-1 {
			break
		}
		stays[i] = true
	}
	var out []string
	for i := 0; i < len(blocks); i++ {
		if stays[i] {
			out = append(out, blocks[i].lines...)
			continue
		}
		n, rail := 0, blocks[i].rail
		for ; i < len(blocks) && !stays[i]; i++ {
			n++
		}
		i--
		words := "… %d older"
		if len(out) > 0 {
			words = "… %d more"
		}
		out = append(out, t.Border.On(rail)+t.Muted.On(fmt.Sprintf(words, n)))
	}
	return out[max(0, len(out)-most):]
}
