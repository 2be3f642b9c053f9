// Package config reads the file of settings: a YAML mapping from the names of
// flags to their values.
//
//	listen: localhost:2884
//	dialect: oidc
//	hosts: [auth.internal, host.docker.internal]
package config

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Setting is one entry of the file.
type Setting struct {
	Flag   string // the flag that it stands for
	Values []string
	Line   int
	Table  []Row // of keys, which is a table
}

// Row is one line of a table: a name, and its values.
type Row struct {
	Name   string
	Values []string
	Line   int
}

// Keys are the settings that a file may hold, each with the flag that it
// stands for.
var Keys = map[string]string{
	"listen":    "listen",
	"data":      "data",
	"memory":    "memory",
	"dialect":   "dialect",
	"hosts":     "host",
	"issuer":    "issuer",
	"fresh":     "fresh",
	"plain":     "plain",
	"log-level": "log-level",
	"theme":     "theme",
	"no-motion": "no-motion",
	"ascii":     "ascii",
	"mouse":     "mouse",
	"keys":      "keys",
}

// Error is a mistake in the file.
type Error struct {
	Name string // the file's
	Line int    // 0 where the whole file is at fault
	Text string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Name + ": " + e.Text
	}
	return fmt.Sprintf("%s:%d: %s", e.Name, e.Line, e.Text)
}

// Read reads settings from r; name is for messages. A mistake is an *Error.
func Read(name string, r io.Reader) ([]Setting, error) {
	var doc yaml.Node
	err := yaml.NewDecoder(r).Decode(&doc)
	if errors.Is(err, io.EOF) {
		return nil, nil // an empty file sets nothing
	}
	if err != nil {
		return nil, &Error{name, 0, strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	root := doc.Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" {
		return nil, nil
	}
	if root.Kind != yaml.MappingNode {
		return nil, &Error{name, root.Line, "expected settings such as listen: localhost:2884"}
	}
	var settings []Setting
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		s, err := setting(name, key, value)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(settings, func(o Setting) bool { return o.Flag == s.Flag }) {
			return nil, &Error{name, key.Line, key.Value + " is set twice"}
		}
		settings = append(settings, s)
	}
	return settings, nil
}

func setting(name string, key, value *yaml.Node) (Setting, error) {
	flag, ok := Keys[key.Value]
	if !ok {
		return Setting{}, &Error{name, key.Line, fmt.Sprintf("%q is not a setting; there are %s", key.Value, strings.Join(names(), ", "))}
	}
	s := Setting{Flag: flag, Line: key.Line}
	switch {
	case key.Value == "keys":
		var err error
		s.Table, err = table(name, value)
		return s, err
	case value.Kind == yaml.ScalarNode && value.Tag != "!!null":
		s.Values = []string{value.Value}
	case value.Kind == yaml.SequenceNode && key.Value == "hosts":
		for _, item := range value.Content {
			if item.Kind != yaml.ScalarNode {
				return Setting{}, &Error{name, item.Line, "a host is a name"}
			}
			s.Values = append(s.Values, item.Value)
		}
	case key.Value == "hosts":
		return Setting{}, &Error{name, key.Line, "hosts is a list of names"}
	default:
		return Setting{}, &Error{name, key.Line, key.Value + " has one value"}
	}
	return s, nil
}

// table reads a mapping from names to one text or a list of them.
func table(name string, value *yaml.Node) ([]Row, error) {
	if value.Kind != yaml.MappingNode {
		return nil, &Error{name, value.Line, "keys is a table, such as keys: {tokens: T, up: [up, ctrl+k]}"}
	}
	var rows []Row
	for i := 0; i+1 < len(value.Content); i += 2 {
		key, v := value.Content[i], value.Content[i+1]
		items := []*yaml.Node{v}
		if v.Kind == yaml.SequenceNode {
			items = v.Content
		}
		row := Row{Name: key.Value, Line: key.Line}
		for _, item := range items {
			if item.Kind != yaml.ScalarNode || item.Tag == "!!null" {
				return nil, &Error{name, item.Line, key.Value + " has a key or a list of keys; those such as ?, [ or - stand in quotes"}
			}
			row.Values = append(row.Values, item.Value)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func names() []string {
	var all []string
	for key := range Keys {
		all = append(all, key)
	}
	slices.Sort(all)
	return all
}
