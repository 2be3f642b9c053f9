package conformance_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// oidcc-discovery-endpoint-verification is the whole of the Config OP plan; the
// logout plans begin with modules that look at the same document.
func TestConfigPlan(t *testing.T) {
	o := begin(t, "")
	got := o.Do("GET", "/.well-known/openid-configuration", "")
	if got.Status != 200 || !strings.HasPrefix(got.Header.Get("Content-Type"), "application/json") {
		t.Fatalf("%d %v", got.Status, got.Header)
	}
	if o.meta["issuer"] != o.URL+"/" {
		t.Errorf("the issuer is %v", o.meta["issuer"])
	}
	for name, value := range o.meta {
		address, isText := value.(string)
		if (strings.HasSuffix(name, "_endpoint") || strings.HasSuffix(name, "_uri")) && isText {
			if u, err := url.Parse(address); err != nil || u.Scheme != "https" || u.Fragment != "" {
				t.Errorf("%s is %q", name, address)
			}
		}
	}
	for _, name := range []string{"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"} {
		o.endpoint(name)
	}
	for name, wanted := range map[string][]string{
		"response_types_supported":              {"code", "id_token", "token id_token"},
		"subject_types_supported":               {"public"},
		"id_token_signing_alg_values_supported": {"RS256"},
		"grant_types_supported":                 {"authorization_code", "implicit"},
		"scopes_supported":                      {"openid"},
		"claims_supported":                      {"sub"},
		"code_challenge_methods_supported":      {"S256"},
	} {
		for _, w := range wanted {
			if !slices.Contains(o.list(name), w) {
				t.Errorf("%s has no %s: %q", name, w, o.list(name))
			}
		}
	}
	for name, wanted := range map[string]bool{
		"claims_parameter_supported": true, "request_parameter_supported": false, "request_uri_parameter_supported": false,
		"backchannel_logout_supported": true, "backchannel_logout_session_supported": true,
	} {
		if o.meta[name] != wanted {
			t.Errorf("%s is %v", name, o.meta[name])
		}
	}
}

// CheckForUnexpectedParametersInServerMetadata warns of every member that no
// specification names: what is not registered with IANA as authorization server
// metadata is not told in this dialect.
func TestConfigPlanHasNoUnknownMetadata(t *testing.T) {
	registered := strings.Fields(`issuer authorization_endpoint token_endpoint jwks_uri scopes_supported response_types_supported
		response_modes_supported grant_types_supported token_endpoint_auth_methods_supported
		token_endpoint_auth_signing_alg_values_supported revocation_endpoint introspection_endpoint
		code_challenge_methods_supported device_authorization_endpoint pushed_authorization_request_endpoint
		userinfo_endpoint acr_values_supported subject_types_supported id_token_signing_alg_values_supported claims_supported
		claims_parameter_supported request_parameter_supported request_uri_parameter_supported end_session_endpoint
		backchannel_logout_supported backchannel_logout_session_supported authorization_response_iss_parameter_supported
		dpop_signing_alg_values_supported`)
	for name := range begin(t, "").meta {
		if !slices.Contains(registered, name) {
			t.Errorf("%s is in no registry", name)
		}
	}
}

func TestConfigPlanKeys(t *testing.T) {
	o := begin(t, "")
	var set struct{ Keys []map[string]any }
	if err := json.Unmarshal([]byte(o.Do("GET", o.endpoint("jwks_uri"), "").Text), &set); err != nil || len(set.Keys) == 0 {
		t.Fatal(err, set)
	}
	seen := map[any]bool{}
	for _, k := range set.Keys {
		if k["kid"] == nil || seen[k["kid"]] || k["kty"] != "RSA" || k["use"] != "sig" || k["n"] == nil || k["e"] == nil {
			t.Errorf("a key that cannot be used: %v", k)
		}
		seen[k["kid"]] = true
		for _, private := range []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"} {
			if k[private] != nil {
				t.Errorf("the key gives away its %s", private)
			}
		}
	}
}
