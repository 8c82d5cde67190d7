// The timeline of what was said on the wire, newest on top. Rows and kept exchanges are bounded, the
// latter by protocol, so that a busy swarm does not push out the one letter; and all is drawn once
// a frame however fast it comes.

import { byId, clock, el } from './dom.js';

const ROWS_MAX = 200;
const KEPT_OF_EACH = 200;
const KINDS = {
  DNS: 'dns', HTTP: 'http', SMTP: 'mail', POP3: 'mail', IMAP: 'mail', TRACKER: 'bt', PEER: 'bt',
};

const kept = [];
const seen = new Set();
const hidden = new Set();
const chips = new Map();
let paused = false;
let dirty = false;

export function setUpWire() {
  byId('pause').addEventListener('click', () => {
    paused = !paused;
    byId('pause').textContent = paused ? 'Go on' : 'Pause';
    redraw();
  });
}

/** Takes one exchange; one that is known already is left out. */
export function heard(exchange) {
  const name = `${exchange.service} ${exchange.number} ${exchange.at}`;
  if (seen.has(name)) return;
  seen.add(name);
  const newer = kept.findIndex(other => other.at <= exchange.at);
  kept.splice(newer < 0 ? kept.length : newer, 0, { ...exchange, name });
  dropOldest(exchange.protocol);
  addChip(exchange.protocol);
  redraw();
}

function dropOldest(protocol) {
  const same = exchange => exchange.protocol === protocol;
  if (kept.filter(same).length > KEPT_OF_EACH) {
    const [old] = kept.splice(kept.findLastIndex(same), 1);
    seen.delete(old.name);
  }
}

export function clearWire() {
  kept.length = 0;
  seen.clear();
  draw();
}

function addChip(protocol) {
  if (chips.has(protocol)) return;
  const chip = el('button', { type: 'button', 'aria-pressed': 'true', class: kind(protocol) },
    protocol);
  chip.addEventListener('click', () => {
    if (!hidden.delete(protocol)) hidden.add(protocol);
    chip.setAttribute('aria-pressed', String(!hidden.has(protocol)));
    draw();
  });
  chips.set(protocol, chip);
  byId('protocols').replaceChildren(
    ...[...chips.keys()].sort().map(name => chips.get(name)));
}

function kind(protocol) { return KINDS[protocol] ?? 'other'; }

function redraw() {
  if (paused || dirty) return;
  dirty = true;
  requestAnimationFrame(() => { dirty = false; if (!paused) draw(); });
}

const rows = new Map();

// Rows that stay are moved, not made anew, so that a selection survives.
function draw() {
  const shown = kept.filter(exchange => !hidden.has(exchange.protocol)).slice(0, ROWS_MAX);
  const names = new Set(shown.map(exchange => exchange.name));
  for (const [name, row] of rows) {
    if (!names.has(name)) { row.remove(); rows.delete(name); }
  }
  const body = byId('wire');
  let at = body.firstChild;
  for (const exchange of shown) {
    let row = rows.get(exchange.name);
    if (!row) {
      row = drawRow(exchange);
      rows.set(exchange.name, row);
    }
    if (row === at) at = at.nextSibling;
    else body.insertBefore(row, at);
  }
  byId('silence').hidden = shown.length > 0;
}

function drawRow(exchange) {
  return el('tr', { title: exchange.service },
    el('td', { class: 'time' }, clock(exchange.at)),
    el('td', { class: `tag ${kind(exchange.protocol)}` }, exchange.protocol),
    el('td', { class: 'ends' }, `${exchange.from} \u2192 ${exchange.to}`),
    el('td', { class: 'said' }, exchange.summary));
}
