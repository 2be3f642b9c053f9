// Package snippet writes a request as a program: the same call in the languages
// that Auth0's documentation shows, with nothing but each language's own means.
// Values are quoted so that no language reads anything else into them; a
// request that a language cannot send is refused with the reason.
package snippet

import (
	"encoding/base64"
	"strings"
)

// Language is one that requests can be written in.
type Language struct {
	ID   string // short, for files and settings: "node"
	Name string // as it is called: "Node.js"
	File string // what a program is saved as
	Run  string // the command that runs it
	code func(*Request) (string, error)
}

// Languages are all of them, in the order of Auth0's pages.
var Languages = []Language{
	{"curl", "cURL", "request.sh", "sh request.sh", curl},
	{"csharp", "C#", "Example.cs", "dotnet run", csharp},
	{"go", "Go", "example.go", "go run example.go", golang},
	{"java", "Java", "Example.java", "java Example.java", java},
	{"node", "Node.js", "example.mjs", "node example.mjs", node},
	{"php", "PHP", "example.php", "php example.php", php},
	{"python", "Python", "example.py", "python3 example.py", python},
	{"ruby", "Ruby", "example.rb", "ruby example.rb", ruby},
}

// Find is the language of that ID, or the first.
func Find(id string) int {
	for i, l := range Languages {
		if l.ID == id {
			return i
		}
	}
	return 0
}

// Code writes the request as a program. The error says, in words for the
// reader, why the language cannot send it.
func (l Language) Code(r Request) (string, error) { return l.code(&r) }

// source is a program as it is being written.
type source struct{ b strings.Builder }

// line writes parts as one line.
func (s *source) line(parts ...string) {
	for _, p := range parts {
		s.b.WriteString(p)
	}
	s.b.WriteByte('\n')
}

func (s *source) String() string { return strings.TrimSuffix(s.b.String(), "\n") }

func encoded(body string) string { return base64.StdEncoding.EncodeToString([]byte(body)) }
