package main

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// securityTable is where RFC 9700 is gone through.
const securityTable = "engine/SECURITY-BCP.md"

var (
	cited     = regexp.MustCompile("`([^`]+)`")
	ruleID    = regexp.MustCompile(`\bID:\s*"([a-z][^"]*)"`)
	testNamed = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
)

// A table that says how a requirement is held is worth something only as long
// as the rules and the tests that it names are there.
func TestTheSecurityTableCitesWhatExists(t *testing.T) {
	root := os.DirFS("../..")
	rules, tests := map[string]bool{}, map[string]bool{}
	for room := range rooms {
		eachGoFile(t, root, room, func(file string, source []byte) {
			into, pattern := rules, ruleID
			if strings.HasSuffix(file, "_test.go") {
				into, pattern = tests, testNamed
			}
			for _, m := range pattern.FindAllSubmatch(source, -1) {
				into[string(m[1])] = true
			}
		})
	}
	text, err := fs.ReadFile(root, securityTable)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "| ") || line[2] < '0' || line[2] > '9' {
			continue
		}
		rows++
		if len(cells) != 6 {
			t.Errorf("%d cells and not 6: %s", len(cells), line)
			continue
		}
		held := strings.TrimSpace(cells[2])
		switch held {
		case "yes", "partly":
			if !cited.MatchString(cells[5]) {
				t.Errorf("§%sis held (%s) and names no test", cells[0], held)
			}
		case "no", "n/a":
			if strings.TrimSpace(cells[3]) == "" {
				t.Errorf("§%sis not held and does not say why", cells[0])
			}
		default:
			t.Errorf("§%sis held %q", cells[0], held)
		}
		for column, known := range map[int]map[string]bool{4: rules, 5: tests} {
			for _, m := range cited.FindAllStringSubmatch(cells[column], -1) {
				if !known[m[1]] {
					t.Errorf("§%scites %s, which is nowhere", cells[0], m[1])
				}
			}
		}
	}
	if rows < 25 {
		t.Errorf("only %d rows were read", rows)
	}
}
