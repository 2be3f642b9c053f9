// Package wire serves one handler on an in-process connection and on a socket,
// and remembers the bytes that went over either.
//
// Every connection is a [Conn]. While a request is handled, its Conn is
// reached by [FromContext]: it gives the request's raw bytes, and can hold the
// response back until the exchange has been recorded.
package wire
