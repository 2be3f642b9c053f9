// What the checks in this folder share: a count of what held, and a browser
// without a screen that walks hosted pages as plain forms.

let held = 0;

/** Ends the check with both values unless they are equal. */
export function same(what, got, want) {
  if (JSON.stringify(got) !== JSON.stringify(want)) {
    throw new Error(`${what}: want ${JSON.stringify(want)}, got ${JSON.stringify(got)}`);
  }
  held++;
}

/** Ends the check unless ok. */
export function holds(what, ok) {
  same(what, Boolean(ok), true);
}

/** Says how much was held; a check that held nothing has failed. */
export function done(name) {
  if (held === 0) throw new Error(`${name}: nothing was checked`);
  console.log(`${name}: ${held} held`);
}

/** The id of the authenticator of a kind in a list that an SDK gave. */
export function pick(list, kind) {
  const found = list.find((a) => a.id.startsWith(`${kind}|dev_`));
  if (!found) throw new Error(`no ${kind} among ${list.map((a) => a.id).join(', ')}`);
  return found.id;
}

/** A cookie jar for one origin. */
export class Browser {
  cookies = new Map();

  async fetch(url, init = {}) {
    const cookie = [...this.cookies].map(([n, v]) => `${n}=${v}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', ...init, headers: { ...init.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  /** Opens url and follows redirects and forms until one leads to callback. */
  async walk(url, callback, fields) {
    let at = new URL(url);
    let answer = await this.fetch(at);
    for (let step = 0; step < 20; step++) {
      const next = answer.headers.get('location');
      if (next) {
        at = new URL(next, at);
        if (at.href.startsWith(callback)) return at;
        answer = await this.fetch(at);
        continue;
      }
      const page = await answer.text();
      const form = readForm(page, at);
      if (!form) throw new Error(`${at} is ${answer.status} and has no form:\n${page}`);
      const body = new URLSearchParams(form.hidden);
      for (const name of form.asked) {
        if (!(name in fields)) throw new Error(`${at.pathname} asks for ${name}`);
        body.set(name, fields[name]);
      }
      body.set('action', 'default');
      at = form.action;
      answer = await this.fetch(at, { method: 'POST', body });
    }
    throw new Error('more than 20 steps');
  }
}

function readForm(page, at) {
  const form = /<form\b[^>]*>[\s\S]*?<\/form>/i.exec(page)?.[0];
  if (!form) return undefined;
  const hidden = [];
  const asked = [];
  for (const [tag] of form.matchAll(/<input\b[^>]*>/gi)) {
    const name = attribute(tag, 'name');
    if (!name) continue;
    if (attribute(tag, 'type') === 'hidden') hidden.push([name, attribute(tag, 'value')]);
    else asked.push(name);
  }
  return { hidden, asked, action: new URL(attribute(/<form\b[^>]*>/i.exec(form)[0], 'action') || at, at) };
}

function attribute(tag, name) {
  const value = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1] ?? '';
  return value.replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(n)).replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&amp;/g, '&');
}
