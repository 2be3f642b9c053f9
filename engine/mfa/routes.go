package mfa

import "github.com/playgrant/playgrant/engine/step"

// Routes are the endpoints of the MFA API.
func Routes() []step.Route {
	return []step.Route{
		{Pattern: "GET /mfa/authenticators", Endpoint: step.Endpoint{Do: list}},
		{Pattern: "DELETE /mfa/authenticators/{id}", Endpoint: step.Endpoint{Do: remove}},
		{Pattern: "POST /mfa/challenge", Endpoint: step.Endpoint{Do: challenge}},
		{Pattern: "POST /mfa/associate", Endpoint: step.Endpoint{Do: associate}},
	}
}
