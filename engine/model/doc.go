// Package model is what a sandbox holds: clients, APIs and users as they are
// set up, and the sessions, codes, grants and tokens that come of using them.
// What Auth0's Management API has too bears its field names.
package model
