package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
	"golang.org/x/mod/semver"
)

// stdlib is the module path that Go's vulnerability database gives the
// standard library.
const stdlib = "stdlib"

// list is .ci/vulndb/advisories.yaml; its head says what the fields mean.
type list struct {
	Updated    string     `yaml:"updated"`
	Advisories []advisory `yaml:"advisories"`
	Reviewed   reviewed   `yaml:"reviewed"`
}

type reviewed struct {
	Searched []string `yaml:"searched"`
	Seen     []string `yaml:"seen"`
}

type advisory struct {
	ID       string              `yaml:"id"`
	Module   string              `yaml:"module"`
	Affected []versions          `yaml:"affected"`
	GOOS     []string            `yaml:"goos"`
	Packages map[string][]string `yaml:"packages"`
}

// versions are those from Introduced, or from the first one for "0", up to but
// not including Fixed; an empty Fixed means that nothing fixes it yet.
type versions struct {
	Introduced string `yaml:"introduced"`
	Fixed      string `yaml:"fixed"`
}

// read reads a list and refuses one from which a wrong or an empty database
// would follow.
func read(path string) (list, error) {
	var l list
	raw, err := os.ReadFile(path)
	if err != nil {
		return l, err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	if err := decoder.Decode(&l); err != nil && !errors.Is(err, io.EOF) {
		return l, fmt.Errorf("%s: %w", path, err)
	}
	if err := l.check(); err != nil {
		return l, fmt.Errorf("%s: %w", path, err)
	}
	return l, nil
}

var idForm = regexp.MustCompile(`^GO-\d{4}-\d{4,}$`)

func (l list) check() error {
	if _, err := time.Parse(time.DateOnly, l.Updated); err != nil {
		return fmt.Errorf("updated is %q; write a day as 2026-10-08", l.Updated)
	}
	if len(l.Advisories) == 0 {
		return errors.New("there are no advisories")
	}
	once := map[string]bool{}
	for _, a := range l.Advisories {
		if err := a.check(); err != nil {
			return fmt.Errorf("advisory %q: %w", a.ID, err)
		}
		if key := a.ID + " " + a.Module; once[key] {
			return fmt.Errorf("advisory %s comes twice for %s", a.ID, a.Module)
		} else {
			once[key] = true
		}
	}
	return nil
}

func (a advisory) check() error {
	if !idForm.MatchString(a.ID) {
		return errors.New("an id looks like GO-2026-1234")
	}
	if a.Module == "" || len(a.Affected) == 0 || len(a.Packages) == 0 {
		return errors.New("module, affected and packages are all needed")
	}
	before := ""
	for i, v := range a.Affected {
		switch {
		case v.Introduced != "0" && !semver.IsValid("v"+v.Introduced):
			return fmt.Errorf("introduced %q is neither a version nor 0", v.Introduced)
		case v.Fixed != "" && !semver.IsValid("v"+v.Fixed):
			return fmt.Errorf("fixed %q is not a version", v.Fixed)
		case v.Fixed != "" && semver.Compare("v"+v.Fixed, "v"+v.Introduced) <= 0:
			return fmt.Errorf("fixed %s does not come after introduced %s", v.Fixed, v.Introduced)
		case i > 0 && (before == "" || semver.Compare("v"+v.Introduced, "v"+before) < 0):
			return errors.New("its ranges are not in order")
		}
		before = v.Fixed
	}
	for pkg := range maps.Keys(a.Packages) {
		if a.Module != stdlib && pkg != a.Module && !strings.HasPrefix(pkg, a.Module+"/") {
			return fmt.Errorf("package %s is not of module %s", pkg, a.Module)
		}
	}
	return nil
}

// unreviewed gives those of modules that have no line under reviewed.
func (l list) unreviewed(modules []string) []string {
	known := append(slices.Clone(l.Reviewed.Searched), l.Reviewed.Seen...)
	return slices.DeleteFunc(slices.Clone(modules), func(m string) bool {
		return slices.Contains(known, m)
	})
}
