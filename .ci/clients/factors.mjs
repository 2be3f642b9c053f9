// Every second factor on the hosted pages of a served sandbox ($BASE), given
// and set up with Chromium.
import { createHmac } from 'node:crypto';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { arrived, authorize, base, claims, close, logIn, redeem, visit } from './chromium.mjs';
import { done, holds, same } from './lib.mjs';

const multiFactor = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';

async function sandbox(method, path, body) {
  const init = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`${base}/sandbox${path}`, { method, ...init });
  holds(`${method} /sandbox${path}`, answer.ok);
  return answer.json();
}

const latest = async (user) => (await sandbox('GET', `/inbox?user=${user}`))[0];
const shown = async (user) => (await sandbox('GET', `/totp?user=${user}`)).code;
const wrong = (code) => (code === '000000' ? '111111' : '000000');
const button = (page, name) => page.getByRole('button', { name }).click();
const thumb = async (user, action) => sandbox('POST', `/inbox/${(await latest(user)).id}`, { action });

/** What an app with a base32 secret shows (RFC 6238, RFC 4226 §5.3). */
function totp(secret, at) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.parse(at) / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const code = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(code % 1_000_000).padStart(6, '0');
}

async function type(page, code) {
  await page.fill('#code', code);
  await button(page, 'Continue');
}

/** Opens a login with its password given, and ends it with the app's tokens. */
async function login(user, run, extra) {
  await visit(async (page) => {
    const { url, verifier } = authorize(extra);
    await page.goto(url);
    await logIn(page, user);
    const amr = await run(page);
    const tokens = await redeem((await arrived(page)).get('code'), verifier);
    same(`${user}: code exchange`, tokens.status, 200);
    same(`${user}: amr`, claims(tokens.id_token).amr, amr ?? ['mfa']);
    same(`${user}: acr`, claims(tokens.id_token).acr, multiFactor);
  });
}

// Codes that are sent: a wrong one first, then the latest of two.
for (const [user, path] of [['phone@example.com', '/u/mfa-sms'], ['email@example.com', '/u/mfa-email']]) {
  await login(user, async (page) => {
    await page.waitForURL(`${base}${path}?*`);
    const first = await latest(user);
    await type(page, wrong(first.code));
    holds('a wrong code is told', await page.getByRole('alert').isVisible());
    await button(page, /^Send another/);
    holds('another was sent', (await latest(user)).id !== first.id);
    await type(page, (await latest(user)).code);
  });
}

// A push: denied, asked again, approved; the browser is remembered.
await visit(async (page) => {
  const user = 'push@example.com';
  const { url } = authorize();
  await page.goto(url);
  await logIn(page, user);
  await page.waitForURL(`${base}/u/mfa-push?*`);
  for (const what of ['Pia\'s phone', user, `${base}/`]) {
    holds(`it says ${what}`, await page.getByText(what).first().isVisible());
  }
  await button(page, 'Continue');
  holds('it waits', await page.getByRole('status').isVisible());
  await thumb(user, 'deny');
  await button(page, 'Continue');
  holds('no is no', await page.getByRole('heading', { name: 'The login was denied' }).isVisible());
  await button(page, 'Ask the phone again');
  await page.waitForURL(`${base}/u/mfa-push?*`);
  await page.getByLabel('Remember this browser').check();
  await thumb(user, 'approve');
  await button(page, 'Continue');
  holds('a code', (await arrived(page)).get('code'));

  const again = authorize({ prompt: 'login' });
  await page.goto(again.url);
  await logIn(page, user);
  const tokens = await redeem((await arrived(page)).get('code'), again.verifier);
  same('a remembered browser gives no second factor', [tokens.status, claims(tokens.id_token).amr], [200, undefined]);
});

// Another way: all of them are there; the recovery code comes back new.
await login('all@example.com', async (page) => {
  await button(page, 'Try another way');
  for (const name of [/^Notification/, /^Authenticator/, /^Text message/, /^Email/, /^Recovery/]) {
    same(`${name}`, await page.getByRole('button', { name }).count(), 1);
  }
  await button(page, /^Recovery/);
  await type(page, 'RECOVERYCODEFORTHEOTPUSE');
  holds('a new recovery code', /^[A-Z0-9]{24}$/.test(await page.locator('.secret').innerText()));
  await button(page, 'Continue');
});

// What must be set up first, when the policy asks everybody.
await sandbox('PATCH', '/policy', { mfa: { when: 'always' } });
const newcomer = 'user@example.com';
await login(newcomer, async (page) => {
  await button(page, 'Authenticator app');
  const { data, width, height } = PNG.sync.read(await page.locator('.barcode img').screenshot());
  const uri = new URL(jsQR(new Uint8ClampedArray(data), width, height).data);
  same('the scanned account', decodeURIComponent(uri.pathname), '/Playgrant:user@example.com');
  same('the key as text', await page.locator('.key').textContent(), uri.searchParams.get('secret'));
  await type(page, wrong(await shown(newcomer)));
  await type(page, totp(uri.searchParams.get('secret'), (await sandbox('GET', '/clock')).now));
  holds('a recovery code', /^[A-Z0-9]{24}$/.test(await page.locator('.secret').innerText()));
  await button(page, 'Continue');
});
await sandbox('POST', '/clock', { advance_seconds: 60 });
await login(newcomer, async (page) => type(page, await shown(newcomer)), { acr_values: multiFactor });

const caller = { email: 'caller@example.com', password: 'opensesame', name: 'A Caller' };
await sandbox('POST', '/users', caller);
await login(caller.email, async (page) => {
  await button(page, 'Phone call');
  await page.fill('#phone_number', '5555550199');
  await button(page, 'Continue');
  holds('a number without its country is told', await page.getByRole('alert').isVisible());
  await page.fill('#phone_number', '+1 555-555-0199');
  await button(page, 'Continue');
  const call = await latest(caller.email);
  same('a call', [call.channel, call.to], ['voice', '+15555550199']);
  await type(page, call.code);
  await button(page, 'Continue'); // past the recovery code
});
await login(caller.email, async (page) => {
  await button(page, 'Try another way');
  await button(page, /^Phone call/);
  await page.waitForURL(`${base}/u/mfa-voice?*`);
  await type(page, (await latest(caller.email)).code);
});

const owner = { email: 'owner@example.com', password: 'opensesame', name: 'A Phone Owner' };
await sandbox('POST', '/users', owner);
await login(owner.email, async (page) => {
  await button(page, /^Notification/);
  await button(page, 'Continue');
  holds('it waits', await page.getByRole('status').isVisible());
  await thumb(owner.email, 'approve');
  await button(page, 'Continue');
  await button(page, 'Continue'); // past the recovery code
});

// Leaving in the middle tells the app so, and sets nothing up.
await visit(async (page) => {
  await page.goto(authorize().url);
  await logIn(page, 'email@example.com');
  await button(page, 'Cancel');
  same('cancelled', (await arrived(page)).get('error'), 'access_denied');
});

await close();
done('factors');
