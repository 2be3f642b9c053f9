package sandbox

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/store"
)

// What every fresh sandbox holds, for demos and tests that use it.
const (
	Password     = model.SharedPassword // of every user
	TOTPSecret   = "JBSWY3DPEHPK3PXP"
	RecoveryCode = "RECOVERYCODEFORTHEOTPUSE"
	Phone        = "+15555550100"
	ExpensesAPI  = "https://expenses.example/api"
	ReportsAPI   = "https://reports.example/api"
)

// fixtures is the whole of a fresh sandbox.
type fixtures struct {
	clients        []model.Client
	apis           []model.API
	grants         []model.ClientGrant
	users          []model.User
	authenticators []model.Authenticator
	policy         model.Policy
}

// newFixtures makes the fixtures as of now. The same chance makes the same
// fixtures.
func newFixtures(rand io.Reader, now time.Time) (*fixtures, error) {
	hash, err := secret.HashPassword(rand, Password)
	if err != nil {
		return nil, err
	}
	f := &fixtures{clients: fixtureClients(), apis: fixtureAPIs(), policy: fixturePolicy()}
	for _, u := range fixtureUsers {
		f.users = append(f.users, u.user(hash, now))
		first := len(f.authenticators)
		for _, a := range u.factors {
			id, err := secret.From(rand, secret.Alphanumeric, 16)
			if err != nil {
				return nil, err
			}
			a.ID, a.UserID = a.Kind+"|dev_"+id, u.id
			a.Active, a.CreatedAt = true, now
			f.authenticators = append(f.authenticators, a)
		}
		if u.twins {
			pair(f.authenticators[first:])
		}
	}
	id, err := secret.From(rand, secret.Alphanumeric, 16)
	if err != nil {
		return nil, err
	}
	f.grants = []model.ClientGrant{{
		ID: "cgr_" + id, ClientID: "backend", Audience: ExpensesAPI,
		Scope: []string{"read:expenses", "write:expenses"},
	}}
	return f, nil
}

// pair makes twins of two authenticators.
func pair(twins []model.Authenticator) {
	twins[0].Pair, twins[1].Pair = twins[1].ID, twins[0].ID
}

// put writes the fixtures.
func (f *fixtures) put(tx store.Tx) error {
	for i := range f.clients {
		if err := store.Clients.Put(tx, &f.clients[i]); err != nil {
			return err
		}
	}
	for i := range f.apis {
		if err := store.APIs.Put(tx, &f.apis[i]); err != nil {
			return err
		}
	}
	for i := range f.grants {
		if err := store.ClientGrants.Put(tx, &f.grants[i]); err != nil {
			return err
		}
	}
	for i := range f.users {
		if err := store.AddUser(tx, &f.users[i]); err != nil {
			return fmt.Errorf("user %s: %w", f.users[i].Email, err)
		}
	}
	for i := range f.authenticators {
		if err := store.AddAuthenticator(tx, &f.authenticators[i]); err != nil {
			return err
		}
	}
	return store.PolicySetting.Put(tx, f.policy)
}

func fixturePolicy() model.Policy {
	return model.Policy{
		MFA: model.MFAPolicy{
			When:  model.MFAEnrolled,
			Flows: []string{model.FlowAuthorize, model.FlowPassword},
			Factors: []string{
				model.FactorOTP, model.FactorPhone, model.FactorPush, model.FactorEmail, model.FactorRecoveryCode,
			},
		},
		Dialect: model.DialectAuth0,
	}
}

func fixtureAPIs() []model.API {
	api := func(identifier, name string, offline bool, scopes ...model.APIScope) model.API {
		// Tokens are bound to a client's key where it proves one, and only then.
		var possession *model.ProofOfPossession
		if !strings.HasPrefix(identifier, store.IssuerPlaceholder) {
			possession = &model.ProofOfPossession{Mechanism: "dpop"}
		}
		return model.API{
			ProofOfPossession: possession,
			Identifier:        identifier, Name: name, Scopes: scopes,
			SigningAlg: "RS256", AllowOfflineAccess: offline, TokenLifetime: 86400, TokenDialect: model.DialectAccessToken,
		}
	}
	mfa := api(store.IssuerPlaceholder+"mfa/", "MFA API", false,
		model.APIScope{Value: "enroll", Description: "Enrol a new authenticator"},
		model.APIScope{Value: "read:authenticators", Description: "List your authenticators"},
		model.APIScope{Value: "remove:authenticators", Description: "Remove an authenticator"})
	mfa.TokenLifetime, mfa.IsSystem = 600, true
	return []model.API{
		api(ExpensesAPI, "Expenses", true,
			model.APIScope{Value: "read:expenses", Description: "Read your expenses"},
			model.APIScope{Value: "write:expenses", Description: "Add and change your expenses"}),
		api(ReportsAPI, "Reports", false,
			model.APIScope{Value: "read:reports", Description: "Read your reports"}),
		mfa,
	}
}
