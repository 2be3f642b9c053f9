// The hosted pages of a served sandbox ($BASE), in Chromium, by the keyboard
// alone and without scripts: signing up, choosing an account, a device, a
// lockout; and whether they fit a narrow screen.
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { arrived, authorize, base, claims, close, logIn, redeem, visit } from './chromium.mjs';
import { done, holds, same } from './lib.mjs';

/** What has the focus, by its name as people hear it. */
const focused = (page) => page.locator(':focus').evaluate((e) => (e.labels?.[0] ?? e).textContent.trim());

/** Presses Tab until the element of that name has the focus, and sees that it shows. */
async function tabTo(page, name) {
  for (let i = 0; i < 20; i++) {
    if (await page.locator(':focus').count() && await focused(page) === name) {
      const ring = await page.locator(':focus').evaluate((e) => getComputedStyle(e).outlineWidth);
      holds(`${name} shows that it has the focus`, parseInt(ring, 10) >= 2);
      return;
    }
    await page.keyboard.press('Tab');
  }
  holds(`${name} can be reached with Tab`, false);
}

/** Nothing is wider than a narrow screen, in light and dark. */
async function fits(page, name) {
  for (const width of [320, 480, 1280]) {
    await page.setViewportSize({ width, height: 700 });
    const over = await page.locator('html').evaluate((e) => e.scrollWidth - e.clientWidth);
    same(`${name} fits ${width} pixels`, over, 0);
  }
}

async function user(page, verifier) {
  const tokens = await redeem((await arrived(page)).get('code'), verifier);
  return claims(tokens.id_token).email;
}

const scope = 'openid email';

// What other checks have changed is not these pages' matter.
holds('a fresh sandbox', (await fetch(`${base}/sandbox/reset`, { method: 'POST' })).ok);

await visit(async (page) => {
  // Sign up, from the login page.
  let asked = authorize({ scope });
  await page.goto(asked.url);
  await fits(page, 'Log in');
  await tabTo(page, 'Sign up');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${base}/u/signup?*`);
  await page.locator('#email:focus').waitFor();
  await fits(page, 'Sign up');
  same('the first field has the focus', await focused(page), 'Email');
  await page.keyboard.type('user@example.com');
  await page.keyboard.press('Tab');
  await page.keyboard.type('opensesame');
  await page.keyboard.press('Enter');
  same('an address in use', (await page.getByRole('alert').textContent()).startsWith('There is an account'), true);
  await page.fill('#email', 'keys@example.com');
  await tabTo(page, 'Password');
  await page.keyboard.type('opensesame');
  await page.keyboard.press('Enter');
  same('who signed up', await user(page, asked.verifier), 'keys@example.com');

  // Forget the password.
  await page.goto(authorize({ prompt: 'login' }).url);
  await tabTo(page, 'Forgot your password?');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${base}/u/forgot-password?*`);
  await page.locator('input:focus').waitFor();
  await fits(page, 'Forgot your password');
  await page.keyboard.type('keys@example.com');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  await fits(page, 'Look into your mail');

  // Choose an account.
  asked = authorize({ scope, prompt: 'select_account' });
  await page.goto(asked.url);
  await fits(page, 'Choose an account');
  await page.locator(':focus').waitFor();
  same('the account that there is', await focused(page), 'Continue');
  await page.keyboard.press('Enter');
  same('who was chosen', await user(page, asked.verifier), 'keys@example.com');
  asked = authorize({ scope, prompt: 'select_account' });
  await page.goto(asked.url);
  await tabTo(page, 'Use another account');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${base}/u/login?*`);
  await page.locator('#username:focus').waitFor(); // the browser gives it the focus after the page is there
  await page.keyboard.type('user@example.com');
  await page.keyboard.press('Tab');
  await page.keyboard.type('opensesame');
  await page.keyboard.press('Enter');
  same('who was chosen instead', await user(page, asked.verifier), 'user@example.com');
});

await visit(async (page) => {
  // Let a device in, by its complete address.
  const body = new URLSearchParams({ client_id: 'tv', scope });
  const device = await (await fetch(`${base}/oauth/device/code`, { method: 'POST', body })).json();
  await page.goto(device.verification_uri_complete);
  await tabTo(page, 'Go on with your phone instead');
  await page.keyboard.press('Enter');
  const { data, width, height } = PNG.sync.read(await page.locator('img').screenshot());
  same('a phone reads the address', jsQR(new Uint8ClampedArray(data), width, height)?.data, device.verification_uri_complete);
  await fits(page, 'Connect a device');
  await page.focus('#user_code');
  await page.keyboard.press('Enter');
  await logIn(page, 'user@example.com');
  await fits(page, 'Is this your device?');
  same('the code is there to compare', (await page.locator('.secret').textContent()).trim(), device.user_code);
  await tabTo(page, 'Continue');
  await page.keyboard.press('Enter');
  same('the device is in', await page.locator('h1').textContent(), 'Your device is connected');
});

await visit(async (page) => {
  // Ten wrong passwords.
  await page.goto(authorize({ scope }).url);
  for (let i = 0; i < 11; i++) {
    await logIn(page, 'push@example.com', 'wrong');
  }
  const alert = await page.getByRole('alert').textContent();
  same('locked out', alert.startsWith('Your account has been blocked after multiple consecutive login attempts.'), true);
  await fits(page, 'Log in, locked out');
  same('the mail is one link away', await page.getByRole('link', { name: 'Read it' }).count(), 1);
  const [mail] = await (await fetch(`${base}/sandbox/inbox?user=push@example.com`)).json();
  await page.goto(mail.body.match(/http\S+/)[0]);
  await fits(page, 'Unblock');
  await page.getByRole('button', { name: 'Continue' }).click();
  same('unblocked', await page.locator('h1').textContent(), 'Your account is unblocked');
});

await close();
done('pages');
