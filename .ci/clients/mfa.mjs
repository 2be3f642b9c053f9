// The MFA client of @auth0/auth0-auth-js against a served sandbox ($BASE) that
// answers in $DIALECT. It speaks https only; the port is the same.
import { AuthClient, isMfaRequiredError } from '@auth0/auth0-auth-js';
import { done, holds, pick, same } from './lib.mjs';
import * as sandbox from './sandbox.mjs';

const domain = new URL(process.env.BASE).host;
const api = 'https://expenses.example/api';
const auth = new AuthClient({ domain, clientId: 'trusted-app', clientSecret: 'trusted-app-secret' });
const { mfa } = auth;
// RFC 6749 §5.2 has 400 where Auth0 answers 403.
const badGrant = process.env.DIALECT === 'oidc' ? 400 : 403;

const logIn = (username, extra) =>
  auth.getTokenByPassword({ username, password: 'opensesame', audience: api, scope: 'openid offline_access read:expenses', ...extra });

/** What mfa_required says of a request that needs a second factor. */
async function asked(what, request) {
  const err = await refused(what, 'mfa_required', request);
  holds(`${what}: the SDK knows it`, isMfaRequiredError(err));
  same(`${what}: status`, err.statusCode, 403);
  return { mfaToken: err.cause.mfa_token, requirements: err.cause.mfa_requirements };
}

async function refused(what, code, promise) {
  try {
    await promise;
  } catch (err) {
    same(what, err.cause?.error ?? err.message, code);
    return err;
  }
  throw new Error(`${what} was accepted`);
}

const verifyRefused = async (what, options, code, description) => {
  try {
    await mfa.verify(options);
  } catch (err) {
    same(what, [err.name, err.cause?.error, err.message], ['MfaVerifyError', code, description]);
    return;
  }
  throw new Error(`${what} was accepted`);
};

function whole(what, tokens) {
  holds(`${what}: tokens`, tokens.accessToken && tokens.refreshToken && tokens.claims.sub.startsWith('auth0|'));
  same(`${what}: issuer`, tokens.claims.iss, `https://${domain}/`);
  same(`${what}: scope`, tokens.scope, 'openid offline_access read:expenses');
  return tokens;
}

const types = (list) => list.map((a) => a.type).sort();

// An authenticator app.
await sandbox.reset();
{
  const { mfaToken, requirements } = await asked('a password', logIn('otp@example.com'));
  same('factors', requirements, { challenge: [{ type: 'otp' }, { type: 'recovery-code' }] });
  const list = await mfa.listAuthenticators({ mfaToken });
  same('authenticators', list.map((a) => [a.authenticatorType, a.type, a.active]).sort(), [['otp', 'otp', true], ['recovery-code', 'recovery-code', true]]);
  same('challenge', await mfa.challengeAuthenticator({ mfaToken, challengeType: 'otp', authenticatorId: pick(list, 'totp') }), { challengeType: 'otp' });
  const otp = await sandbox.app('otp@example.com');
  await verifyRefused('a wrong code', { mfaToken, factorType: 'otp', otp: sandbox.not(otp) }, 'invalid_grant', 'Invalid otp_code.');
  whole('otp', await mfa.verify({ mfaToken, factorType: 'otp', otp }));
  const next = await asked('a password again', logIn('otp@example.com'));
  await verifyRefused('a code again', { mfaToken: next.mfaToken, factorType: 'otp', otp }, 'invalid_grant', 'Invalid otp_code.');
  await sandbox.wait(30);
  whole('the next code', await mfa.verify({ mfaToken: next.mfaToken, factorType: 'otp', otp: await sandbox.app('otp@example.com') }));
}

// A recovery code burns and comes back new.
await sandbox.reset();
{
  const { mfaToken } = await asked('a password', logIn('otp@example.com'));
  const recoveryCode = 'RECOVERYCODEFORTHEOTPUSE';
  const tokens = whole('a recovery code', await mfa.verify({ mfaToken, factorType: 'recovery-code', recoveryCode }));
  holds('a new recovery code', /^[A-Z0-9]{24}$/.test(tokens.recoveryCode) && tokens.recoveryCode !== recoveryCode);
  const next = await asked('a password again', logIn('otp@example.com'));
  const again = { mfaToken: next.mfaToken, factorType: 'recovery-code' };
  const err = await refused('a burnt recovery code', 'invalid_grant', mfa.verify({ ...again, recoveryCode }));
  same('a burnt recovery code: status', err.statusCode, badGrant);
  whole('the new one', await mfa.verify({ ...again, recoveryCode: tokens.recoveryCode }));
}

