// The five stories: what to paste, what to look for, and the counters that move when one does.
// Numbers are [service, counter, word]; a counter that a service does not have is left out.

import { byId, bytes, count, el, say } from './dom.js';

const STORIES = [
  {
    kind: 'names',
    title: 'Names',
    command: 'dig @127.0.0.1 -p 1053 gaia.cs.umass.edu',
    look: 'The local server asks a root server, then edu, then umass.edu. Ask again: the answer'
      + ' comes from its cache, with less time to live.',
    numbers: [
      ['dns-service', 'queries', 'queries'],
      ['dns-service', 'cache-hits', 'cache hits'],
      ['dns-service', 'upstream-queries', 'asked upstream'],
    ],
  },
  {
    kind: 'page',
    title: 'A page',
    command: 'curl -i -x http://127.0.0.1:3128 '
      + 'http://www.someschool.edu:1080/someDepartment/home.index',
    look: 'Age and Cache-Status tell where the page came from: the origin first, then the cache,'
      + ' and the origin\u2019s 304 when it has gone stale.',
    numbers: [
      ['web-cache-service', 'requests', 'requests'],
      ['web-cache-service', 'hits', 'cache hits'],
      ['web-cache-service', 'revalidations', 'revalidated'],
    ],
  },
  {
    kind: 'letter',
    title: 'A letter',
    command: 'swaks --server 127.25.0.1:1587 --auth PLAIN --auth-user alice@crepes.fr'
      + ' --auth-password ketchup --from alice@crepes.fr --to bob@hamburger.edu',
    look: 'crepes.fr takes the letter, looks up the MX of hamburger.edu and delivers it.',
    numbers: [
      ['mail-service', 'messages-received', 'received'],
      ['mail-service', 'messages-delivered', 'delivered'],
      ['mail-service', 'queue-length', 'in the queue'],
    ],
  },
  {
    kind: 'swarm',
    title: 'A swarm',
    command: 'aria2c --dir=/tmp/labnet-demo --seed-time=0 --enable-dht=false'
      + ' http://127.0.0.1:6969/torrents/demo.torrent',
    look: 'The tracker tells who has the file; pieces come from the seed, each checked by its'
      + ' SHA-1.',
    numbers: [
      ['tracker-service', 'peers', 'peers'],
      ['peer-service', 'pieces-verified', 'pieces verified'],
      ['peer-service', 'bytes-uploaded', 'uploaded', bytes],
    ],
  },
  {
    kind: 'door',
    title: 'The front door',
    command: 'curl -i -H "Authorization: Bearer $(cat .labnet/admin-key)"'
      + ` ${location.origin}/api/dns/zones`,
    look: 'Leave the header out: 401. Stop a service above and ask for it: 503, which names it,'
      + ' while all others go on.',
    numbers: [
      ['gateway', 'requests', 'requests'],
      ['gateway', 'rejected', 'without the key'],
      ['gateway', 'unavailable', 'service away'],
    ],
  },
];

const drawn = new Map();

export function showStories() {
  byId('stories').replaceChildren(...STORIES.map(drawStory));
}

/** Takes what a service's counters are now. */
export function showCounters(service) {
  for (const story of STORIES) {
    if (story.numbers.some(([name]) => name === service.name)) update(story, service);
  }
}

function drawStory(story) {
  const parts = { numbers: el('dl', { class: 'numbers' }), cells: new Map(), rest: new Map() };
  parts.list = el('dl', { class: 'rest' });
  parts.details = el('details', { hidden: true }, el('summary', {}, 'More counters'), parts.list);
  drawn.set(story, parts);
  return el('li', { class: `story ${story.kind}` },
    el('h3', {}, story.title), parts.numbers, el('p', {}, story.look),
    el('div', { class: 'command' }, el('pre', {}, el('code', {}, story.command)),
      copyButton(story)),
    parts.details);
}

function copyButton(story) {
  const button = el('button', {
    class: 'quiet', type: 'button', 'aria-label': `Copy the command of ${story.title}`,
  }, 'Copy');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(story.command);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Cannot';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  return button;
}

function update(story, service) {
  const parts = drawn.get(story);
  const shown = new Set();
  for (const [name, counter, word, form = count] of story.numbers) {
    if (name !== service.name) continue;
    shown.add(counter);
    const value = service.counters[counter];
    if (value !== undefined || service.state !== 'UP') number(parts, story, name, counter, word,
      form(value));
  }
  for (const [counter, value] of Object.entries(service.counters)) {
    if (!shown.has(counter)) rest(parts, `${service.noun}: ${counter}`, count(value));
  }
}

function number(parts, story, name, counter, word, text) {
  const key = `${name} ${counter}`;
  let cell = parts.cells.get(key);
  if (!cell) {
    cell = { value: el('dd') };
    cell.root = el('div', {}, el('dt', {}, word), cell.value);
    parts.cells.set(key, cell);
    // In the order of the story, whichever service is heard of first.
    parts.numbers.replaceChildren(...story.numbers
      .map(([service, name]) => parts.cells.get(`${service} ${name}`))
      .filter(Boolean).map(c => c.root));
  }
  if (cell.value.textContent && cell.value.textContent !== text) {
    cell.root.classList.add('moved');
    clearTimeout(cell.timer);
    cell.timer = setTimeout(() => cell.root.classList.remove('moved'), 1500);
  }
  say(cell.value, text);
}

function rest(parts, label, text) {
  let value = parts.rest.get(label);
  if (!value) {
    value = el('dd');
    parts.rest.set(label, value);
    parts.list.append(el('dt', {}, label), value);
    parts.details.hidden = false;
  }
  say(value, text);
}
