// Package persist keeps the sandbox on disk, in Badger. It is the only package
// that knows of it.
//
// A process that is killed loses nothing that it answered: a commit is in the
// files' pages before Update returns, and the system writes them whether the
// process lives or not. A machine that loses power may lose the last seconds
// before it, but stays consistent.
package persist
