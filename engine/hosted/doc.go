// Package hosted renders the pages that a user meets: plain HTML forms, which
// work without a script, in a Content-Security-Policy that allows nothing but
// their own stylesheet. It decides nothing.
//
// A page is a struct with what it shows, and a file of the same name in
// pages/. Everything in it is escaped by html/template, wherever it came from.
package hosted
