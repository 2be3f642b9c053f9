// Package engine is an authorization server that answers as Auth0 does.
//
// It is reached by HTTP alone: [Engine.Handler] serves real sockets and the
// terminal interface's in-process connection alike. Inside, one request is one
// step (package step): its parameters are read, one transaction of the store
// decides it, and it is answered after the commit. What is required of a
// request is declared as check.Rule beside the code that needs it; a failed
// rule is the refusal.
//
// Time and randomness are handed in by [Config]; nothing here reads the
// machine's.
package engine
