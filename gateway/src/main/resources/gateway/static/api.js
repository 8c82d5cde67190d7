// The lab's REST API as the page uses it. The key is kept for this tab only, and goes nowhere but
// into the Authorization header.

const STORED = 'labnet-admin-key';
const ONE_EVENT_CHARS_MAX = 256 * 1024;
const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 10_000;

export class NotAllowed extends Error {}

/** What went wrong, in the words of the problem (RFC 9457) that came with it. */
export class Trouble extends Error {}

export function takeKeyFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given !== null) {
    history.replaceState(null, '', location.pathname + location.search);
    remember(given.trim());
  }
}

export function remember(key) { sessionStorage.setItem(STORED, key); }
export function forget() { sessionStorage.removeItem(STORED); }
export function hasKey() { return sessionStorage.getItem(STORED) !== null; }

export async function ask(path, options = {}) {
  const answer = await send(path, options);
  return answer.status === 204 ? null : answer.json();
}

export function put(path, value) {
  return ask(path, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(value),
  });
}

async function send(path, options) {
  let answer;
  try {
    answer = await fetch(path, {
      ...options,
      headers: { ...options.headers, Authorization: `Bearer ${sessionStorage.getItem(STORED)}` },
      cache: 'no-store',
    });
  } catch (unreachable) {
    if (unreachable.name === 'AbortError') throw unreachable;
    throw new Trouble('The gateway does not answer. Is the lab still up?');
  }
  if (answer.status === 401) throw new NotAllowed('This is not the lab\u2019s admin key.');
  if (!answer.ok) throw new Trouble(await words(answer));
  return answer;
}

async function words(answer) {
  try {
    const problem = await answer.json();
    return problem.detail || problem.title || `The gateway said ${answer.status}.`;
  } catch {
    return `The gateway said ${answer.status}.`;
  }
}

/**
 * Hears server-sent events until the signal aborts, and comes back by itself after each break.
 * EventSource would do all this, but cannot send the key.
 *
 * heard(value) takes each event's JSON, opened() is called whenever the stream is (again) open,
 * and broken(error) when it is not.
 */
export async function hear(path, signal, { heard, opened = () => {}, broken = () => {} }) {
  let wait = FIRST_WAIT_MILLIS;
  while (!signal.aborted) {
    try {
      const answer = await send(path, { signal, headers: { Accept: 'text/event-stream' } });
      wait = FIRST_WAIT_MILLIS;
      opened();
      await read(answer.body, heard);
      broken(new Trouble('The live stream ended.'));
    } catch (failure) {
      if (signal.aborted) return;
      broken(failure);
      if (failure instanceof NotAllowed) return;
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
  }
}

async function read(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).replaceAll('\r', '').split('\n\n');
    rest = blocks.pop();
    if (rest.length > ONE_EVENT_CHARS_MAX) throw new Trouble('An event is too long.');
    for (const block of blocks) {
      const data = block.split('\n').filter(line => line.startsWith('data:'))
        .map(line => line.slice(5)).join('\n');
      if (data) heard(JSON.parse(data));
    }
  }
}

function pause(millis, signal) {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
