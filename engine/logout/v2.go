package logout

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/step"
)

// v2 answers /v2/logout (auth0.com/docs/authenticate/login/logout). federated
// has no effect: there is no other identity provider to log out of.
func v2(r *request) (*step.Answer, error) {
	if err := r.readClient(r.Params.Get("client_id")); err != nil {
		return nil, err
	}
	if err := r.readTarget("returnTo"); err != nil {
		return nil, err
	}
	if r.target == "" && r.client != nil && len(r.client.AllowedLogoutURLs) > 0 {
		r.target = r.client.AllowedLogoutURLs[0]
	}
	answer, err := r.finish()
	if err != nil || r.target != "" {
		return answer, err
	}
	answer.Status, answer.Body, answer.ContentType = http.StatusOK, []byte("OK"), "text/plain; charset=utf-8"
	return answer, nil
}
