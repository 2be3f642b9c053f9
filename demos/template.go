package demos

import (
	"regexp"
	"slices"
	"strings"
)

// Variables that the player knows by itself.
const (
	varState         = "state"
	varNonce         = "nonce"
	varCodeVerifier  = "code_verifier"
	varCodeChallenge = "code_challenge"
	varBase          = "base"
	varIssuer        = "issuer"
)

var builtins = []string{varState, varNonce, varCodeVerifier, varCodeChallenge, varBase, varIssuer}

var (
	variable = regexp.MustCompile(`\{\{[ \t]*([A-Za-z][A-Za-z0-9_]*)[ \t]*\}\}`)
	nameOnly = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
)

func isName(s string) bool { return len(s) <= maxName && nameOnly.MatchString(s) }

const maxName = 64

// variablesIn lists the variables of a template, each once.
func variablesIn(template string) []string {
	if !strings.Contains(template, "{{") {
		return nil // what most lines are; the expression takes its time
	}
	var out []string
	for _, m := range variable.FindAllStringSubmatch(template, -1) {
		if !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	return out
}

// expand puts values into a template. What value does not know stays as it is.
func expand(template string, value func(name string) (string, bool)) string {
	return variable.ReplaceAllStringFunc(template, func(s string) string {
		if v, ok := value(variable.FindStringSubmatch(s)[1]); ok {
			return v
		}
		return s
	})
}

// maxGrowth is how many bytes the values of variables may make of a text or a
// request. A few variables that hold each other's values many times would
// otherwise be larger than the machine.
const maxGrowth = 1 << 20

// growth counts the bytes of the values that stand in templates.
func growth(value func(name string) (string, bool), templates ...string) (bytes int) {
	for _, template := range templates {
		if !strings.Contains(template, "{{") {
			continue
		}
		for _, m := range variable.FindAllStringSubmatch(template, -1) {
			text, _ := value(m[1])
			bytes += len(text)
		}
	}
	return bytes
}

// checkVars refuses variables that nothing before this line gives.
func (p *parser) checkVars(l line, known map[string]bool) *ParseError {
	if !strings.Contains(l.text, "{{") {
		return nil
	}
	for _, name := range variablesIn(l.text) {
		if !known[name] {
			return wrong(l.no, "Capture it in an earlier step, or give it below vars: in the front matter.", "{{%s}} is not known here", name)
		}
	}
	if strings.Contains(variable.ReplaceAllString(l.text, ""), "{{") {
		return wrong(l.no, "Write {{name}}, with letters, digits and _.", "there is a {{ that is no variable")
	}
	return nil
}
