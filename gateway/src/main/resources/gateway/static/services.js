// What runs: one card a service, with its state in words and the switch where the lab has one.

import { put } from './api.js';
import { byId, el, say, since } from './dom.js';

const WORDS = {
  UP: 'up', PARTLY_UP: 'partly up', OUT_OF_SERVICE: 'not ready', DOWN: 'does not answer',
};
const CLASSES = { UP: 'up', DOWN: 'down' };
const INSTANCES_SHOWN = 4;
const ABOUT = {
  'dns-service': 'Root, TLD, authoritative and local name servers',
  'web-origin-service': 'The web sites of the book',
  'web-cache-service': 'The institution\u2019s web cache',
  'mail-service': 'SMTP, POP3 and IMAP for two domains',
  'tracker-service': 'The tracker of torrent.pbs.org',
  'peer-service': 'The seed and the peers',
  gateway: 'This page and the way to all others',
};

const cards = new Map();

export function showService(service, trouble) {
  let card = cards.get(service.name);
  if (!card) {
    card = makeCard(service.name, trouble);
    cards.set(service.name, card);
    byId('services').append(card.root);
  }
  card.service = service;
  drawCard(card);
  drawOverall();
}

/** Says anew how long each state has lasted. */
export function tick() { cards.forEach(drawCard); }

export function clearServices() {
  cards.clear();
  byId('services').replaceChildren();
}

function makeCard(name, trouble) {
  const card = {
    name: el('h3', {}, name),
    state: el('b'),
    facts: el('span'),
    button: el('button', { class: 'quiet', type: 'button' }),
    instances: el('details', { class: 'instances', hidden: true }),
    busy: false,
  };
  card.root = el('li', { class: 'service' },
    el('span', { class: 'dot', 'aria-hidden': 'true' }), card.name, card.button,
    el('p', { class: 'about' }, ABOUT[name] ?? ''),
    el('p', { class: 'state' }, card.state, card.facts),
    card.instances);
  card.button.addEventListener('click', () => turn(card, trouble));
  return card;
}

function drawCard(card) {
  const { name, state, switchable, url } = card.service;
  card.root.className = `service ${CLASSES[state] ?? 'starting'}`;
  say(card.state, WORDS[state] ?? state.toLowerCase());
  say(card.facts, ` for ${since(card.service.since)} \u00b7 ${url.replace(/^https?:\/\//, '')}`);
  drawInstances(card);
  card.button.hidden = !switchable;
  card.button.disabled = card.busy;
  const verb = state === 'DOWN' ? 'Start' : 'Stop';
  say(card.button, card.busy ? '\u2026' : verb);
  card.button.setAttribute('aria-label', `${verb} ${name}`);
}

// Many that are all well are folded away; whoever is in trouble is in sight.
function drawInstances(card) {
  const { instances = [], name, state } = card.service;
  const now = JSON.stringify(instances.map(({ address, state }) => [address, state]));
  if (card.drawn === now) return;
  card.drawn = now;
  card.instances.hidden = instances.length === 0;
  card.instances.open = state !== 'UP' || instances.length <= INSTANCES_SHOWN;
  const up = instances.filter(instance => instance.state === 'UP').length;
  card.instances.replaceChildren(
    el('summary', {}, `${up} of ${instances.length} instances up`),
    el('ul', { 'aria-label': `Instances of ${name}` }, ...instances.map(instance => {
      const word = WORDS[instance.state] ?? instance.state.toLowerCase();
      return el('li', { class: CLASSES[instance.state] ?? 'starting' },
        el('span', { class: 'dot', 'aria-hidden': 'true' }), instance.address,
        el('span', { class: 'word' }, ` ${word}`));
    })));
}

function drawOverall() {
  const all = [...cards.values()].map(card => card.service);
  const up = all.filter(service => service.state === 'UP').length;
  const overall = byId('overall');
  overall.hidden = false;
  say(overall, up === all.length
    ? `All ${all.length} services are up`
    : `${up} of ${all.length} services are up`);
}

async function turn(card, trouble) {
  const { name, state } = card.service;
  card.busy = true;
  drawCard(card);
  try {
    card.service = await put(`/api/services/${encodeURIComponent(name)}`,
      { running: state === 'DOWN' });
    trouble(null);
  } catch (failure) {
    trouble(failure);
  } finally {
    card.busy = false;
    drawCard(card);
    drawOverall();
  }
}
