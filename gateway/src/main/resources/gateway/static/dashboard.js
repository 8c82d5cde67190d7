// The page as a whole: sign in, then listen and draw until the key is forgotten.

import { NotAllowed, ask, forget, hasKey, hear, remember, takeKeyFromAddress } from './api.js';
import { byId, say } from './dom.js';
import { showPeers } from './peers.js';
import { clearServices, showService, tick } from './services.js';
import { showCounters, showStories } from './stories.js';
import { clearWire, heard, setUpWire } from './wire.js';

const PEERS_EVERY_MILLIS = 1000;
const EARLIER_EXCHANGES = 100;

let session = new AbortController();

function trouble(failure) {
  if (failure instanceof NotAllowed) {
    leave();
  }
  byId('trouble').hidden = failure === null;
  say(byId('trouble'), failure === null ? '' : failure.message);
}

function leave() {
  session.abort();
  forget();
  clearServices();
  clearWire();
  byId('lab').hidden = true;
  byId('leave').hidden = true;
  byId('overall').hidden = true;
  byId('sign-in').hidden = false;
  byId('key').value = '';
  byId('key').focus();
}

async function enter() {
  try {
    const services = await ask('/api/services');
    trouble(null);
    byId('sign-in').hidden = true;
    byId('lab').hidden = false;
    byId('leave').hidden = false;
    showStories();
    services.items.forEach(show);
    watch();
  } catch (failure) {
    trouble(failure);
    byId('sign-in').hidden = !byId('lab').hidden;
  }
}

function show(service) {
  showService(service, trouble);
  showCounters(service);
}

function watch() {
  session = new AbortController();
  const { signal } = session;
  hear('/api/services/events', signal,
    { heard: show, opened: () => trouble(null), broken: trouble });
  hear('/api/exchanges/events', signal, { heard, opened: earlier, broken: quietly });
  repeat(peers, PEERS_EVERY_MILLIS, signal);
  repeat(tick, 1000, signal);
}

// After the live stream is open, so that nothing falls between the two.
async function earlier() {
  try {
    (await ask(`/api/exchanges?size=${EARLIER_EXCHANGES}`)).items.forEach(heard);
  } catch (failure) {
    trouble(failure);
  }
}

// The services' own stream says it already when the gateway is away.
function quietly() {}

// Without peer-service there are no peers to show, and its card says so.
async function peers() {
  try {
    showPeers((await ask('/api/peers')).items);
  } catch {
    showPeers([]);
  }
}

async function repeat(work, everyMillis, signal) {
  while (!signal.aborted) {
    if (!document.hidden) await work();
    await new Promise(resolve => setTimeout(resolve, everyMillis));
  }
}

byId('key-form').addEventListener('submit', event => {
  event.preventDefault();
  remember(byId('key').value.trim());
  enter();
});
byId('leave').addEventListener('click', () => { trouble(null); leave(); });
say(byId('origin'), location.origin);
setUpWire();
takeKeyFromAddress();
if (hasKey()) {
  enter();
} else {
  byId('sign-in').hidden = false;
}
