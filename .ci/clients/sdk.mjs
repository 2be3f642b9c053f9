// openid-client 6 against a served sandbox ($BASE), as an app would use it.
import * as client from 'openid-client';
import { Browser, done, holds, same } from './lib.mjs';

const base = process.env.BASE;
const callback = 'http://localhost:3000/callback';
const api = 'https://expenses.example/api';
const http = { execute: [client.allowInsecureRequests] };

async function codeFlow(config, user) {
  const verifier = client.randomPKCECodeVerifier();
  const nonce = client.randomNonce();
  const state = client.randomState();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callback, scope: 'openid profile email offline_access', audience: api, nonce, state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  });
  const back = await new Browser().walk(url, callback, { username: user, password: 'opensesame' });
  return client.authorizationCodeGrant(config, back, {
    pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true,
  });
}

// A confidential client: the refresh token stays.
const web = await client.discovery(new URL(base), 'web-app', undefined, client.ClientSecretPost('web-app-secret'), http);
same('issuer', web.serverMetadata().issuer, `${base}/`);
const first = await codeFlow(web, 'user@example.com');
holds('sub', first.claims().sub.startsWith('auth0|'));
holds('refresh token', first.refresh_token);
const second = await client.refreshTokenGrant(web, first.refresh_token);
same('a client that does not rotate gets no new refresh token', second.refresh_token, undefined);
same('the refreshed ID token is the same user’s', second.claims().sub, first.claims().sub);
same('a refreshed ID token has no nonce', second.claims().nonce, undefined);
const user = await client.fetchUserInfo(web, (await codeFlow(web, 'user@example.com')).access_token, first.claims().sub);
same('userinfo', user.email, 'user@example.com');

// Basic authentication.
const basic = await client.discovery(new URL(base), 'web-app', undefined, client.ClientSecretBasic('web-app-secret'), http);
holds('basic', (await client.refreshTokenGrant(basic, first.refresh_token)).access_token);

// A public client: the refresh token rotates, and reuse ends the family.
const spa = await client.discovery(new URL(base), 'spa', undefined, client.None(), http);
const one = await codeFlow(spa, 'user@example.com');
const two = await client.refreshTokenGrant(spa, one.refresh_token);
holds('rotated', two.refresh_token && two.refresh_token !== one.refresh_token);
await refused('a rotated token again', 'invalid_grant', client.refreshTokenGrant(spa, one.refresh_token));
await refused('the newest of that family', 'invalid_grant', client.refreshTokenGrant(spa, two.refresh_token));

// A wrong secret, and a code that was made up.
const wrong = await client.discovery(new URL(base), 'web-app', undefined, client.ClientSecretPost('wrong'), http);
await refused('a wrong secret', 'access_denied', client.refreshTokenGrant(wrong, first.refresh_token));

// mfa_required reaches the app whole, and the MFA API finishes the grant.
const trusted = await client.discovery(new URL(base), 'trusted-app', undefined, client.ClientSecretPost('trusted-app-secret'), http);
const password = { username: 'otp@example.com', password: 'opensesame', scope: 'openid offline_access', audience: api };
const asked = await refused('a user with a factor', 'mfa_required', client.genericGrantRequest(trusted, 'password', password));
holds('mfa_token', asked.cause.mfa_token);
const { code } = await (await fetch(`${base}/sandbox/totp?user=otp@example.com`)).json();
const finished = await client.genericGrantRequest(trusted, 'http://auth0.com/oauth/grant-type/mfa-otp', { mfa_token: asked.cause.mfa_token, otp: code });
holds('tokens after the second factor', finished.access_token && finished.refresh_token && finished.claims().sub);

done('openid-client');

async function refused(what, code, promise) {
  try {
    await promise;
  } catch (err) {
    same(what, err.error, code);
    return err;
  }
  throw new Error(`${what} was accepted`);
}
