// Package near finds what somebody who mistyped a name probably meant.
package near

import (
	"cmp"
	"slices"
)

// most is how much of a text is compared, in characters: what is longer was
// not typed by hand, and comparing costs the product of both lengths.
const most = 300

// Nearest returns the candidate that takes the fewest changes to become the
// text, the first of several; "" if there is no candidate.
func Nearest(candidates []string, text string) string {
	best, least := "", -1
	for _, c := range candidates {
		if d := distance(clip(c), clip(text)); least < 0 || d < least {
			best, least = c, d
		}
	}
	return best
}

// Likely is the candidate that the text is probably a misspelling of: at most
// one change in three characters, and one more. "" if there is none.
func Likely(candidates []string, text string) string {
	best := Nearest(candidates, text)
	if distance(clip(best), clip(text)) > len(clip(text))/3+1 {
		return ""
	}
	return best
}

// Sorted gives the candidates by how few changes make each of them the text,
// and of those the first n.
func Sorted(candidates []string, text string, n int) []string {
	sorted := slices.Clone(candidates)
	slices.SortStableFunc(sorted, func(a, b string) int {
		return cmp.Compare(distance(clip(a), clip(text)), distance(clip(b), clip(text)))
	})
	return sorted[:min(n, len(sorted))]
}

func clip(s string) []rune {
	r := []rune(s)
	return r[:min(len(r), most)]
}

// distance counts the characters to insert, remove or replace between two
// texts (Levenshtein).
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
