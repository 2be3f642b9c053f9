package step

// Route is one address of the server: "GET /userinfo" in the patterns of
// net/http's ServeMux, and what answers there.
type Route struct {
	Pattern  string
	Endpoint Endpoint
}
