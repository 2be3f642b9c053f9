// A real Chromium and an app for it to come back to: what the checks of the
// hosted pages at $BASE share.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { same } from './lib.mjs';

export const base = process.env.BASE;
// A native app's callback may be on any port. It has to answer: what a redirect
// leads to cannot be played by the browser's driver.
const app = createServer((_, answer) => answer.end('the app'));
await new Promise((ready) => app.listen(0, '127.0.0.1', ready));
export const callback = `http://127.0.0.1:${app.address().port}/callback`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

/** A fresh browser with scripts off, unless asked otherwise: the pages need none. */
export async function visit(run, { scripts = false } = {}) {
  const context = await browser.newContext({ javaScriptEnabled: scripts });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()));
  await run(page, context);
  same('the console complains of nothing', complaints.filter((c) => !c.includes('status of 4')), []);
  await context.close();
}

export function authorize(extra = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code', client_id: 'mobile-app', redirect_uri: callback, scope: 'openid offline_access', state: 'a state & more',
    audience: 'https://expenses.example/api', code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256', ...extra,
  });
  return { url: `${base}/authorize?${query}`, verifier };
}

export async function logIn(page, user, password = 'opensesame') {
  await page.fill('#username', user);
  await page.fill('#password', password);
  await page.getByRole('button', { name: 'Continue' }).click();
}

export async function arrived(page) {
  await page.waitForURL(`${callback}?*`);
  return new URL(page.url()).searchParams;
}

export async function redeem(code, verifier) {
  const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: 'mobile-app', redirect_uri: callback, code, code_verifier: verifier });
  const answer = await fetch(`${base}/oauth/token`, { method: 'POST', body });
  return { status: answer.status, ...(await answer.json()) };
}

/** The claims of a token. */
export function claims(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
}

/** Ends the browser and the app. */
export async function close() {
  await browser.close();
  app.close();
}
