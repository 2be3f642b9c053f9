// openid-client 6 against a served sandbox ($BASE): whose keys sign, and whose
// keys tokens are bound to. The library verifies every signature that public
// keys can verify.
import { createHmac } from 'node:crypto';
import * as client from 'openid-client';
import { Browser, done, holds, same } from './lib.mjs';
import { sandbox } from './sandbox.mjs';

const base = process.env.BASE;
const callback = 'http://localhost:3000/callback';
const api = 'https://expenses.example/api';
const options = { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] };
const discover = (id, metadata, auth, execute = options.execute) => client.discovery(new URL(base), id, metadata, auth, { execute });
const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
const header = (token) => JSON.parse(Buffer.from(token.split('.')[0], 'base64url'));

async function codeFlow(config, how = {}, extra = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callback, scope: 'openid offline_access read:expenses', audience: api, state: 'a state',
    code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...extra,
  });
  const back = await new Browser().walk(url, callback, { username: 'user@example.com', password: 'opensesame' });
  return client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: 'a state', idTokenExpected: true }, undefined, how);
}

async function refused(what, code, promise) {
  const err = await promise.then(() => ({ error: 'nothing' }), (err) => err);
  same(what, err.error, code);
}

// A public client with a key: the library takes the nonce that it is given.
const spa = await discover('spa', undefined, client.None());
same('algorithms of proofs', spa.serverMetadata().dpop_signing_alg_values_supported, ['ES256']);
const DPoP = client.getDPoPHandle(spa, await client.randomDPoPKeyPair('ES256'));
const thumbprint = await DPoP.calculateThumbprint();
const first = await codeFlow(spa, { DPoP }, { dpop_jkt: thumbprint });
same('token_type', first.token_type, 'dpop'); // the library writes it small
same('bound to the key', claims(first.access_token).cnf, { jkt: thumbprint });
same('userinfo', (await client.fetchUserInfo(spa, first.access_token, first.claims().sub, { DPoP })).sub, first.claims().sub);
const read = await client.fetchProtectedResource(spa, first.access_token, new URL(`${base}/samples/expenses`), 'GET', undefined, undefined, { DPoP });
same('the API', read.status, 200);
const second = await client.refreshTokenGrant(spa, first.refresh_token, undefined, { DPoP });
same('refreshed', second.token_type, 'dpop');
const thief = client.getDPoPHandle(spa, await client.randomDPoPKeyPair('ES256'));
await refused('a refresh by another key', 'invalid_grant', client.refreshTokenGrant(spa, second.refresh_token, undefined, { DPoP: thief }));
await refused('a code by another key', 'invalid_grant', codeFlow(spa, { DPoP: thief }, { dpop_jkt: thumbprint }));
holds('the family lives on', (await client.refreshTokenGrant(spa, second.refresh_token, undefined, { DPoP })).refresh_token);

// A service that must not have bearer tokens.
const service = await discover('backend', undefined, client.ClientSecretPost('backend-secret'));
const forItself = (how) => client.clientCredentialsGrant(service, { audience: api }, how);
await sandbox('PATCH', '/clients/backend', { require_proof_of_possession: true });
await refused('without a proof', 'invalid_dpop_proof', forItself());
const own = client.getDPoPHandle(service, await client.randomDPoPKeyPair('ES256'));
same('with a proof', (await forItself({ DPoP: own })).token_type, 'dpop');
await sandbox('PATCH', '/clients/backend', { require_proof_of_possession: false });

// ID tokens by each algorithm, and a service's token after the keys rotated.
const metadata = { client_secret: 'web-app-secret' };
for (const alg of ['RS256', 'PS256']) {
  await sandbox('PATCH', '/clients/web-app', { jwt_configuration: { alg } });
  const web = await discover('web-app', { ...metadata, id_token_signed_response_alg: alg }, client.ClientSecretBasic('web-app-secret'));
  same(alg, header((await codeFlow(web)).id_token).alg, alg);
  const wrong = await discover('web-app', { ...metadata, id_token_signed_response_alg: alg === 'RS256' ? 'PS256' : 'RS256' }, client.ClientSecretBasic('web-app-secret'));
  holds(`${alg} where another is expected`, await codeFlow(wrong).then(() => false, () => true));
}
await sandbox('PATCH', '/clients/web-app', { jwt_configuration: { alg: 'HS256' } });
const shared = await discover('web-app', { ...metadata, id_token_signed_response_alg: 'HS256' }, client.ClientSecretBasic('web-app-secret'), [client.allowInsecureRequests]);
const [head, payload, signature] = (await codeFlow(shared)).id_token.split('.');
same('HS256', signature, createHmac('sha256', 'web-app-secret').update(`${head}.${payload}`).digest('base64url'));
await sandbox('PATCH', '/clients/web-app', { jwt_configuration: { alg: 'RS256' } });
const web = await discover('web-app', metadata, client.ClientSecretBasic('web-app-secret'));
const before = header((await codeFlow(web)).id_token).kid;
await sandbox('POST', '/keys/signing/rotate');
const after = header((await codeFlow(web)).id_token).kid; // verified by a key that the library has just looked up
holds('another key signs', after !== before);
const published = async () => (await (await fetch(`${base}/.well-known/jwks.json`)).json()).keys.map((k) => k.kid);
holds('the key of before is still published', (await published()).includes(before));
await sandbox('PUT', `/keys/signing/${before}/revoke`);
holds('until it is revoked', !(await published()).includes(before));

// Roles, in the dialect of RFC 9068.
const may = [{ resource_server_identifier: api, permission_name: 'read:expenses' }];
await sandbox('PATCH', `/apis/${encodeURIComponent(api)}`, { enforce_policies: true, token_dialect: 'rfc9068_profile_authz' });
const role = await sandbox('POST', '/roles', { name: 'Reader', permissions: may });
same('without the role', claims((await codeFlow(web)).access_token).permissions, []);
await sandbox('PATCH', '/users/user@example.com', { roles: [role.id] });
const read9068 = (await codeFlow(web)).access_token;
same('with the role', [claims(read9068).permissions, claims(read9068).scope, header(read9068).typ], [['read:expenses'], 'openid offline_access read:expenses', 'at+jwt']);

done('keys');
