package main

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

const (
	callback = "http://localhost:3000/callback"
	expenses = "https://expenses.example/api"
)

// An app that knows nothing of Playgrant: golang.org/x/oauth2 and go-oidc.
func TestARealClientCompletesCodePKCEAndRefresh(t *testing.T) {
	s := serve(t, "--memory", "--listen", "localhost:0")
	for _, app := range []struct {
		id, secret string
		style      oauth2.AuthStyle
		rotates    bool
	}{
		{"web-app", "web-app-secret", oauth2.AuthStyleInParams, false},
		{"web-app", "web-app-secret", oauth2.AuthStyleInHeader, false},
		{"spa", "", oauth2.AuthStyleInParams, true},
		{"mobile-app", "", oauth2.AuthStyleInParams, true},
	} {
		t.Run(app.id, func(t *testing.T) {
			provider, config := discover(t, s, app.id, app.secret, app.style)
			verifier, nonce := oauth2.GenerateVerifier(), "a nonce of ours"
			address := config.AuthCodeURL("a state & more", oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam("audience", expenses))
			back := newBrowser(t).logIn(address, callback, "user@example.com")
			if back.Get("state") != "a state & more" {
				t.Errorf("state came back as %q", back.Get("state"))
			}
			first, err := config.Exchange(t.Context(), back.Get("code"), oauth2.VerifierOption(verifier))
			if err != nil {
				t.Fatal(err)
			}
			id := verified(t, provider, config, first)
			if id.Nonce != nonce {
				t.Errorf("the ID token has the nonce %q, want %q", id.Nonce, nonce)
			}
			if err := id.VerifyAccessToken(first.AccessToken); err != nil && id.AccessTokenHash != "" {
				t.Error(err)
			}
			second := refresh(t, config, first)
			if again := verified(t, provider, config, second); again.Subject != id.Subject || again.Nonce != "" {
				t.Errorf("the refreshed ID token is for %q with nonce %q, want %q and none", again.Subject, again.Nonce, id.Subject)
			}
			if rotated := second.RefreshToken != first.RefreshToken; rotated != app.rotates {
				t.Errorf("the refresh token was replaced: %t, want %t", rotated, app.rotates)
			}
			user, err := provider.UserInfo(t.Context(), oauth2.StaticTokenSource(second))
			if err != nil || user.Email != "user@example.com" || user.Subject != id.Subject {
				t.Errorf("userinfo says %+v, %v", user, err)
			}

			_, err = config.Exchange(t.Context(), back.Get("code"), oauth2.VerifierOption(verifier))
			wantRefusal(t, "the code again", err, "invalid_grant")
		})
	}
}

func TestARealClientIsToldWhatIsWrong(t *testing.T) {
	s := serve(t, "--memory", "--listen", "localhost:0", "--dialect", "oidc")
	for name, test := range map[string]struct {
		id, secret string
		spoil      func(*oauth2.Config)
		verifier   string // another than was announced
		want       string
	}{
		"wrong secret":      {id: "web-app", secret: "guess", want: "invalid_client"},
		"unknown client":    {id: "web-app", secret: "web-app-secret", spoil: func(c *oauth2.Config) { c.ClientID = "nobody" }, want: "invalid_client"},
		"another's code":    {id: "web-app", secret: "web-app-secret", spoil: func(c *oauth2.Config) { c.ClientID, c.ClientSecret = "partner-app", "partner-app-secret" }, want: "invalid_grant"},
		"another callback":  {id: "web-app", secret: "web-app-secret", spoil: func(c *oauth2.Config) { c.RedirectURL = "http://localhost:5173" }, want: "invalid_grant"},
		"another verifier":  {id: "spa", verifier: oauth2.GenerateVerifier(), want: "invalid_grant"},
		"no verifier":       {id: "spa", verifier: "none", want: "invalid_grant"},
		"verifier in words": {id: "spa", verifier: "too short", want: "invalid_grant"},
	} {
		t.Run(name, func(t *testing.T) {
			_, config := discover(t, s, test.id, test.secret, oauth2.AuthStyleInParams)
			verifier := oauth2.GenerateVerifier()
			back := newBrowser(t).logIn(config.AuthCodeURL("state", oauth2.S256ChallengeOption(verifier)), callback, "user@example.com")
			if test.spoil != nil {
				test.spoil(config)
			}
			options := []oauth2.AuthCodeOption{oauth2.VerifierOption(verifier)}
			switch {
			case test.verifier == "none":
				options = nil
			case test.verifier != "":
				options[0] = oauth2.VerifierOption(test.verifier)
			}
			_, err := config.Exchange(t.Context(), back.Get("code"), options...)
			wantRefusal(t, name, err, test.want)
		})
	}
}

func discover(t *testing.T, s *server, id, secret string, style oauth2.AuthStyle) (*oidc.Provider, *oauth2.Config) {
	t.Helper()
	provider, err := oidc.NewProvider(t.Context(), s.base+"/")
	if err != nil {
		t.Fatal(err)
	}
	endpoint := provider.Endpoint()
	endpoint.AuthStyle = style
	return provider, &oauth2.Config{
		ClientID: id, ClientSecret: secret, Endpoint: endpoint, RedirectURL: callback,
		Scopes: []string{"openid", "profile", "email", "offline_access"},
	}
}

// verified takes the ID token out of a token response and holds its signature
// and claims against discovery and keys.
func verified(t *testing.T, provider *oidc.Provider, config *oauth2.Config, token *oauth2.Token) *oidc.IDToken {
	t.Helper()
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		t.Fatal("there is no ID token")
	}
	id, err := provider.Verifier(&oidc.Config{ClientID: config.ClientID}).Verify(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// refresh gets the next token as an app would whose first has expired.
func refresh(t *testing.T, config *oauth2.Config, token *oauth2.Token) *oauth2.Token {
	t.Helper()
	next, err := config.TokenSource(context.WithoutCancel(t.Context()), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func wantRefusal(t *testing.T, what string, err error, code string) {
	t.Helper()
	refused, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok || refused.ErrorCode != code || refused.Response.StatusCode >= http.StatusInternalServerError {
		t.Errorf("%s: got %v, want %s", what, err, code)
	}
}