// All factors to choose from: a code that is sent, and a push that is polled.
await sandbox.reset();
{
  const user = 'all@example.com';
  const { mfaToken, requirements } = await asked('a password', logIn(user));
  same('factors', requirements.challenge.map((c) => c.type).sort(), ['email', 'otp', 'phone', 'push-notification', 'recovery-code']);
  const list = await mfa.listAuthenticators({ mfaToken });
  same('authenticators', [...new Set(types(list))], ['email', 'otp', 'phone', 'push-notification', 'recovery-code']);

  const sms = await mfa.challengeAuthenticator({ mfaToken, challengeType: 'oob', authenticatorId: pick(list, 'sms') });
  same('sms', [sms.challengeType, sms.bindingMethod], ['oob', 'prompt']);
  const { code } = await sandbox.message(user, 'sms');
  await verifyRefused('another code', { mfaToken, factorType: 'oob', oobCode: sms.oobCode, bindingCode: sandbox.not(code) }, 'invalid_grant', 'Invalid binding_code.');
  whole('sms', await mfa.verify({ mfaToken, factorType: 'oob', oobCode: sms.oobCode, bindingCode: code }));
}
await sandbox.reset();
{
  const user = 'all@example.com';
  const { mfaToken } = await asked('a password', logIn(user));
  const list = await mfa.listAuthenticators({ mfaToken });
  const email = await mfa.challengeAuthenticator({ mfaToken, challengeType: 'oob', authenticatorId: pick(list, 'email') });
  same('email', email.bindingMethod, 'prompt');
  whole('email', await mfa.verify({ mfaToken, factorType: 'oob', oobCode: email.oobCode, bindingCode: (await sandbox.message(user, 'email')).code }));
}
await sandbox.reset();
{
  const user = 'all@example.com';
  const { mfaToken } = await asked('a password', logIn(user));
  const device = pick(await mfa.listAuthenticators({ mfaToken }), 'push');
  const challenge = () => mfa.challengeAuthenticator({ mfaToken, challengeType: 'oob', authenticatorId: device });
  const push = await challenge();
  same('push', [push.challengeType, push.bindingMethod], ['oob', undefined]);
  const poll = { mfaToken, factorType: 'oob', oobCode: push.oobCode };
  await refused('a push that waits', 'authorization_pending', mfa.verify(poll));
  await refused('a push asked for too soon', 'slow_down', mfa.verify(poll));
  await sandbox.answer(user, 'approve');
  await sandbox.wait(10);
  whole('push', await mfa.verify(poll));

  const again = await asked('a password again', logIn(user));
  const second = await mfa.challengeAuthenticator({ mfaToken: again.mfaToken, challengeType: 'oob', authenticatorId: device });
  await sandbox.answer(user, 'deny');
  await verifyRefused('a push denied', { mfaToken: again.mfaToken, factorType: 'oob', oobCode: second.oobCode }, 'invalid_grant', 'MFA Authorization rejected.');
}

// Enrolment, of a first factor by the mfa_token.
await sandbox.reset();
await sandbox.policy({ when: 'always' });
{
  const user = 'user@example.com';
  const { mfaToken, requirements } = await asked('a password', logIn(user));
  holds('enrol', requirements.enroll.some((f) => f.type === 'otp') && !requirements.challenge);
  same('no authenticators yet', await mfa.listAuthenticators({ mfaToken }), []);
  const enrolment = await mfa.enrollAuthenticator({ mfaToken, authenticatorTypes: ['otp'] });
  same('enrolment', [enrolment.authenticatorType, enrolment.recoveryCodes.length], ['otp', 1]);
  same('the secret of the barcode', new URL(enrolment.barcodeUri).searchParams.get('secret'), enrolment.secret);
  same('not active yet', (await mfa.listAuthenticators({ mfaToken })).filter((a) => a.active), []);
  const otp = await sandbox.codeOf(enrolment.secret);
  await verifyRefused('a wrong code', { mfaToken, factorType: 'otp', otp: sandbox.not(otp) }, 'invalid_grant', 'Invalid otp_code.');
  whole('enrolment', await mfa.verify({ mfaToken, factorType: 'otp', otp }));

  // Another factor, and removing one, need an access token for the MFA API.
  const more = await asked('the MFA API', logIn(user, { audience: `https://${domain}/mfa/`, scope: 'openid enroll read:authenticators remove:authenticators' }));
  await refused('an mfa_token enrols no second factor', 'access_denied', mfa.enrollAuthenticator({ mfaToken: more.mfaToken, authenticatorTypes: ['otp'] }));
  await sandbox.wait(30);
  const { accessToken } = await mfa.verify({ mfaToken: more.mfaToken, factorType: 'otp', otp: await sandbox.codeOf(enrolment.secret) });
  const sms = await mfa.enrollAuthenticator({ mfaToken: accessToken, authenticatorTypes: ['oob'], oobChannels: ['sms'], phoneNumber: '+15555550199' });
  same('sms', [sms.authenticatorType, sms.oobChannel, sms.bindingMethod, sms.recoveryCodes], ['oob', 'sms', 'prompt', undefined]);
  const { code } = await sandbox.message(user, 'sms');
  holds('sms confirmed', (await mfa.verify({ mfaToken: accessToken, factorType: 'oob', oobCode: sms.oobCode, bindingCode: code })).accessToken);
  const list = await mfa.listAuthenticators({ mfaToken: accessToken });
  same('sms and its twin', types(list.filter((a) => a.active)), ['otp', 'phone', 'phone', 'recovery-code']);

  const id = pick(list, 'totp');
  await refused('an mfa_token removes nothing', 'invalid_token', mfa.deleteAuthenticator({ mfaToken: (await asked('again', logIn(user))).mfaToken, authenticatorId: id }));
  await mfa.deleteAuthenticator({ mfaToken: accessToken, authenticatorId: id });
  await mfa.deleteAuthenticator({ mfaToken: accessToken, authenticatorId: pick(list, 'sms') });
  same('what is left', types((await mfa.listAuthenticators({ mfaToken: accessToken }))), ['recovery-code']);
}

