import { h, keepingFocus } from './dom.js';
import { world } from './state.js';

let shown = '';

/** Draws the samples whose words contain what is searched for, grouped by what they show. `useText(text, { isSent })` */
export function drawSamples(root, wanted, useText) {
  const { samples, commands } = world.state.extra;
  const command = commands[0];
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const found = samples.filter((sample) => {
    const text = `${sample.title} ${sample.text} ${sample.note} ${groupTitle(sample.group)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const signature = JSON.stringify([found, command]);
  if (signature === shown) return;
  shown = signature;
  const use = (sample, options) => useText(`${command?.name} ${sample.text}`, options);
  const nodes = groups(found).map((group) => sampleGroup(group, use));
  keepingFocus(root, () =>
    root.replaceChildren(
      ...(nodes.length > 0 ? nodes : [h('p', { class: 'lead' }, 'No sample has these words.')]),
    ),
  );
}

function groups(samples) {
  const byName = new Map();
  for (const sample of samples) byName.set(sample.group, [...(byName.get(sample.group) ?? []), sample]);
  return [...byName];
}

function sampleGroup([name, samples], use) {
  return h(
    'section',
    {},
    h('h3', {}, groupTitle(name)),
    h(
      'ul',
      {},
      samples.map((sample) =>
        h('li', { class: 'sample-row' }, sampleButton(sample, use), sendButton(sample, use)),
      ),
    ),
  );
}

// Groups are named by the verdict they show, such as "former-reseller" or "msp".
function groupTitle(name) {
  if (name.length <= 3) return name.toUpperCase();
  return name[0].toUpperCase() + name.slice(1).replaceAll('-', ' ');
}

function sampleButton(sample, use) {
  return h(
    'button',
    {
      type: 'button',
      class: 'sample',
      'data-sample': sample.text,
      'data-focus': `${sample.title} ${sample.text}`,
      onclick: () => use(sample),
    },
    h('span', { class: 'title' }, sample.title),
    h('span', { class: 'code' }, sample.text),
    sample.note && h('span', { class: 'note' }, sample.note),
  );
}

function sendButton(sample, use) {
  return h(
    'button',
    {
      type: 'button',
      class: 'icon send-sample',
      'data-send-sample': sample.text,
      'data-focus': `send ${sample.title} ${sample.text}`,
      'aria-label': `Send ${sample.text}, ${sample.title}`,
      title: 'Send it now',
      onclick: () => use(sample, { isSent: true }),
    },
    '➤',
  );
}
