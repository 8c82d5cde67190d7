// The peers of the swarm and how far each has come.

import { byId, bytes, count, el, say } from './dom.js';

const cards = new Map();

export function showPeers(peers) {
  byId('downloads').hidden = peers.length === 0;
  const here = new Set(peers.map(nameOf));
  for (const [name, card] of cards) {
    if (!here.has(name)) { card.root.remove(); cards.delete(name); }
  }
  peers.forEach(showPeer);
}

function nameOf(peer) { return String(peer.name ?? peer.id); }

function showPeer(peer) {
  let card = cards.get(nameOf(peer));
  if (!card) {
    card = {
      bar: el('progress', { max: '1', 'aria-label': `Progress of ${nameOf(peer)}` }),
      facts: el('p', { class: 'facts' }),
    };
    card.root = el('li', { class: 'peer' }, el('h3', {}, nameOf(peer)), card.bar, card.facts);
    cards.set(nameOf(peer), card);
    byId('peers').append(card.root);
  }
  const done = progress(peer);
  card.bar.value = done;
  say(card.facts, `${count(Math.floor(done * 1000) / 10)} %`);
}

function progress(peer) {
  return peer.pieces > 0 ? peer.piecesVerified / peer.pieces : 0;
}
