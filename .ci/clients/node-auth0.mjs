// Auth0's SDK for Node, unchanged, against a served sandbox ($BASE): its
// authentication client speaks https only, and Node trusts the CA by
// NODE_EXTRA_CA_CERTS.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { AuthenticationClient } from 'auth0';
import { Browser, done, holds, same } from './lib.mjs';
import { message, not, sandbox } from './sandbox.mjs';

const base = process.env.BASE.replace(/^http:/, 'https:');
const domain = new URL(base).host;
const callback = 'http://localhost:3000/callback';
const audience = 'https://expenses.example/api';
const scope = 'openid profile email offline_access';
const sdk = (clientId, clientSecret) => new AuthenticationClient({ domain, clientId, clientSecret });
const client = (clientId, clientSecret) => sdk(clientId, clientSecret).oauth;

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

// A service on its own: by a secret, by a key, and for nobody's API.
const service = client('backend', 'backend-secret');
holds('tokens of a service', (await service.clientCredentialsGrant({ audience })).data.access_token);
await refused('an API that is not there', [403, 'access_denied', 'Service not enabled within domain: https://nobody.example'], service.clientCredentialsGrant({ audience: 'https://nobody.example' }));
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
await sandbox('POST', '/clients', {
  client_id: 'signer', name: 'Signer', app_type: 'non_interactive', grant_types: ['client_credentials'], token_endpoint_auth_method: 'private_key_jwt',
  client_authentication_methods: { private_key_jwt: { credentials: [{ name: 'key', credential_type: 'public_key', pem: publicKey.export({ type: 'spki', format: 'pem' }) }] } },
});
await sandbox('POST', '/client-grants', { client_id: 'signer', audience, scope: ['read:expenses'] });
const signer = new AuthenticationClient({ domain, clientId: 'signer', clientAssertionSigningKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) }).oauth;
same('scope of who signs', (await signer.clientCredentialsGrant({ audience })).data.scope, 'read:expenses');

// A request that is pushed.
const pushed = (await web.pushedAuthorization({ client_id: 'web-app', response_type: 'code', redirect_uri: callback, scope: 'openid', nonce: 'n' })).data;
same('it holds for', pushed.expires_in, 30);
const back = await new Browser().walk(`${base}/authorize?client_id=web-app&request_uri=${encodeURIComponent(pushed.request_uri)}`, callback,
  { username: 'user@example.com', password: 'opensesame' });
const pushedCode = { code: back.searchParams.get('code'), redirect_uri: callback };
holds('its code', (await web.authorizationCodeGrant(pushedCode, { idTokenValidateOptions: { nonce: 'n' } })).data.id_token);

// Without a password, by email and by text message.
const { passwordless } = sdk('trusted-app', 'trusted-app-secret');
await passwordless.sendEmail({ email: 'user@example.com', send: 'code' });
const mailed = (await message('user@example.com', 'email')).code;
await refused('a wrong code', [403, 'invalid_grant', 'Wrong email or verification code.'], passwordless.loginWithEmail({ email: 'user@example.com', code: not(mailed) }));
holds('the right one', (await passwordless.loginWithEmail({ email: 'user@example.com', code: mailed, scope })).data.refresh_token);
await refused('it once more', [403, 'invalid_grant', 'Wrong email or verification code.'], passwordless.loginWithEmail({ email: 'user@example.com', code: mailed }));
const number = '+15555550142';
await passwordless.sendSMS({ phone_number: number });
const [text] = await sandbox('GET', `/inbox?to=${encodeURIComponent(number)}`);
holds('by text message', (await passwordless.loginWithSMS({ phone_number: number, code: text.code, scope })).data.id_token);

// Signing up, and a new password.
const { database } = sdk('web-app');
const connection = 'Username-Password-Authentication';
const joined = { email: 'joiner@example.com', password: 'a long one', connection };
same('signed up', (await database.signUp(joined)).data.email, joined.email);
holds('logged in', (await trusted.passwordGrant({ ...password, username: joined.email, password: joined.password })).data.access_token);
const twice = await database.signUp(joined).catch((err) => err);
same('signed up twice', twice.statusCode, 400);
same('asked for a new password', (await database.changePassword({ email: joined.email, connection })).data, "We've just sent you an email to reset your password.");
same('the message', (await message(joined.email, 'email')).to, joined.email);

done('node-auth0');
