// The page as a whole: sign in, then listen and draw until the key is forgotten.

import { NotAllowed, ask, forget, hasKey, hear, remember, takeKeyFromAddress } from './api.js';
import { byId, say } from './dom.js';
import { keepOnly, peersShown, showPeer } from './peers.js';
import { clearServices, showService, tick } from './services.js';
import { showCounters, showStories } from './stories.js';
import { clearWire, heard, setUpWire } from './wire.js';

const PEERS = 'peer-service';
const GATEWAY = 'gateway';
const EARLIER_EXCHANGES = 50;

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
  keepOnly([]);
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
  countPeers(service);
}

function watch() {
  session = new AbortController();
  const { signal } = session;
  hear('/api/services/events', signal,
    { heard: show, opened: () => trouble(null), broken: trouble });
  hear('/api/exchanges/events', signal, { heard, opened: earlier, broken: quietly });
  hear('/api/peers/events', signal, { heard: showPeer, broken: quietly });
  const timer = setInterval(tick, 1000);
  signal.addEventListener('abort', () => clearInterval(timer));
}

// After the live stream is open, so that nothing falls between the two.
// Each service is asked by itself: the newest of all might be those of one busy swarm.
async function earlier() {
  const { items } = await ask('/api/services').catch(() => ({ items: [] }));
  await Promise.allSettled(items
    .filter(service => service.state !== 'DOWN' && service.name !== GATEWAY)
    .map(async service => {
      const path = `/api/${service.noun}/exchanges?size=${EARLIER_EXCHANGES}`;
      (await ask(path)).items.forEach(told => heard({ ...told, service: service.name }));
    }));
}

// The services' own stream says it already when the gateway is away.
function quietly() {}

// The peers' own stream tells who came and how they are doing, but not who was deleted.
async function countPeers(service) {
  if (service.name !== PEERS || peersShown() === (service.counters.peers ?? 0)) return;
  try {
    keepOnly(service.state !== 'DOWN' ? (await ask('/api/peers')).items : []);
  } catch {
    keepOnly([]);
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
