package wire

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sortInto lets the bytes come in pieces of the given size.
func sortInto(stream string, piece int) []string {
	var in incoming
	for p := []byte(stream); len(p) > 0; p = p[min(piece, len(p)):] {
		in.add(p[:min(piece, len(p))])
	}
	var got []string
	for _, r := range in.requests {
		text := r.text()
		if !r.whole {
			text += "…"
		}
		got = append(got, text)
	}
	return got
}

func TestRequestsAreToldApart(t *testing.T) {
	const (
		get     = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
		old     = "GET /old HTTP/1.0\r\n\r\n"
		bare    = "GET /bare HTTP/1.1\nHost: x\n\n"
		post    = "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /"
		chunks  = "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n09\r\n\r\n0\r\n\r\n\r\n\r\n0\r\n\r\n"
		trailed = "POST /d HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nSum: 1\r\nMore: 2\r\n\r\n"
		both    = "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
		broken  = "POST /f HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"
		tooMany = "POST /g HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
	)
	huge := "GET / HTTP/1.1\r\nX: " + strings.Repeat("x", maxHead)
	rows := []struct {
		name, stream string
		want         []string
	}{
		{"nothing", "", nil},
		{"one", get, []string{get}},
		{"two", get + get, []string{get, get}},
		{"HTTP/1.0", old + get, []string{old, get}},
		{"bare line feeds", bare + get, []string{bare, get}},
		{"a body that looks like a request", post + get, []string{post, get}},
		{"blank lines after a body", post + "\r\n" + get, []string{post, "\r\n" + get}},
		{"chunks, one of them like an end", chunks + get, []string{chunks, get}},
		{"chunks and trailers", trailed + get, []string{trailed, get}},
		{"chunks win over a length", both + get, []string{both, get}},
		{"half a head", get + "GET /half HTTP/1.1\r\nHo", []string{get, "GET /half HTTP/1.1\r\nHo…"}},
		{"half a body", post[:len(post)-2], []string{post[:len(post)-2] + "…"}},
		{"a negative length ends all", broken + get, []string{broken + get + "…"}},
		{"a chunk without a size ends all", tooMany + get, []string{tooMany + get + "…"}},
		{"no HTTP at all", "\x00\x01\r\n\r\n" + get, []string{"\x00\x01\r\n\r\n" + get + "…"}},
		{"a head without an end", huge, []string{huge + "…"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			for _, piece := range []int{1, 2, 7, 4096, 1 << 20} {
				if diff := cmp.Diff(row.want, sortInto(row.stream, piece)); diff != "" {
					t.Errorf("in pieces of %d (-want +got):\n%s", piece, diff)
				}
			}
		})
	}
}

func TestLongRequestsAreCut(t *testing.T) {
	headText := "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n"
	long := headText + strings.Repeat("x", 300000)
	next := "GET / HTTP/1.1\r\n\r\n"
	got := sortInto(long+next, 4096)
	if len(got) != 2 || got[1] != next {
		t.Fatalf("%d requests, the last %.60q", len(got), got[len(got)-1])
	}
	want := fmt.Sprintf("%s\r\n[cut here: %d more bytes were sent]", long[:MaxKept], len(long)-MaxKept)
	if got[0] != want {
		t.Errorf("kept %d bytes, ending %q", len(got[0]), got[0][len(got[0])-60:])
	}
}

// FuzzFramer holds the framer against net/http: whatever that reads as a
// request, and leaves for the next, is told apart in the same place.
func FuzzFramer(f *testing.F) {
	for _, s := range []string{
		"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n\r\n",
		"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcPOST / HTTP/1.0\r\nContent-Length: 1\r\n\r\nx",
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x\r\nab\r\n0\r\nA: b\r\n\r\nGET / HTTP/1.1\r\n\r\n",
		"GET / HTTP/1.1\n A: folded\n\tb\n\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	} {
		f.Add([]byte(s), 3)
	}
	f.Fuzz(func(t *testing.T, stream []byte, piece int) {
		if len(stream) > 32<<10 {
			return // the head of a request has its own limit
		}
		want := lengths(stream)
		var got []int
		var in incoming
		for p := stream; len(p) > 0; {
			n := min(max(piece, 1), len(p))
			in.add(p[:n])
			p = p[n:]
		}
		total := 0
		for _, r := range in.requests {
			got = append(got, len(r.kept))
			total += len(r.kept)
		}
		if total != len(stream) {
			t.Errorf("%d bytes of %d are accounted for", total, len(stream))
		}
		if len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
			t.Errorf("%q\nframer: %v\nnet/http: %v", stream, got, want)
		}
	})
}

// lengths are those of the requests that net/http reads in full.
func lengths(stream []byte) []int {
	var out []int
	src := bytes.NewReader(stream)
	buffered := bufio.NewReader(src)
	left := func() int { return src.Len() + buffered.Buffered() }
	for before := left(); before > 0; before = left() {
		if first, _ := buffered.Peek(1); first[0] == '\r' || first[0] == '\n' {
			return out // how many are skipped is net/http's server's affair
		}
		req, err := http.ReadRequest(buffered)
		if err != nil {
			return out
		}
		if _, err := io.Copy(io.Discard, req.Body); err != nil {
			return out
		}
		out = append(out, before-left())
	}
	return out
}
