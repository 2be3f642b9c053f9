// Logging in at the hosted pages of a served sandbox ($BASE) with Chromium.
import { arrived, authorize, base, close, logIn, redeem, visit } from './chromium.mjs';
import { done, holds, same } from './lib.mjs';

// Log in, wrong password first; then the session logs in without a page.
await visit(async (page) => {
  const { url, verifier } = authorize();
  await page.goto(url);
  holds('fields have labels', (await page.getByLabel(/password/i).count()) > 0);
  // How Auth0's own end-to-end suites press on: the only such button, first
  // with the username alone, which an identifier-first page would take.
  const goesOn = page.locator('button[type="submit"][name="action"]');
  same('one button goes on', await goesOn.allTextContents(), ['Continue']);
  await page.fill('input[id="username"]', 'user@example.com');
  await page.locator('button[data-action-button-primary="true"]').click();
  await page.waitForSelector('input[id="password"]');
  await logIn(page, 'user@example.com', 'opensesame!');
  holds('a wrong password stays on the page', page.url().startsWith(`${base}/u/login`));
  holds('it is said where suites look', await page.locator('#error-element-password').isVisible());
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

await close();
done('chromium');
