package demos

import (
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

const frontFix = "FORMAT.md lists the keys: title, chapter, order, minutes, sources, learn, vars."

type front struct {
	Title   string    `yaml:"title"`
	Chapter string    `yaml:"chapter"`
	Order   int       `yaml:"order"`
	Minutes int       `yaml:"minutes"`
	Sources []string  `yaml:"sources"`
	Learn   []string  `yaml:"learn"`
	Vars    yaml.Node `yaml:"vars"`
}

// readFront fills the demo from its front matter and makes its variables known.
func (p *parser) readFront(text string) *ParseError {
	var f front
	dec := yaml.NewDecoder(strings.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return yamlError(err)
	}
	if strings.TrimSpace(f.Title) == "" {
		return wrong(1, "Add a line such as title: Get a refresh token.", "the front matter has no title")
	}
	if strings.TrimSpace(f.Chapter) == "" {
		return wrong(1, "Add a line such as chapter: Start here.", "the front matter has no chapter")
	}
	d := p.demo
	d.Title, d.Chapter, d.Order, d.Minutes, d.Sources, d.Learn = f.Title, f.Chapter, f.Order, f.Minutes, f.Sources, f.Learn
	return p.readVars(&f.Vars)
}

func (p *parser) readVars(n *yaml.Node) *ParseError {
	const fix = "Write each variable as name: value, below vars: and indented."
	if n.Kind == 0 {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		return wrong(n.Line, fix, "vars is not a list of names with values")
	}
	if len(n.Content)/2 > maxVars {
		return wrong(n.Line, "Use fewer.", "there are more than %d variables", maxVars)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		switch {
		case value.Kind != yaml.ScalarNode:
			return wrong(name.Line, fix, "the variable %q is not a text", clip(name.Value))
		case !isName(name.Value):
			return wrong(name.Line, "Use letters, digits and _, and begin with a letter.", "%q cannot be a variable's name", clip(name.Value))
		case p.known[name.Value]:
			return wrong(name.Line, "Choose another name.", "the variable %s exists already", name.Value)
		}
		if err := p.checkVars(line{value.Line, value.Value}, p.known); err != nil {
			return err
		}
		p.known[name.Value] = true
		p.demo.Vars = append(p.demo.Vars, Var{name.Value, value.Value})
	}
	return nil
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

func yamlError(err error) *ParseError {
	text, no := strings.TrimPrefix(err.Error(), "yaml: "), 1
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		no, _ = strconv.Atoi(m[1])
		text = strings.Replace(m[2], "not found in type demos.front", "is none that a demo has", 1)
	}
	return wrong(max(no, 1), frontFix, "the front matter cannot be read: %s", clip(text))
}
