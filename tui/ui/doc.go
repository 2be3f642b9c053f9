// Package ui holds what all screens draw with: the theme, text that wraps,
// panes, bars, and the rendering of HTTP, JSON and Markdown.
//
// Everything here is a pure function of its arguments. Text from outside goes
// through [Clean] before it is measured or drawn; widths are terminal cells as
// x/ansi counts them.
package ui
