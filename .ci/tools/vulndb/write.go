package main

import (
	"cmp"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// The database's files, as https://go.dev/doc/security/vuln/database has them.
type (
	dbMeta struct {
		Modified string `json:"modified"`
	}
	moduleMeta struct {
		Path  string       `json:"path"`
		Vulns []moduleVuln `json:"vulns"`
	}
	moduleVuln struct {
		ID       string `json:"id"`
		Modified string `json:"modified"`
		Fixed    string `json:"fixed,omitempty"`
	}
	vulnMeta struct {
		ID       string `json:"id"`
		Modified string `json:"modified"`
	}
	entry struct {
		SchemaVersion string     `json:"schema_version"`
		ID            string     `json:"id"`
		Modified      string     `json:"modified"`
		Published     string     `json:"published"`
		Summary       string     `json:"summary"`
		Details       string     `json:"details"`
		Affected      []affected `json:"affected"`
		Specific      specific   `json:"database_specific"`
	}
	affected struct {
		Package   pkg       `json:"package"`
		Ranges    []ranges  `json:"ranges"`
		Ecosystem ecosystem `json:"ecosystem_specific"`
	}
	pkg struct {
		Name      string `json:"name"`
		Ecosystem string `json:"ecosystem"`
	}
	ranges struct {
		Type   string  `json:"type"`
		Events []event `json:"events"`
	}
	event struct {
		Introduced string `json:"introduced,omitempty"`
		Fixed      string `json:"fixed,omitempty"`
	}
	ecosystem struct {
		Imports []imports `json:"imports"`
	}
	imports struct {
		Path    string   `json:"path"`
		GOOS    []string `json:"goos,omitempty"`
		Symbols []string `json:"symbols,omitempty"`
	}
	specific struct {
		URL string `json:"url"`
	}
)

// write makes dir a database for govulncheck's -db.
func (l list) write(dir string) error {
	modified := l.Updated + "T00:00:00Z"
	entries, modules := map[string]*entry{}, map[string]*moduleMeta{}
	for _, a := range l.Advisories {
		e := entries[a.ID]
		if e == nil {
			page := "https://pkg.go.dev/vuln/" + a.ID
			e = &entry{
				SchemaVersion: "1.3.1", ID: a.ID, Modified: modified, Published: modified,
				Summary: "see " + page, Details: "see " + page, Specific: specific{URL: page},
			}
			entries[a.ID] = e
		}
		e.Affected = append(e.Affected, a.affected())

		m := modules[a.Module]
		if m == nil {
			m = &moduleMeta{Path: a.Module}
			modules[a.Module] = m
		}
		m.Vulns = append(m.Vulns, moduleVuln{ID: a.ID, Modified: modified, Fixed: a.Affected[len(a.Affected)-1].Fixed})
	}

	files := map[string]any{
		"index/db.json":      dbMeta{Modified: modified},
		"index/modules.json": sorted(modules, func(m *moduleMeta) string { return m.Path }),
		"index/vulns.json": sorted(entries, func(e *entry) string { return e.ID },
			func(e *entry) any { return vulnMeta{ID: e.ID, Modified: e.Modified} }),
	}
	for id, e := range entries {
		files["ID/"+id+".json"] = e
	}
	for name, content := range files {
		if err := writeJSON(filepath.Join(dir, filepath.FromSlash(name)), content); err != nil {
			return err
		}
	}
	return nil
}

func (a advisory) affected() affected {
	result := affected{Package: pkg{Name: a.Module, Ecosystem: "Go"}}
	one := ranges{Type: "SEMVER"}
	for _, v := range a.Affected {
		one.Events = append(one.Events, event{Introduced: v.Introduced})
		if v.Fixed != "" {
			one.Events = append(one.Events, event{Fixed: v.Fixed})
		}
	}
	result.Ranges = []ranges{one}
	for _, path := range slices.Sorted(maps.Keys(a.Packages)) {
		result.Ecosystem.Imports = append(result.Ecosystem.Imports,
			imports{Path: path, GOOS: a.GOOS, Symbols: a.Packages[path]})
	}
	return result
}

// sorted gives the values of m by key, each as the last of as turns it.
func sorted[T any](m map[string]T, key func(T) string, as ...func(T) any) []any {
	values := slices.SortedFunc(maps.Values(m), func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	result := make([]any, len(values))
	for i, v := range values {
		result[i] = v
		for _, turn := range as {
			result[i] = turn(v)
		}
	}
	return result
}

func writeJSON(path string, content any) error {
	raw, err := json.Marshal(content)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, raw, 0o644)
}
