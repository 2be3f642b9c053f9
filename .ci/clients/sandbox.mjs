// A served sandbox ($BASE) from beside the app: its policy, its clock, and the
// phone that it simulates.
import { createHmac } from 'node:crypto';

const base = process.env.BASE;

/** Any request to the sandbox itself. */
export async function sandbox(method, path, body) {
  const answer = await fetch(`${base}/sandbox${path}`, { method, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} /sandbox${path} is ${answer.status}: ${text}`);
  return text && JSON.parse(text);
}

/** Back to the fixtures. */
export const reset = () => sandbox('POST', '/reset');

/** Changes what the policy says of MFA. */
export const policy = (mfa) => sandbox('PATCH', '/policy', { mfa });

/** Changes a client. */
export const client = (id, change) => sandbox('PATCH', `/clients/${encodeURIComponent(id)}`, change);

/** The states of the tokens in the user's one family of refresh tokens, oldest first. */
export async function family(user) {
  const families = await sandbox('GET', `/families?user=${encodeURIComponent(user)}`);
  if (families.length !== 1) throw new Error(`${user} has ${families.length} families`);
  return { state: families[0].state, cause: families[0].cause, tokens: families[0].tokens.map((t) => t.state) };
}

/** Lets time pass: a code is taken once, a push asked for every 5 s. */
export const wait = (seconds) => sandbox('POST', '/clock', { advance_seconds: seconds });

/** The code that the user's authenticator app shows. */
export const app = async (user) => (await sandbox('GET', `/totp?user=${encodeURIComponent(user)}`)).code;

/** The newest message to the user, which must have come by the channel. */
export async function message(user, channel) {
  const [newest] = await sandbox('GET', `/inbox?user=${encodeURIComponent(user)}`);
  if (newest?.channel !== channel) throw new Error(`the newest message to ${user} is by ${newest?.channel}, not by ${channel}`);
  return newest;
}

/** Approves or denies the push that the user got last. */
export const answer = async (user, action) =>
  sandbox('POST', `/inbox/${(await message(user, 'push')).id}`, { action });

/** The code of a base32 secret at the sandbox's time (RFC 6238). */
export async function codeOf(secret) {
  const { now } = await sandbox('GET', '/clock');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.parse(now) / 30_000)));
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** A code of six digits that is another. */
export const not = (code) => (code === '000000' ? '111111' : '000000');
