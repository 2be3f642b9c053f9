// Auth0's SDK for Node, unchanged, against a served sandbox ($BASE): its
// authentication client speaks https only, and Node trusts the CA by
// NODE_EXTRA_CA_CERTS.
import { createHash, randomBytes } from 'node:crypto';
import { AuthenticationClient } from 'auth0';
import { Browser, done, holds, same } from './lib.mjs';

const base = process.env.BASE.replace(/^http:/, 'https:');
const domain = new URL(base).host;
const callback = 'http://localhost:3000/callback';
const audience = 'https://expenses.example/api';
const scope = 'openid profile email offline_access';
const client = (clientId, clientSecret) => new AuthenticationClient({ domain, clientId, clientSecret }).oauth;

async function refused(what, want, promise) {
  const err = await promise.then(() => { throw new Error(`${what} was accepted`); }, (err) => err);
  same(what, [err.statusCode, err.error, err.error_description], want);
}

/** A code from the hosted pages, with what it takes to redeem it. */
async function login(client_id) {
  const code_verifier = randomBytes(32).toString('base64url');
  const nonce = randomBytes(16).toString('hex');
  const url = `${base}/authorize?${new URLSearchParams({
    response_type: 'code', client_id, redirect_uri: callback, scope, audience, nonce, state: 's',
    code_challenge: createHash('sha256').update(code_verifier).digest('base64url'), code_challenge_method: 'S256',
  })}`;
  const back = await new Browser().walk(url, callback, { username: 'user@example.com', password: 'opensesame' });
  return [{ code: back.searchParams.get('code'), redirect_uri: callback, code_verifier }, { idTokenValidateOptions: { nonce } }];
}

// The code, whose ID token the SDK validates against the JWKS, and a refresh.
const web = client('web-app', 'web-app-secret');
const [code, validate] = await login('web-app');
const first = (await web.authorizationCodeGrantWithPKCE(code, validate)).data;
holds('tokens of the code', first.access_token && first.id_token && first.refresh_token);
const { refresh_token } = first;
holds('tokens of the refresh', (await web.refreshTokenGrant({ refresh_token })).data.id_token);
await refused('the code again', [403, 'invalid_grant', 'Invalid authorization code'], web.authorizationCodeGrantWithPKCE(code, validate));
const [other] = await login('web-app');
const err = await web.authorizationCodeGrantWithPKCE(other, { idTokenValidateOptions: { nonce: 'another' } }).catch((err) => err);
holds('the SDK refuses an ID token with another nonce', /nonce/i.test(err.message));

// Revoked, and by nobody else.
await refused('a wrong secret', [401, 'access_denied', 'Unauthorized'], client('web-app', 'wrong').refreshTokenGrant({ refresh_token }));
await web.revokeRefreshToken({ token: refresh_token });
await refused('a revoked token', [403, 'invalid_grant', 'Unknown or invalid refresh token.'], web.refreshTokenGrant({ refresh_token }));

// The password grant, and one that waits for a second factor.
const trusted = client('trusted-app', 'trusted-app-secret');
const password = { username: 'user@example.com', password: 'opensesame', audience, scope };
holds('tokens of the password', (await trusted.passwordGrant(password)).data.refresh_token);
holds('by a realm', (await trusted.passwordGrant({ ...password, realm: 'Username-Password-Authentication' })).data.access_token);
await refused('a wrong password', [403, 'invalid_grant', 'Wrong email or password.'], trusted.passwordGrant({ ...password, password: 'no' }));
await refused('a user with a factor', [403, 'mfa_required', 'Multifactor authentication required'], trusted.passwordGrant({ ...password, username: 'otp@example.com' }));

done('node-auth0');
