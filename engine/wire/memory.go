package wire

import "fmt"

// MaxKept is how many bytes of a request, and of a response, are remembered.
const MaxKept = 256 << 10

// memory remembers the first MaxKept bytes and counts the rest.
type memory struct {
	kept []byte
	more int64
}

func (m *memory) add(p []byte) {
	n := min(len(p), MaxKept-len(m.kept))
	m.kept = append(m.kept, p[:n]...)
	m.more += int64(len(p) - n)
}

// text is what is remembered. If not all was kept, its last line says so.
func (m *memory) text() string {
	if m.more > 0 {
		return fmt.Sprintf("%s\r\n[cut here: %d more bytes were sent]", m.kept, m.more)
	}
	return string(m.kept)
}

// incoming sorts what is read from a connection into requests.
type incoming struct {
	requests []*request // in the order they came; the first is being handled
}

type request struct {
	memory
	framer   framer
	whole    bool // its last byte has come
	answered bool // its bytes are of no interest any more
}

func (in *incoming) add(p []byte) {
	for len(p) > 0 {
		r := in.last()
		n, done := r.framer.feed(p)
		if !r.answered {
			r.add(p[:n])
		}
		p, r.whole = p[n:], done
		if r.whole && r.answered {
			in.requests = in.requests[1:]
		}
	}
}

// last is the request that the next byte belongs to.
func (in *incoming) last() *request {
	if n := len(in.requests); n > 0 && !in.requests[n-1].whole {
		return in.requests[n-1]
	}
	r := &request{}
	in.requests = append(in.requests, r)
	return r
}

// begun reports whether there is a request with a whole head.
func (in *incoming) begun() bool {
	return len(in.requests) > 0 && in.requests[0].framer.part > head
}

// current is what has come of the request being handled.
func (in *incoming) current() string {
	if len(in.requests) == 0 {
		return ""
	}
	return in.requests[0].text()
}

// next goes on to the next request. What is still to come of this one, such as
// a body that nobody read, is passed over.
func (in *incoming) next() {
	if len(in.requests) == 0 {
		return
	}
	if r := in.requests[0]; !r.whole {
		r.answered, r.memory = true, memory{}
		return
	}
	in.requests = in.requests[1:]
}
