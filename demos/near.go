package demos

import (
	"cmp"
	"slices"
)

// near sorts the choices by how little they differ from what was written, and
// returns the first n.
func near(written string, choices []string, n int) []string {
	sorted := slices.Clone(choices)
	slices.SortStableFunc(sorted, func(a, b string) int {
		return cmp.Compare(distance(written, a), distance(written, b))
	})
	return sorted[:min(n, len(sorted))]
}

// distance is the Levenshtein distance of the first 80 bytes.
func distance(a, b string) int {
	a, b = a[:min(len(a), 80)], b[:min(len(b), 80)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			step := diagonal
			if a[i] != b[j] {
				step++
			}
			diagonal = row[j+1]
			row[j+1] = min(step, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
