// Passkeys on the hosted pages of a served sandbox ($BASE), with Chromium's own
// virtual authenticators.
import { arrived, authorize, base, claims, close, logIn, redeem, visit } from './chromium.mjs';
import { done, holds, same } from './lib.mjs';

const multiFactor = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';

async function sandbox(method, path, body) {
  const init = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`${base}/sandbox${path}`, { method, ...init });
  holds(`${method} /sandbox${path}`, answer.ok);
  return answer.json();
}

const button = (page, name) => page.getByRole('button', { name }).click();

/** A passkey in the page's browser; touch is whether its user is there. */
async function authenticator(page, transport, touch = true) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport, hasResidentKey: true, hasUserVerification: true, isUserVerified: touch, automaticPresenceSimulation: touch,
  } });
  const all = async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  const put = async (credential) => cdp.send('WebAuthn.addCredential', { authenticatorId, credential });
  const remove = async () => cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
  return { all, put, remove };
}

async function finish(page, verifier, user) {
  const tokens = await redeem((await arrived(page)).get('code'), verifier);
  same(`${user}: code exchange`, tokens.status, 200);
  return claims(tokens.id_token);
}

const first = (await sandbox('GET', '')).policy;
same('a fresh sandbox asks for none', first.mfa.factors.filter((f) => f.startsWith('webauthn')), []);
await sandbox('PATCH', '/policy', { mfa: { when: 'always', factors: [...first.mfa.factors, 'webauthn-platform', 'webauthn-roaming'] } });

for (const [name, transport, kind] of [['This device', 'internal', 'platform'], ['Security key', 'usb', 'roaming']]) {
  const user = `${kind}@example.com`;
  await sandbox('POST', '/users', { email: user, password: 'opensesame', name: kind });
  await visit(async (page) => {
    // Set one up.
    let asked = authorize();
    await page.goto(asked.url);
    await logIn(page, user);
    await button(page, new RegExp(`^${name}`));
    await page.waitForURL(`${base}/u/mfa-enroll-webauthn-${kind}?*`);
    const own = await authenticator(page, transport);
    await button(page, 'Continue');
    await page.locator('.secret').waitFor();
    await button(page, 'Continue'); // past the recovery code
    same(`${user}: amr`, (await finish(page, asked.verifier, user)).amr, ['mfa']);
    same(`${user}: the browser has it`, (await own.all()).length, 1);

    // Give it.
    asked = authorize({ prompt: 'login', acr_values: multiFactor });
    await page.goto(asked.url);
    await logIn(page, user);
    await page.waitForURL(`${base}/u/mfa-webauthn-${kind}?*`);
    await button(page, 'Continue');
    let id = await finish(page, asked.verifier, user);
    same(`${user}: given`, [id.amr, id.acr], [['mfa'], multiFactor]);

    // Log in by it alone.
    asked = authorize({ prompt: 'login', scope: 'openid email' });
    await page.goto(asked.url);
    await button(page, 'Log in with a passkey');
    id = await finish(page, asked.verifier, user);
    same(`${user}: without a password`, [id.email, id.amr], [user, ['mfa']]);

    // A copy whose counter stands still is refused, and so is the key of another.
    const [kept] = await own.all();
    await own.remove();
    const copy = await authenticator(page, transport);
    await copy.put({ ...kept, signCount: 1 });
    asked = authorize({ prompt: 'login' });
    await page.goto(asked.url);
    await button(page, 'Log in with a passkey');
    await page.waitForURL(`${base}/u/login-passkey`);
    holds('a copy is refused', (await page.getByRole('alert').filter({ visible: true }).innerText()).includes('copied'));
    await copy.remove();

    // No answer, and another way out.
    await page.goto(authorize({ prompt: 'login' }).url);
    await logIn(page, user);
    await page.waitForURL(`${base}/u/mfa-webauthn-${kind}?*`);
    await authenticator(page, transport);
    await button(page, 'Continue');
    await page.getByRole('alert').filter({ visible: true }).waitFor();
    await button(page, 'Try another way');
    await page.getByRole('button', { name: /^Recovery/ }).waitFor();
  }, { scripts: true });
}

// Without scripts the page says so, and gets nobody in.
await visit(async (page) => {
  await page.goto(authorize().url);
  await logIn(page, 'platform@example.com');
  await page.waitForURL(`${base}/u/mfa-webauthn-platform?*`);
  holds('scripts are off', await page.getByText('Scripts are off').isVisible());
  await button(page, 'Continue');
  holds('nobody gets in', page.url().startsWith(`${base}/u/mfa-webauthn-platform`));
});

await sandbox('PATCH', '/policy', { mfa: first.mfa });
await close();
done('passkeys');
