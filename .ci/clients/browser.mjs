// A real Chromium on the hosted pages of a served sandbox ($BASE).
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { done, holds, same } from './lib.mjs';

const base = process.env.BASE;
// A native app's callback may be on any port. It has to answer: what a redirect
// leads to cannot be played by the browser's driver.
const app = createServer((_, answer) => answer.end('the app'));
await new Promise((ready) => app.listen(0, '127.0.0.1', ready));
const callback = `http://127.0.0.1:${app.address().port}/callback`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

/** A fresh browser with scripts off: the pages need none. */
async function visit(run) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()));
  await run(page, context);
  same('the console complains of nothing', complaints.filter((c) => !c.includes('status of 4')), []);
  await context.close();
}

function authorize(extra = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code', client_id: 'mobile-app', redirect_uri: callback, scope: 'openid offline_access', state: 'a state & more',
    audience: 'https://expenses.example/api', code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256', ...extra,
  });
  return { url: `${base}/authorize?${query}`, verifier };
}

async function logIn(page, user, password = 'opensesame') {
  await page.fill('#username', user);
  await page.fill('#password', password);
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function arrived(page) {
  await page.waitForURL(`${callback}?*`);
  return new URL(page.url()).searchParams;
}

async function redeem(code, verifier) {
  const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: 'mobile-app', redirect_uri: callback, code, code_verifier: verifier });
  const answer = await fetch(`${base}/oauth/token`, { method: 'POST', body });
  return { status: answer.status, ...(await answer.json()) };
}

// Log in, wrong password first; then the session logs in without a page.
await visit(async (page) => {
  const { url, verifier } = authorize();
  await page.goto(url);
  holds('fields have labels', (await page.getByLabel(/password/i).count()) > 0);
  await logIn(page, 'user@example.com', 'opensesame!');
  holds('a wrong password stays on the page', page.url().startsWith(`${base}/u/login`));
  await logIn(page, 'user@example.com');
  const back = await arrived(page);
  same('state', back.get('state'), 'a state & more');
  const tokens = await redeem(back.get('code'), verifier);
  same('code exchange', tokens.status, 200);
  holds('refresh token', tokens.refresh_token);
  same('the code again', (await redeem(back.get('code'), verifier)).error, 'invalid_grant');

  const again = authorize({ state: 'again' });
  await page.goto(again.url);
  same('single sign-on', (await arrived(page)).get('state'), 'again');
});

// A second factor: a wrong code first.
await visit(async (page) => {
  const { url, verifier } = authorize();
  await page.goto(url);
  await logIn(page, 'otp@example.com');
  await page.waitForURL(`${base}/u/mfa-otp*`);
  const { code } = await (await fetch(`${base}/sandbox/totp?user=otp@example.com`)).json();
  await page.fill('#code', code === '000000' ? '111111' : '000000');
  await page.getByRole('button', { name: 'Continue' }).click();
  holds('a wrong code stays on the page', page.url().startsWith(`${base}/u/mfa-otp`));
  await page.fill('#code', (await (await fetch(`${base}/sandbox/totp?user=otp@example.com`)).json()).code);
  await page.getByRole('button', { name: 'Continue' }).click();
  const tokens = await redeem((await arrived(page)).get('code'), verifier);
  same('code exchange', tokens.status, 200);
});

// A refusal goes back to the app.
await visit(async (page) => {
  await page.goto(authorize().url);
  await page.getByRole('button', { name: /^(Cancel|Deny)$/ }).click();
  const back = await arrived(page);
  same('refused', back.get('error'), 'access_denied');
  same('state of a refusal', back.get('state'), 'a state & more');
  same('no code', back.get('code'), null);
});

// A callback that is not registered never sees the browser.
await visit(async (page) => {
  const answer = await page.goto(authorize({ redirect_uri: 'https://attacker.example/callback' }).url);
  holds('an error page', answer.status() >= 400 && answer.status() < 500 && page.url().startsWith(base));
});

await browser.close();
app.close();
done('chromium');
