package demos

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Parse reads a document. file names it in messages, and gives the demo its
// name. Errors are a *ParseError.
func Parse(file string, data []byte) (*Demo, error) {
	sum := sha256.Sum256(data)
	d := &Demo{
		Name:        strings.TrimSuffix(filepath.Base(file), ".md"),
		fingerprint: hex.EncodeToString(sum[:8]),
	}
	p := &parser{demo: d, known: map[string]bool{}}
	for _, name := range builtins {
		p.known[name] = true
	}
	if err := p.read(data); err != nil {
		err.File = file
		return nil, err
	}
	return d, nil
}

// parser builds a demo block by block.
type parser struct {
	demo    *Demo
	step    *Step
	variant *Variant
	line    int // of the present step's or variant's heading
	// known are the variables that exist at this point of the main line;
	// local those of a variant, which sees what existed before its step.
	known, local, before map[string]bool
}

func (p *parser) read(data []byte) *ParseError {
	text, blocks, err := scan(data)
	if err != nil {
		return err
	}
	if err := p.readFront(text); err != nil {
		return err
	}
	for _, b := range blocks {
		if err := p.block(b); err != nil {
			return err
		}
	}
	if p.step == nil {
		return wrong(1, "Add a heading such as ## Ask for authorization, with an http or act fence below it.", "the demo has no step")
	}
	return p.close()
}

func (p *parser) block(b block) *ParseError {
	switch b.kind {
	case blockStep:
		return p.beginStep(b)
	case blockBreak:
		return p.beginVariant(b)
	case blockFence:
		return p.fence(b)
	}
	switch {
	case p.variant != nil:
		join(&p.variant.Prose, b.text)
	case p.step != nil:
		join(&p.step.Prose, b.text)
	default:
		join(&p.demo.Intro, b.text)
	}
	return nil
}

func join(prose *string, more string) {
	if *prose != "" {
		*prose += "\n\n"
	}
	*prose += more
}

// shortName is the step's name for the step bar, in a comment that Markdown
// does not show: ## Exchange the code <!-- exchange -->
var shortName = regexp.MustCompile(`^(.*?)[ \t]*<!--[ \t]*(.*?)[ \t]*-->$`)

func (p *parser) beginStep(b block) *ParseError {
	if err := p.close(); err != nil {
		return err
	}
	title, short := b.text, ""
	if m := shortName.FindStringSubmatch(title); m != nil {
		title, short = m[1], m[2]
	}
	switch {
	case title == "":
		return wrong(b.line, "Write what the step does: ## Ask for authorization.", "this step has no title")
	case len(p.demo.Steps) == maxSteps:
		return wrong(b.line, "Make several demos of it.", "there are more than %d steps", maxSteps)
	}
	if short == "" {
		short = strings.ToLower(title)
	}
	p.demo.Steps = append(p.demo.Steps, Step{Title: title, Short: short})
	p.step = &p.demo.Steps[len(p.demo.Steps)-1]
	p.line, p.before = b.line, maps.Clone(p.known)
	return nil
}

func (p *parser) beginVariant(b block) *ParseError {
	if p.step == nil {
		return wrong(b.line, "Put it below the step that it breaks.", "this variant belongs to no step")
	}
	if err := p.close(); err != nil {
		return err
	}
	switch {
	case b.text == "":
		return wrong(b.line, "Write what goes wrong: ### Break it: the wrong secret.", "this variant has no title")
	case len(p.step.Variants) == maxVariants:
		return wrong(b.line, "Leave some out.", "the step has more than %d variants", maxVariants)
	}
	p.step.Variants = append(p.step.Variants, Variant{Title: b.text})
	p.variant = &p.step.Variants[len(p.step.Variants)-1]
	p.line, p.local = b.line, maps.Clone(p.before)
	return nil
}

// close ends the present variant, or the step itself when it has none.
func (p *parser) close() *ParseError {
	if p.step == nil {
		return nil
	}
	what, actions, expect := "step", p.step.Actions, p.step.Expect
	if p.variant != nil {
		what, actions, expect = "variant", p.variant.Actions, p.variant.Expect
	}
	switch {
	case len(actions) == 0:
		return wrong(p.line, "Add an http or an act fence.", "this %s does nothing", what)
	case what == "variant" && len(expect) == 0:
		return wrong(p.line, "Add an expect fence that says how the server answers.", "this variant expects nothing")
	}
	p.variant = nil
	p.step.Kind = kindOf(p.step)
	return nil
}

// fence adds an http, act or expect fence to the present step or variant.
func (p *parser) fence(b block) *ParseError {
	if p.step == nil {
		return wrong(b.line, "Put it below a heading such as ## Ask for authorization.", "this %s fence belongs to no step", b.text)
	}
	actions, expect, known := &p.step.Actions, &p.step.Expect, p.known
	if p.variant != nil {
		actions, expect, known = &p.variant.Actions, &p.variant.Expect, p.local
	}
	if len(*actions)+len(*expect) > maxLines {
		return wrong(b.line, "Make several steps of it.", "there are more than %d acts and expectations here", maxLines)
	}
	switch b.text {
	case "http":
		request, times, err := p.request(b, known)
		if err != nil {
			return err
		}
		*actions = append(*actions, slices.Repeat([]Action{{Request: request, Line: b.line}}, times)...)
	case "act":
		more, err := p.acts(b, known)
		if err != nil {
			return err
		}
		*actions = append(*actions, more...)
	case "expect":
		more, err := p.expectations(b, known, len(*actions))
		if err != nil {
			return err
		}
		*expect = append(*expect, more...)
	}
	return nil
}
