package engine

// nearest is the path that takes the fewest changes to get to.
func nearest(paths []string, path string) string {
	best, least := "", -1
	for _, p := range paths {
		if d := distance(p, path); least < 0 || d < least {
			best, least = p, d
		}
	}
	return best
}

// distance counts the characters to insert, remove or replace between two
// texts (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
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