// Enrolment of a device for pushes.
await sandbox.reset();
await sandbox.policy({ when: 'always' });
{
  const user = 'user@example.com';
  const { mfaToken } = await asked('a password', logIn(user));
  const push = await mfa.enrollAuthenticator({ mfaToken, authenticatorTypes: ['oob'], oobChannels: ['auth0'] });
  same('push', [push.oobChannel, push.bindingMethod], ['auth0', undefined]);
  holds('something to scan', push.barcodeUri.startsWith('otpauth://totp/'));
  await sandbox.answer(user, 'approve');
  whole('push', await mfa.verify({ mfaToken, factorType: 'oob', oobCode: push.oobCode }));
}

// A refresh asks for the second factor, and the token survives the question.
await sandbox.reset();
{
  const first = await asked('a password', logIn('otp@example.com'));
  const { refreshToken } = await mfa.verify({ mfaToken: first.mfaToken, factorType: 'otp', otp: await sandbox.app('otp@example.com') });
  holds('a refresh', (await auth.getTokenByRefreshToken({ refreshToken })).accessToken);
  await sandbox.policy({ flows: ['authorize', 'password', 'refresh_token'] });
  await sandbox.wait(30);
  const { mfaToken } = await asked('a refresh under the new policy', auth.getTokenByRefreshToken({ refreshToken }));
  same('authenticators', types(await mfa.listAuthenticators({ mfaToken })), ['otp', 'recovery-code']);
  const tokens = await mfa.verify({ mfaToken, factorType: 'otp', otp: await sandbox.app('otp@example.com') });
  same('refreshed', [tokens.scope, tokens.claims.iss, tokens.claims.nonce], ['openid offline_access read:expenses', `https://${domain}/`, undefined]);
  await asked('the next refresh', auth.getTokenByRefreshToken({ refreshToken }));
}

// What must be refused.
await sandbox.reset();
{
  const { mfaToken } = await asked('a password', logIn('otp@example.com'));
  const bad = { mfaToken: 'Fe26.2*made*up' };
  await refused('a token made up, listing', 'invalid_grant', mfa.listAuthenticators(bad));
  await refused('a token made up, challenging', 'invalid_grant', mfa.challengeAuthenticator({ ...bad, challengeType: 'otp' }));
  await refused('a channel the user has not', 'unsupported_challenge_type', mfa.challengeAuthenticator({ mfaToken, challengeType: 'oob' }));
  for (let left = 10; left > 0; left--) {
    await refused(`${left} attempts left`, 'invalid_grant', mfa.verify({ mfaToken, factorType: 'otp', otp: sandbox.not(await sandbox.app('otp@example.com')) }));
  }
  await refused('none left', 'too_many_attempts', mfa.verify({ mfaToken, factorType: 'otp', otp: await sandbox.app('otp@example.com') }));
  await sandbox.wait(600);
  await refused('an mfa_token after ten minutes', 'expired_token', mfa.listAuthenticators({ mfaToken }));
}

done(`@auth0/auth0-auth-js, ${process.env.DIALECT}`);
