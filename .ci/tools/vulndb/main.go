// Command vulndb turns .ci/vulndb/advisories.yaml into a vulnerability
// database that govulncheck reads, and holds the list against the modules of a
// build.
//
//	vulndb LIST DIR <modules
//
// Standard input has one module path a line. A list that is missing or broken,
// or a module that nobody has reviewed, fails.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: vulndb LIST DIR <modules")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "vulndb:", err)
		os.Exit(1)
	}
}

// run writes the list's database into dir and one line about it to out.
func run(path, dir string, in io.Reader, out io.Writer) error {
	l, err := read(path)
	if err != nil {
		return err
	}
	raw, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	modules := append(strings.Fields(string(raw)), stdlib)
	slices.Sort(modules)
	modules = slices.Compact(modules)
	if len(modules) == 1 {
		return errors.New("standard input names no module of the build")
	}
	if missing := l.unreviewed(modules); len(missing) > 0 {
		return fmt.Errorf("nobody has reviewed %s: look each up at https://pkg.go.dev/vuln/list, "+
			"add what is found and a line under reviewed to %s", strings.Join(missing, ", "), path)
	}
	if err := l.write(dir); err != nil {
		return err
	}
	concern, searched := 0, 0
	for _, a := range l.Advisories {
		if slices.Contains(modules, a.Module) {
			concern++
		}
	}
	for _, m := range modules {
		if slices.Contains(l.Reviewed.Searched, m) {
			searched++
		}
	}
	_, err = fmt.Fprintf(out, "the recorded list knows advisories up to %s: %d concern the %d modules of this build, "+
		"%d of which were searched for by name\n", l.Updated, concern, len(modules), searched)
	return err
}
