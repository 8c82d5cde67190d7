// The peers of the swarm and how far each has come.

import { byId, bytes, el, say } from './dom.js';

const WORDS = {
  CHECKING: 'looks at what it has', DOWNLOADING: 'downloads', SEEDING: 'has everything',
  STOPPED: 'has left', FAILED: 'cannot go on',
};
const cards = new Map();

/** How many peers are on the page. */
export function peersShown() { return cards.size; }

export function showPeer(peer) {
  let card = cards.get(peer.name);
  if (!card) {
    card = makeCard(peer);
    cards.set(peer.name, card);
    byId('peers').append(card.root);
  }
  drawCard(card, peer);
  byId('downloads').hidden = false;
}

/** Takes off the page whoever is not among these. */
export function keepOnly(peers) {
  const here = new Set(peers.map(peer => peer.name));
  for (const [name, card] of cards) {
    if (!here.has(name)) { card.root.remove(); cards.delete(name); }
  }
  byId('downloads').hidden = cards.size === 0;
}

function makeCard(peer) {
  const card = {
    torrent: el('p', { class: 'facts' }),
    bar: el('progress', { max: '1', 'aria-label': `How far ${peer.name} has come` }),
    percent: el('b', { class: 'percent' }),
    facts: el('p', { class: 'facts' }),
  };
  card.root = el('li', { class: 'peer' },
    el('div', {}, el('h3', {}, peer.name), card.torrent),
    el('div', { class: 'way' }, card.bar, card.percent),
    card.facts);
  return card;
}

function drawCard(card, peer) {
  const done = peer.pieces > 0 ? peer.piecesHave / peer.pieces : 0;
  card.bar.value = done;
  say(card.percent, `${Math.floor(done * 100)} %`);
  say(card.torrent, `${peer.torrent} \u00b7 ${bytes(peer.lengthBytes)}`);
  say(card.facts, [
    WORDS[peer.state] ?? String(peer.state).toLowerCase(),
    `${peer.connections} ${peer.connections === 1 ? 'connection' : 'connections'}`,
    peer.downloadBytesPerSecond > 0 ? `\u2193 ${bytes(peer.downloadBytesPerSecond)}/s` : '',
    peer.uploadBytesPerSecond > 0 ? `\u2191 ${bytes(peer.uploadBytesPerSecond)}/s` : '',
    peer.problem,
  ].filter(Boolean).join(' \u00b7 '));
}
