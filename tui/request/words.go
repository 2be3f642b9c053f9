package request

import "github.com/playgrant/playgrant/tui/screen"

// Methods are those that HTTP requests are made by, and what each is for.
func Methods() []screen.Item { return methods }

// WrongPath says why a request cannot be sent to a path; empty if it can.
func WrongPath(path string) string { return refuse(thePath, "", path) }

// WrongName says why nothing in a part of a request can be called so; empty if
// it can.
func WrongName(in Part, name string) string { return refuse(aNewName, in, name) }

// WrongValue says why nothing in a part of a request can be set to it; empty
// if it can.
func WrongValue(in Part, value string) string { return refuse(theValue, in, value) }

// Parts are those that something can be added to, as the body is now, and what
// each is.
func (e *Edit) Parts() ([]Part, []screen.Item) {
	parts := []Part{InQuery, InHeader}
	items := []screen.Item{
		{Title: "A parameter of the query", Note: "Stands in the address, behind the question mark."},
		{Title: "A header", Note: "Stands above the body: Authorization, Origin, Cookie and the like."},
	}
	switch e.Kind() {
	case InText:
	case InJSON:
		parts, items = append(parts, InJSON), append(items, screen.Item{Title: "A member of the JSON", Note: "A list, a number, true, false and null are taken as they are; anything else is text."})
	default:
		parts, items = append(parts, InForm), append(items, screen.Item{Title: "A parameter of the form", Note: "Stands in the body; what OAuth endpoints read."})
	}
	return parts, items
}

// Bodies are the kinds that a body can be of, and what each is.
func Bodies() ([]Part, []screen.Item) {
	return []Part{InForm, InJSON, InText, ""}, []screen.Item{
		{Title: "Form", Note: "name=value&name=value, as RFC 6749 has it"},
		{Title: "JSON", Note: "what Auth0 takes as well, and the standards don't"},
		{Title: "Text, as it stands", Note: "Every byte as you type it, broken or not."},
		{Title: "None"},
	}
}
