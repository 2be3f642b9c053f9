// auth0-spa-js in a page of a real Chromium, against a served sandbox ($BASE):
// the hosted login, rotation, and its MFA client when a refresh asks for a
// second factor. Its MFA client speaks https only; the browser trusts the CA.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { done, holds, pick, same } from './lib.mjs';
import * as sandbox from './sandbox.mjs';

const http = process.env.BASE;
const domain = new URL(http).host;
const api = 'https://expenses.example/api';
const bundle = readFileSync(createRequire(import.meta.url).resolve('@auth0/auth0-spa-js/dist/auth0-spa-js.production.js'));

// The app, at an address that the client spa is registered with.
const app = createServer((request, answer) => {
  if (request.url === '/auth0-spa-js.js') answer.setHeader('Content-Type', 'text/javascript').end(bundle);
  else if (request.url === '/favicon.ico') answer.writeHead(204).end();
  else answer.setHeader('Content-Type', 'text/html').end('<!DOCTYPE html><title>The app</title><script src="/auth0-spa-js.js"></script>');
});
const listen = (port) => new Promise((ready, failed) => {
  app.once('error', failed).listen(port, 'localhost', () => ready(`http://localhost:${port}`));
});
const origin = await listen(3000).catch(() => listen(5173));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

/** A page with the SDK's client in it, logged in through the hosted pages. */
async function visit({ domain, user, otp = false, ...options }, run) {
  const context = await browser.newContext();
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const crashes = [];
  page.on('pageerror', (err) => crashes.push(err.message));
  const settings = {
    domain, clientId: 'spa', useRefreshTokens: true, ...options,
    authorizationParams: { redirect_uri: origin, audience: api, scope: 'openid profile email read:expenses' },
  };
  const load = (tab = page) => tab.evaluate((s) => { globalThis.client = new globalThis.auth0.Auth0Client(s); }, settings);
  await page.goto(origin);
  await load();
  await page.evaluate(() => { globalThis.client.loginWithRedirect({ appState: { from: 'here' } }); });
  await page.waitForURL(`${domain.replace(/^(?!http)/, 'https://')}/u/login*`);
  await page.fill('#username', user);
  await page.fill('#password', 'opensesame');
  await page.getByRole('button', { name: 'Continue' }).click();
  if (otp) {
    await page.waitForURL('**/u/mfa-otp*');
    await page.fill('#code', await sandbox.app(user));
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  await page.waitForURL(`${origin}/?code=*`);
  await load();

  /** Calls a method of the client: {value}, or {error} as its SDK tells it. */
  const call = (path, ...args) => page.evaluate(async ([path, args]) => {
    const [method, on] = path.split('.').reverse();
    const target = on ? globalThis.client[on] : globalThis.client;
    try {
      return { value: await target[method](...args) };
    } catch (err) {
      const { error, error_description, mfa_token, mfa_requirements, message } = err;
      const asks = err instanceof globalThis.auth0.MfaRequiredError;
      return { error: { asks, error, error_description, mfa_token, mfa_requirements, message } };
    }
  }, [path, args]);
  const get = async (path, ...args) => {
    const { value, error } = await call(path, ...args);
    if (error) throw new Error(`${user}: ${path}: ${JSON.stringify(error)}`);
    return value;
  };
  const refused = async (what, want, path, ...args) => {
    const { error } = await call(path, ...args);
    same(what, [error?.error, error?.error_description], want);
    return error;
  };
  same('appState', (await get('handleRedirectCallback')).appState, { from: 'here' });
  same('getUser', (await get('getUser')).email, user);
  await run({ get, refused, call, page, load });
  same('no script failed', crashes, []);
  await context.close();
}

/** A refresh, past what the SDK keeps. */
const fresh = { cacheMode: 'off', detailedResponse: true };

/** A refresh that the policy answers with mfa_required. */
async function asked({ call }, factors) {
  const { error } = await call('getTokenSilently', fresh);
  same('the SDK knows it', [error?.asks, error?.error, error?.error_description], [true, 'mfa_required', 'Multifactor authentication required']);
  same('factors', error.mfa_requirements, factors);
  return error.mfa_token;
}

async function verified({ get }, answer) {
  const tokens = await get('mfa.verify', answer);
  holds('tokens', tokens.access_token && tokens.id_token);
  same('scope', tokens.scope, 'openid profile email read:expenses offline_access');
}

const challenge = (...types) => ({ challenge: types.map((type) => ({ type })) });
const refreshes = { flows: ['authorize', 'password', 'refresh_token'] };

// By http: log in, refresh, rotate. A page that kept an older token ends the
// family, and both are logged out of it.
await sandbox.reset();
await visit({ domain: http, user: 'user@example.com', cacheLocation: 'localstorage' }, async ({ get, refused, page }) => {
  holds('a token from the login', (await get('getTokenSilently')).split('.').length === 3);
  const kept = await page.evaluate(() => ({ ...localStorage }));
  await get('getTokenSilently', fresh);
  await get('getTokenSilently', fresh);
  same('rotated twice', await sandbox.family('user@example.com'), { state: 'active', cause: '', tokens: ['rotated', 'rotated', 'active'] });
  await page.evaluate((entries) => Object.assign(localStorage, entries), kept);
  await refused('reuse', ['invalid_grant', 'Unknown or invalid refresh token.'], 'getTokenSilently', fresh);
  same('the family', (await sandbox.family('user@example.com')).cause, 'reuse');
});

// Without refresh tokens: the session is asked in a hidden frame, which answers
// by web_message. After a logout the frame says login_required.
await sandbox.reset();
await visit({ domain: http, user: 'user@example.com', useRefreshTokens: false }, async ({ get, refused, page, load }) => {
  const renewed = await get('getTokenSilently', fresh);
  holds('a token by the frame', renewed.access_token.split('.').length === 3);
  await page.evaluate((to) => { globalThis.client.logout({ logoutParams: { returnTo: to } }); }, origin);
  await page.waitForURL((url) => url.origin === origin && !url.search);
  await page.waitForLoadState();
  await load();
  await refused('the frame after the logout', ['login_required', 'Login required'], 'getTokenSilently', fresh);
});

// Tokens bound to a key of the page's (DPoP), with the server's nonces: the SDK
// calls the API with its proof, and the token alone opens nothing.
await sandbox.reset();
await visit({ domain: http, user: 'user@example.com', useDpop: true }, async ({ get, page }) => {
  const tokens = await get('getTokenSilently', fresh);
  const bound = JSON.parse(Buffer.from(tokens.access_token.split('.')[1], 'base64url'));
  holds('bound to a key', bound.cnf?.jkt?.length === 43);
  const statuses = await page.evaluate(async ([url, token, audience]) => {
    const proved = await globalThis.client.createFetcher({ dpopNonceId: 'api' }).fetchWithAuth(url, {}, { audience });
    const alone = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const claimed = await fetch(url, { headers: { authorization: `DPoP ${token}` } });
    return [proved, alone, claimed].map((answer) => answer.status);
  }, [`${http}/samples/expenses`, tokens.access_token, api]);
  same('with the proof, by the token alone, claiming a proof', statuses, [200, 401, 401]);
});

/** Refreshes at once, one for each time that a tab is named; then what became of the family. */
async function atOnce(...tabs) {
  const refresh = (tab) => tab.evaluate((how) => globalThis.client.getTokenSilently(how), fresh);
  const tokens = await Promise.all(tabs.map(refresh));
  holds('a token in each tab', tokens.every((t) => t.access_token.split('.').length === 3));
  const { state, tokens: family } = await sandbox.family('user@example.com');
  return { state, family, active: family.filter((t) => t === 'active').length };
}

// Two tabs refresh at once: the SDK's lock has one wait for the other, so that
// neither sends a token that was rotated already. A tab that the app opens
// shares its process, and so sees at once what the other one has stored.
await sandbox.reset();
await visit({ domain: http, user: 'user@example.com', cacheLocation: 'localstorage' }, async ({ page, load }) => {
  const popup = page.waitForEvent('popup');
  await page.evaluate((url) => { globalThis.open(url); }, origin);
  const second = await popup;
  await second.waitForLoadState();
  await load(second);
  const { state, family, active } = await atOnce(page, second, page, second);
  same('the family lives, and one token of it', [state, active], ['active', 1]);
  holds('rotated more than once', family.length >= 3);
});

// Tabs that the user opens have a process each. The lock holds there too, but
// Chromium may show a tab what the other one stored a moment later, so an old
// token can still be sent: that is what a leeway is for.
await sandbox.reset();
await sandbox.client('spa', { refresh_token: { leeway: 10 } });
await visit({ domain: http, user: 'user@example.com', cacheLocation: 'localstorage' }, async ({ page, load }) => {
  const second = await page.context().newPage();
  await second.goto(origin);
  await load(second);
  const { state, active } = await atOnce(page, second);
  same('the family lives, in spite of either order', [state, active >= 1], ['active', true]);
});

// A code of the app at the login, and again at the refresh.
await sandbox.reset();
await sandbox.policy(refreshes);
await visit({ domain, user: 'otp@example.com', otp: true }, async (client) => {
  const mfaToken = await asked(client, challenge('otp', 'recovery-code'));
  same('the refusal rotates nothing', (await sandbox.family('otp@example.com')).tokens, ['active']);
  const list = await client.get('mfa.getAuthenticators', mfaToken);
  same('authenticators', list.map((a) => [a.type, a.active]), [['otp', true], ['recovery-code', true]]);
  same('enrolment', await client.get('mfa.getEnrollmentFactors', mfaToken), []);
  same('challenge', await client.get('mfa.challenge', { mfaToken, challengeType: 'otp', authenticatorId: pick(list, 'totp') }), { challengeType: 'otp' });
  await sandbox.wait(30);
  const otp = await sandbox.app('otp@example.com');
  await client.refused('a wrong code', ['invalid_grant', 'Invalid otp_code.'], 'mfa.verify', { mfaToken, otp: sandbox.not(otp) });
  await verified(client, { mfaToken, otp });
  same('it rotated', (await sandbox.family('otp@example.com')).tokens, ['rotated', 'active']);
  // The SDK's worker forgets its token when it is asked for a second factor, so
  // what verify gives must hold the next one.
  await sandbox.policy({ flows: ['authorize'] });
  await client.get('getTokenSilently', fresh);
  same('the next refresh', (await sandbox.family('otp@example.com')).tokens, ['rotated', 'rotated', 'active']);
});

// Messages, a push and a recovery code.
await sandbox.reset();
await sandbox.policy({ flows: ['refresh_token'] });
const all = 'all@example.com';
await visit({ domain, user: all, cacheLocation: 'localstorage' }, async (client) => {
  const every = challenge('otp', 'push-notification', 'phone', 'recovery-code', 'email');
  for (const channel of ['sms', 'email']) {
    const mfaToken = await asked(client, every);
    const authenticatorId = pick(await client.get('mfa.getAuthenticators', mfaToken), channel);
    const sent = await client.get('mfa.challenge', { mfaToken, challengeType: 'oob', authenticatorId });
    same(channel, sent.bindingMethod, 'prompt');
    const { code } = await sandbox.message(all, channel);
    await client.refused('another code', ['invalid_grant', 'Invalid binding_code.'], 'mfa.verify', { mfaToken, oobCode: sent.oobCode, bindingCode: sandbox.not(code) });
    await verified(client, { mfaToken, oobCode: sent.oobCode, bindingCode: code });
  }

  const mfaToken = await asked(client, every);
  const authenticatorId = pick(await client.get('mfa.getAuthenticators', mfaToken), 'push');
  const denied = await client.get('mfa.challenge', { mfaToken, challengeType: 'oob', authenticatorId });
  await sandbox.answer(all, 'deny');
  await client.refused('a push denied', ['invalid_grant', 'MFA Authorization rejected.'], 'mfa.verify', { mfaToken, oobCode: denied.oobCode });
  const { oobCode } = await client.get('mfa.challenge', { mfaToken, challengeType: 'oob', authenticatorId });
  same('a push that waits', (await client.call('mfa.verify', { mfaToken, oobCode })).error.error, 'authorization_pending');
  await sandbox.answer(all, 'approve');
  await sandbox.wait(5);
  await verified(client, { mfaToken, oobCode });
  same('every answer rotated', (await sandbox.family(all)).tokens, [...Array(3).fill('rotated'), 'active']);
});

// A first factor is enrolled at a refresh.
await sandbox.reset();
await sandbox.policy({ when: 'always', flows: ['refresh_token'] });
await visit({ domain, user: 'user@example.com' }, async (client) => {
  const { error } = await client.call('getTokenSilently', fresh);
  holds('asked', error?.asks);
  const mfaToken = error.mfa_token;
  same('enrolment', await client.get('mfa.getEnrollmentFactors', mfaToken), error.mfa_requirements.enroll);
  same('no authenticators', await client.get('mfa.getAuthenticators', mfaToken), []);
  const enrolment = await client.get('mfa.enroll', { mfaToken, factorType: 'otp' });
  same('a recovery code', enrolment.recoveryCodes.length, 1);
  await verified(client, { mfaToken, otp: await sandbox.codeOf(enrolment.secret) });

  const mfaAgain = await asked(client, challenge('otp', 'recovery-code'));
  await client.refused('enrolling by the mfa_token', ['access_denied', 'User is already enrolled.'], 'mfa.enroll', { mfaToken: mfaAgain, factorType: 'push' });
  await client.refused('a push that cannot be', ['unsupported_challenge_type', 'None of the accepted challenge types is supported for this user'], 'mfa.challenge', { mfaToken: mfaAgain, challengeType: 'oob' });
  const renewed = await client.get('mfa.verify', { mfaToken: mfaAgain, recoveryCode: enrolment.recoveryCodes[0] });
  holds('a new recovery code', renewed.recovery_code !== enrolment.recoveryCodes[0] && renewed.recovery_code.length === 24);
});

done('auth0-spa-js');
await browser.close();
app.close();
