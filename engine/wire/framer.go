package wire

import (
	"bufio"
	"bytes"
	"net/http"
	"strconv"
)

// framer finds where a request ends in a stream of bytes (RFC 9112 §6), so
// that those of a pipelined next one are told apart. It reads as net/http
// does: what that refuses has no end.
type framer struct {
	part part
	head []byte // kept until it is whole, to be parsed by net/http
	line []byte // the line of a chunk's size so far
	left int64  // of the body, or of a chunk
	text bool   // the current line of the head or trailers is not empty
}

// part is what the framer reads next.
type part int

const (
	blankLines part = iota // before a request line; net/http skips some
	head
	body
	chunkSize
	chunk
	chunkEnd // the line end after a chunk
	trailers
	endless // not HTTP any more
	over
)

// maxHead and maxChunkLine are more than net/http takes from us.
const (
	maxHead      = 2 * maxHeaderBytes
	maxChunkLine = 4096
)

// feed reads the request's part of p and returns how long that is, and whether
// the request ends there.
func (f *framer) feed(p []byte) (n int, done bool) {
	for n < len(p) && f.part != over {
		n += f.step(p[n:])
	}
	return n, f.part == over
}

// step reads at least one byte.
func (f *framer) step(p []byte) int {
	switch f.part {
	case blankLines:
		if p[0] == '\r' || p[0] == '\n' {
			return 1
		}
		f.part = head
		return f.readHead(p)
	case head:
		return f.readHead(p)
	case body, chunk:
		return f.skip(p)
	case chunkSize:
		return f.readSize(p)
	case chunkEnd, trailers:
		return f.readLine(p)
	}
	return len(p)
}

// lineEnd reads up to a line's end and tells whether that was reached, and
// whether the line was empty.
func (f *framer) lineEnd(p []byte) (n int, ended, empty bool) {
	i := bytes.IndexByte(p, '\n')
	rest := p
	if ended = i >= 0; ended {
		rest = p[:i]
	}
	if len(bytes.Trim(rest, "\r")) > 0 {
		f.text = true
	}
	if !ended {
		return len(p), false, false
	}
	empty, f.text = !f.text, false
	return i + 1, true, empty
}

func (f *framer) readHead(p []byte) int {
	n, ended, empty := f.lineEnd(p)
	f.head = append(f.head, p[:n]...)
	switch {
	case len(f.head) > maxHead:
		f.part, f.head = endless, nil
	case ended && empty:
		f.part = f.afterHead()
		f.head = nil
	}
	return n
}

// afterHead lets net/http read the head, so that it decides alone how long the
// body is.
func (f *framer) afterHead() part {
	req, err := http.ReadRequest(bufio.NewReaderSize(bytes.NewReader(f.head), len(f.head)))
	switch {
	case err != nil:
		return endless
	case len(req.TransferEncoding) > 0:
		return chunkSize
	case req.ContentLength > 0:
		f.left = req.ContentLength
		return body
	}
	return over
}

func (f *framer) skip(p []byte) int {
	n := min(int64(len(p)), f.left)
	if f.left -= n; f.left == 0 {
		if f.part == chunk {
			f.part = chunkEnd
		} else {
			f.part = over
		}
	}
	return int(n)
}

func (f *framer) readSize(p []byte) int {
	n, ended, _ := f.lineEnd(p)
	f.line = append(f.line, p[:n]...)
	if len(f.line) > maxChunkLine {
		f.part = endless
	} else if ended {
		f.part = f.afterSize()
		f.line = f.line[:0]
	}
	return n
}

func (f *framer) afterSize() part {
	digits, _, _ := bytes.Cut(f.line, []byte(";"))
	size, err := strconv.ParseInt(string(bytes.TrimSpace(digits)), 16, 64)
	switch {
	case err != nil || size < 0:
		return endless
	case size == 0:
		return trailers
	}
	f.left = size
	return chunk
}

func (f *framer) readLine(p []byte) int {
	n, ended, empty := f.lineEnd(p)
	switch {
	case !ended:
	case f.part == trailers && empty:
		f.part = over
	case f.part == chunkEnd:
		f.part = chunkSize
	}
	return n
}
